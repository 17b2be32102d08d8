using System.Runtime.InteropServices;

namespace HospitalityMemory.Adaptive;

/// <summary>
/// What the guest is likely to pay for a night in one currency. It is either a price that was paid before, or, in a place that is new to
/// the guest, a price around the guest's usual one that spreads as the market's prices do.
/// </summary>
internal sealed class PriceOutlook
{
    /// <summary>How many stays the market counts for in the guest's mean.</summary>
    private const double MarketStaysInMean = 0.4;

    /// <summary>How many stays the market counts for in the spread of the guest's prices.</summary>
    private const double MarketStaysInSpread = 4;

    /// <summary>The variance of one guest's prices, as a share of that of all guests' prices (of the logarithms).</summary>
    private const double ShareOfMarketVariance = 0.5;

    /// <summary>How much of the doubt about the mean widens the range.</summary>
    private const double ShareOfDoubt = 0.3;

    /// <summary>
    /// The standard deviation of the logarithms of prices if the market is not known. On real stays of one country it is 0.42 to 0.70.
    /// </summary>
    private const double DeviationOfUnknownMarket = 0.7;

    private const double LeastDeviation = 0.05;
    private const double MaxLogRatio = 6;
    private const double Rounding = 1e-6;

    private readonly List<WeightedValue> _paid;
    private readonly MarketDistribution? _market;
    private readonly double _novelty;
    private readonly double _mean;
    private readonly double _deviation;

    private PriceOutlook(List<WeightedValue> paid, MarketDistribution? market, double novelty, double mean, double deviation)
    {
        _paid = paid;
        _market = market;
        _novelty = novelty;
        _mean = mean;
        _deviation = deviation;
    }

    /// <param name="taste">The guest's stays. At least one has a price in the currency.</param>
    /// <param name="currency">ISO 4217 code.</param>
    /// <param name="market">The prices of the market; null or empty if there are none.</param>
    /// <param name="asOf">The day for which to learn.</param>
    public static PriceOutlook Of(GuestTaste taste, string currency, MarketDistribution? market, DateOnly asOf)
    {
        var paid = new List<WeightedValue>();

        // Only the last price of each place counts. A place stayed at often says no more about what the guest pays elsewhere.
        var places = new Dictionary<string, WeightedValue>(StringComparer.Ordinal);
        var others = new List<WeightedValue>();
        foreach (var stay in taste.Prices)
        {
            if (stay.Currency != currency)
            {
                continue;
            }

            paid.Add(new(stay.LogPrice, Recency.PowerLaw(stay.Day, asOf)));
            var value = new WeightedValue(stay.LogPrice, Recency.HalfLife(stay.Day, asOf));
            if (stay.PropertyId is null)
            {
                others.Add(value);
            }
            else if (!places.TryGetValue(stay.PropertyId, out var known) || value.Weight > known.Weight)
            {
                places[stay.PropertyId] = value;
            }
        }

        others.AddRange(places.Values);
        if (market is not { Weight: > 0 })
        {
            market = null;
        }

        var (mean, deviation) = Fit(others, market?.PointMedian ?? MeanOf(others), market?.PointDeviation ?? DeviationOfUnknownMarket);
        return new(paid, market, taste.Novelty, mean, deviation);
    }

    /// <summary>The middle half of the likely prices.</summary>
    public (double Min, double Max) Range()
    {
        var values = new List<WeightedValue>(_paid.Count + MarketDistribution.PointCount);
        var (total, again) = (_paid.Sum(paid => paid.Weight), _market is null ? 1 : 1 - _novelty);
        values.AddRange(_paid.Select(paid => paid with { Weight = again * paid.Weight / total }));
        values.AddRange(NewPrices());
        values.Sort(static (x, y) => x.Value.CompareTo(y.Value));
        return (At(0.25), At(0.75));

        double At(double share) =>
            Math.Exp(WeightedValue.QuantileOfSorted(CollectionsMarshal.AsSpan(values), share)!.Value);
    }

    /// <summary>The probability that the next price lies within a range: the share of the mixture within it.</summary>
    /// <remarks>
    /// Without a market, a price in a new place is taken to be like those before. It lies within the middle half of <c>n</c> prices with
    /// the probability <c>(n - 1) / (2 (n + 1))</c>, because every order of the prices is equally likely.
    /// </remarks>
    public double ShareWithin((double Min, double Max) range)
    {
        // The ends are prices that were paid, apart from rounding.
        var (min, max) = (Math.Log(range.Min) - Rounding, Math.Log(range.Max) + Rounding);
        var again = _paid.Sum(paid => paid.Value >= min && paid.Value <= max ? paid.Weight : 0) / _paid.Sum(paid => paid.Weight);
        var anew = _market is null
            ? (_paid.Count - 1) / (2.0 * (_paid.Count + 1))
            : WeightedValue.ShareBelow([.. NewPrices()], max) - WeightedValue.ShareBelow([.. NewPrices()], min);
        return ((1 - _novelty) * again) + (_novelty * anew);
    }

    /// <summary>The prices in a new place, in ascending order; none without a market.</summary>
    private IEnumerable<WeightedValue> NewPrices()
    {
        if (_market is not null)
        {
            var stretch = _deviation / Math.Max(_market.PointDeviation, LeastDeviation);
            foreach (var point in _market.Points)
            {
                yield return new(_mean + ((point - _market.PointMedian) * stretch), _novelty / MarketDistribution.PointCount);
            }
        }
    }

    /// <summary>
    /// The logarithm of how many times as likely the guest is to pay a price as others are, both taken as log-normal. If the market is not
    /// known, others are taken to pay around what the guest pays, with a wider spread.
    /// </summary>
    public double LogRatio(double logPrice)
    {
        var (marketMean, marketDeviation) = _market is null
            ? (_mean, DeviationOfUnknownMarket)
            : (_market.Mean, Math.Max(Math.Sqrt(_market.Variance), LeastDeviation));
        return Math.Clamp(LogDensity(logPrice, _mean, _deviation) - LogDensity(logPrice, marketMean, marketDeviation), -MaxLogRatio, MaxLogRatio);
    }

    private static double MeanOf(List<WeightedValue> values) => values.Sum(value => value.Value * value.Weight) / values.Sum(value => value.Weight);

    private static (double Mean, double Deviation) Fit(List<WeightedValue> own, double marketMedian, double marketDeviation)
    {
        var (weight, sum) = (0.0, 0.0);
        foreach (var (value, valueWeight) in own)
        {
            weight += valueWeight;
            sum += value * valueWeight;
        }

        var mean = ((MarketStaysInMean * marketMedian) + sum) / (MarketStaysInMean + weight);
        var squares = 0.0;
        foreach (var (value, valueWeight) in own)
        {
            squares += valueWeight * (value - mean) * (value - mean);
        }

        var marketVariance = ShareOfMarketVariance * marketDeviation * marketDeviation;
        var variance = ((MarketStaysInSpread * marketVariance) + squares) / (MarketStaysInSpread + weight);
        variance *= 1 + (ShareOfDoubt / (MarketStaysInMean + weight));
        return (mean, Math.Max(Math.Sqrt(variance), LeastDeviation));
    }

    private static double LogDensity(double value, double mean, double deviation)
    {
        var distance = (value - mean) / deviation;
        return -Math.Log(deviation) - (distance * distance / 2);
    }
}
