using System.Buffers;
using MathNet.Numerics.Statistics;

namespace HospitalityMemory;

/// <summary>
/// Prices of one night in one currency: each of them up to 256, a histogram beyond. Immutable and thread safe.
/// </summary>
/// <remarks>
/// <para>Up to <see cref="MaxExactPrices"/> percentiles are exact. Beyond, every price is counted in a logarithmic bin,
/// and a percentile is within 1 % of the exact one, as long as the prices are within 0.01 and 1,000,000,000,000; one
/// outside counts as the nearer of the two. The result does not depend on the order in which prices were added.</para>
/// <para>Bin <c>i</c> holds the prices <c>p</c> with <c>i = ceil(log(p) / log(g))</c>, where <c>g = (1 + a) / (1 -
/// a)</c> and <c>a = 0.0099</c>. It stands for <c>2 g^i / (g + 1)</c>, which is within the relative distance <c>a</c>
/// of every price in the bin.</para>
/// </remarks>
public sealed record PriceSummary
{
    /// <summary>Up to so many prices are kept one by one.</summary>
    public const int MaxExactPrices = 256;

    private const double Accuracy = 0.0099;
    private const double Growth = (1 + Accuracy) / (1 - Accuracy);
    private const double LowestPrice = 0.01;
    private const double HighestPrice = 1e12;
    private static readonly double LogGrowth = Math.Log(Growth);

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    /// <summary>The latest check-in of the stays with these prices.</summary>
    public required DateOnly LastStay { get; init; }

    /// <summary>The prices, ascending; empty where they are counted in <see cref="Bins"/>.</summary>
    public IReadOnlyList<decimal> Prices { get; init => field = Ascending(value ?? []); } = [];

    /// <summary>The bins that hold a price, ascending; empty where the prices are kept one by one.</summary>
    public IReadOnlyList<PriceBin> Bins { get; init => field = Ascending(value ?? []); } = [];

    /// <summary>How many prices.</summary>
    public int Count
    {
        get
        {
            var count = Prices.Count;
            foreach (var bin in Bins)
            {
                count += bin.Count;
            }

            return count;
        }
    }

    /// <summary>
    /// The price below which a given share of the prices lies, interpolated linearly between two prices.
    /// </summary>
    /// <param name="percent">The share in percent, 0 to 100.</param>
    /// <returns>
    /// The percentile, as numpy's <c>percentile</c> computes it by default (definition 7 of Hyndman and Fan), to 15
    /// significant digits.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not within 0 to 100.</exception>
    /// <exception cref="InvalidOperationException">There are no prices.</exception>
    public decimal Percentile(double percent)
    {
        if (!(percent is >= 0 and <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "A percentile is within 0 to 100.");
        }

        if (Prices.Count is 0 && Bins.Count is 0)
        {
            throw new InvalidOperationException("There are no prices, and so no percentile of them.");
        }

        if (Bins.Count > 0)
        {
            return (decimal)BinnedPercentile(percent);
        }

        var exact = new double[Prices.Count];
        for (var i = 0; i < exact.Length; i++)
        {
            exact[i] = (double)Prices[i];
        }

        return (decimal)SortedArrayStatistics.QuantileCustom(exact, percent / 100, QuantileDefinition.R7);
    }

    /// <summary>Adds prices.</summary>
    /// <param name="prices">The prices, above 0, in this currency, in any order.</param>
    /// <param name="lastStay">The latest check-in of the stays with these prices.</param>
    /// <returns>The summary of all.</returns>
    internal PriceSummary Add(IReadOnlyCollection<decimal> prices, DateOnly lastStay)
    {
        ArgumentNullException.ThrowIfNull(prices);
        var last = lastStay > LastStay ? lastStay : LastStay;
        if (Bins.Count is 0 && Prices.Count + prices.Count <= MaxExactPrices)
        {
            decimal[] sorted = [.. Prices, .. prices];
            Array.Sort(sorted);
            return this with { Prices = sorted, LastStay = last };
        }

        var added = new int[Prices.Count + prices.Count];
        var next = 0;
        foreach (var price in Prices)
        {
            added[next++] = IndexOf(price);
        }

        foreach (var price in prices)
        {
            added[next++] = IndexOf(price);
        }

        Array.Sort(added);
        return this with { Prices = [], Bins = Merge(Bins, added), LastStay = last };
    }

