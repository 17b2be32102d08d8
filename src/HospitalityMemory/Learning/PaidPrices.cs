using MathNet.Numerics.Statistics;

namespace HospitalityMemory;

/// <summary>The prices of one night that were paid in one currency. Filled by one thread, then only read.</summary>
internal sealed class PaidPrices
{
    private readonly List<double> _prices = [];
    private double[]? _sorted;

    private PaidPrices(string currency) => Currency = currency;

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; }

    /// <summary>The latest check-in of the stays with these prices.</summary>
    public DateOnly LastStay { get; private set; }

    public int Count => _prices.Count;

    /// <summary>
    /// The prices by currency: that of most prices first, the more recent among equals, then by code (ordinal).
    /// </summary>
    public static List<PaidPrices> Of(IReadOnlyList<Booking> stays)
    {
        var all = new List<PaidPrices>();
        for (var i = 0; i < stays.Count; i++)
        {
            if (stays[i].PricePerNight is { } price and > 0 && NameCounts.TrimToNull(stays[i].Currency) is { } currency)
            {
                In(all, currency).Add(price, stays[i].CheckIn);
            }
        }

        all.Sort(Compare);
        return all;
    }

    /// <summary>The budgets of searches by currency: that of most searches first, among equals the one searched in last.</summary>
    public static List<PaidPrices> OfBudgets(IReadOnlyList<SearchedStay> searches)
    {
        var all = new List<PaidPrices>();
        for (var i = 0; i < searches.Count; i++)
        {
            if (searches[i] is { Budget: { } budget and > 0, Currency: { } currency })
            {
                In(all, currency).Add(budget, DateOnly.FromDateTime(searches[i].SearchedAt.UtcDateTime));
            }
        }

        // Searches come newest first, and so do their currencies among equals, as this order is stable.
        return [.. all.OrderByDescending(prices => prices.Count)];
    }

    /// <summary>
    /// The price below which a given share of the prices lies, interpolated linearly between two prices, as numpy's
    /// <c>percentile</c> computes it by default (definition 7 of Hyndman and Fan), to 15 significant digits.
    /// </summary>
    /// <param name="percent">The share in percent, 0 to 100.</param>
    public decimal Percentile(double percent)
    {
        if (_sorted is null)
        {
            _sorted = [.. _prices];
            Array.Sort(_sorted);
        }

        return (decimal)SortedArrayStatistics.QuantileCustom(_sorted, percent / 100, QuantileDefinition.R7);
    }

    public PriceRange ToRange() => new() { Min = Percentile(25), Max = Percentile(75), Currency = Currency };

    private static PaidPrices In(List<PaidPrices> all, string currency)
    {
        foreach (var prices in all)
        {
            if (prices.Currency == currency)
            {
                return prices;
            }
        }

        var first = new PaidPrices(currency);
        all.Add(first);
        return first;
    }

    private static int Compare(PaidPrices x, PaidPrices y)
    {
        var byCount = y.Count.CompareTo(x.Count);
        if (byCount is not 0)
        {
            return byCount;
        }

        var byLastStay = y.LastStay.CompareTo(x.LastStay);
        return byLastStay is not 0 ? byLastStay : string.CompareOrdinal(x.Currency, y.Currency);
    }

    private void Add(decimal price, DateOnly day)
    {
        _prices.Add((double)price);
        LastStay = day > LastStay ? day : LastStay;
    }
}
