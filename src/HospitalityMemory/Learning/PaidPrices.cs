using MathNet.Numerics.Statistics;

namespace HospitalityMemory;

/// <summary>The prices of one night that were paid in one currency. Filled by one thread, then only read.</summary>
internal sealed class PaidPrices
{
    private double[] _prices;
    private bool _isSorted;

    private PaidPrices(string currency, int capacity)
    {
        Currency = currency;
        _prices = new double[capacity];
    }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; }

    /// <summary>The latest check-in among the stays with these prices.</summary>
    public DateOnly LastStay { get; private set; }

    public int Count { get; private set; }

    /// <summary>
    /// The prices by currency: the currency with the most prices first; among equals the more recent, then by code (ordinal).
    /// </summary>
    public static List<PaidPrices> Of(IReadOnlyList<Booking> stays)
    {
        var all = new List<PaidPrices>();
        for (var i = 0; i < stays.Count; i++)
        {
            if (stays[i].PricePerNight is { } price and > 0)
            {
                Add(all, stays[i].Currency, price, stays[i].CheckIn, stays.Count);
            }
        }

        all.Sort(Compare);
        return all;
    }

    /// <summary>
    /// The budgets of searches by currency: the currency of most searches first; among equals the one searched in last.
    /// </summary>
    public static List<PaidPrices> OfBudgets(IReadOnlyList<SearchedStay> searches)
    {
        var all = new List<PaidPrices>();
        for (var i = 0; i < searches.Count; i++)
        {
            if (searches[i].Budget is { } budget and > 0)
            {
                Add(all, searches[i].Currency, budget, DateOnly.FromDateTime(searches[i].SearchedAt.UtcDateTime), searches.Count);
            }
        }

        // Searches come newest first. The sort is stable, so currencies with equal counts stay in that order.
        return [.. all.OrderByDescending(prices => prices.Count)];
    }

    /// <summary>Adds a price to the prices of its currency. A price without a currency, or in none that money has, is ignored.</summary>
    /// <param name="all">The prices by currency.</param>
    /// <param name="currency">ISO 4217 code. Stored data of other programs may hold any text.</param>
    /// <param name="price">The price, above 0.</param>
    /// <param name="day">The check-in.</param>
    /// <param name="most">The most prices that there may be; sizes the buffer.</param>
    public static void Add(List<PaidPrices> all, string? currency, decimal price, DateOnly day, int most)
    {
        if (NameCounts.TrimToNull(currency) is not { } code || !Money.IsCurrencyCode(code))
        {
            return;
        }

        var prices = In(all, code, most);
        prices._prices[prices.Count++] = (double)price;
        prices.LastStay = day > prices.LastStay ? day : prices.LastStay;
    }

    public static int Compare(PaidPrices x, PaidPrices y)
    {
        var byCount = y.Count.CompareTo(x.Count);
        if (byCount is not 0)
        {
            return byCount;
        }

        var byLastStay = y.LastStay.CompareTo(x.LastStay);
        return byLastStay is not 0 ? byLastStay : string.CompareOrdinal(x.Currency, y.Currency);
    }

    /// <summary>
    /// The price below which a given share of the prices lies, interpolated linearly between two prices, to 15 significant
    /// digits. This is what numpy's <c>percentile</c> computes by default (definition 7 of Hyndman and Fan).
    /// </summary>
    /// <param name="percent">The share in percent, 0 to 100.</param>
    public decimal Percentile(double percent)
    {
        if (!_isSorted)
        {
            Array.Resize(ref _prices, Count);
            Array.Sort(_prices);
            _isSorted = true;
        }

        return (decimal)SortedArrayStatistics.QuantileCustom(_prices, percent / 100, QuantileDefinition.R7);
    }

    public PriceRange ToRange() => new() { Min = Percentile(25), Max = Percentile(75), Currency = Currency };

    private static PaidPrices In(List<PaidPrices> all, string currency, int most)
    {
        foreach (var prices in all)
        {
            if (prices.Currency == currency)
            {
                return prices;
            }
        }

        var first = new PaidPrices(currency, most);
        all.Add(first);
        return first;
    }
}