    /// <summary>Most prices first; among equals the more recent currency, then by code (ordinal).</summary>
    internal static int CompareByCount(PriceSummary x, PriceSummary y)
    {
        var byCount = y.Count.CompareTo(x.Count);
        if (byCount is not 0)
        {
            return byCount;
        }

        var byLastStay = y.LastStay.CompareTo(x.LastStay);
        return byLastStay is not 0 ? byLastStay : string.CompareOrdinal(x.Currency, y.Currency);
    }

    internal PriceRange ToRange() => new() { Min = Percentile(25), Max = Percentile(75), Currency = Currency };

    private static int IndexOf(decimal price) =>
        (int)Math.Ceiling(Math.Log(Math.Clamp((double)price, LowestPrice, HighestPrice)) / LogGrowth);

    private static double PriceOf(int index) => 2 * Math.Pow(Growth, index) / (Growth + 1);

    private static IReadOnlyList<decimal> Ascending(IReadOnlyList<decimal> prices)
    {
        for (var i = 1; i < prices.Count; i++)
        {
            if (prices[i - 1] > prices[i])
            {
                decimal[] sorted = [.. prices];
                Array.Sort(sorted);
                return sorted;
            }
        }

        return prices;
    }

    private static IReadOnlyList<PriceBin> Ascending(IReadOnlyList<PriceBin> bins)
    {
        for (var i = 1; i < bins.Count; i++)
        {
            if (bins[i - 1].Index >= bins[i].Index)
            {
                return
                [
                    .. bins.GroupBy(bin => bin.Index).OrderBy(same => same.Key)
                        .Select(same => new PriceBin(same.Key, same.Sum(bin => bin.Count))),
                ];
            }
        }

        return bins;
    }

    private static PriceBin[] Merge(IReadOnlyList<PriceBin> bins, ReadOnlySpan<int> addedIndexes)
    {
        var buffer = ArrayPool<PriceBin>.Shared.Rent(bins.Count + addedIndexes.Length);
        var length = 0;
        var next = 0;
        foreach (var bin in bins)
        {
            while (next < addedIndexes.Length && addedIndexes[next] < bin.Index)
            {
                Count(addedIndexes[next++], 1);
            }

            Count(bin.Index, bin.Count);
        }

        while (next < addedIndexes.Length)
        {
            Count(addedIndexes[next++], 1);
        }

        var merged = buffer.AsSpan(0, length).ToArray();
        ArrayPool<PriceBin>.Shared.Return(buffer);
        return merged;

        void Count(int index, int count)
        {
            if (length > 0 && buffer[length - 1].Index == index)
            {
                buffer[length - 1] = new PriceBin(index, buffer[length - 1].Count + count);
            }
            else
            {
                buffer[length++] = new PriceBin(index, count);
            }
        }
    }

    private double BinnedPercentile(double percent)
    {
        // Prices beside bins are there only where a host made the summary; each then counts as a bin of its own.
        (double Price, int Count)[] weighted =
        [
            .. Bins.Select(bin => (PriceOf(bin.Index), bin.Count))
                .Concat(Prices.Select(price => ((double)price, 1)))
                .OrderBy(pair => pair.Item1),
        ];

        var position = (Count - 1) * (percent / 100);
        var below = Math.Floor(position);
        var lower = AtRank(weighted, (long)below);
        var upper = AtRank(weighted, (long)Math.Ceiling(position));
        return lower + ((position - below) * (upper - lower));
    }

    private static double AtRank((double Price, int Count)[] weighted, long rank)
    {
        var passed = 0L;
        foreach (var (price, count) in weighted)
        {
            passed += count;
            if (passed > rank)
            {
                return price;
            }
        }

        return weighted[^1].Price;
    }
}

/// <summary>How many prices lie in one bin of a <see cref="PriceSummary"/>, whose remarks give the formula.</summary>
/// <param name="Index">The bin's number.</param>
/// <param name="Count">How many prices, at least 1.</param>
public readonly record struct PriceBin(int Index, int Count);
