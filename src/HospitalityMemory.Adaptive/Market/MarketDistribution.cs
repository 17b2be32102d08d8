namespace HospitalityMemory.Adaptive;

/// <summary>How a number (the logarithm of a price, nights) is spread over the bookings of a market. Immutable.</summary>
internal sealed class MarketDistribution
{
    private readonly WeightedValue[] _values;

    public MarketDistribution(IEnumerable<WeightedValue> values)
    {
        _values = [.. values.Where(value => value.Weight > 0).OrderBy(value => value.Value)];
        foreach (var (value, weight) in _values)
        {
            Weight += weight;
            Mean += value * weight;
        }

        Mean = Weight > 0 ? Mean / Weight : 0;
        Variance = Weight > 0 ? _values.Sum(value => value.Weight * (value.Value - Mean) * (value.Value - Mean)) / Weight : 0;
        if (Weight > 0)
        {
            double[] points = [.. Enumerable.Range(0, PointCount).Select(i => Quantile((i + 0.5) / PointCount)!.Value)];
            var mean = points.Average();
            Points = points;
            PointDeviation = Math.Sqrt(points.Average(point => (point - mean) * (point - mean)));
        }
    }

    /// <summary>How many <see cref="Points"/> there are.</summary>
    public const int PointCount = 19;

    /// <summary>The number of bookings, each with its weight as of the snapshot's day; 0 if there are none.</summary>
    public double Weight { get; }

    /// <summary>The weighted mean; 0 where there are no bookings.</summary>
    public double Mean { get; }

    /// <summary>The weighted variance; 0 where there are no bookings.</summary>
    public double Variance { get; }

    /// <summary>Quantiles at equal distances that represent the distribution; empty if there are no bookings.</summary>
    public IReadOnlyList<double> Points { get; } = [];

    public double PointMedian => Points[PointCount / 2];

    /// <summary>The standard deviation of the points, which outliers hardly move.</summary>
    public double PointDeviation { get; }

    /// <summary>The number below which a share of the weight lies, interpolated linearly.</summary>
    /// <param name="share">The share, 0 to 1.</param>
    /// <returns>The quantile; null where there are no bookings.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not within 0 to 1.</exception>
    public double? Quantile(double share) =>
        share is >= 0 and <= 1
            ? WeightedValue.QuantileOfSorted(_values, share)
            : throw new ArgumentOutOfRangeException(nameof(share), share, "A share is within 0 to 1.");
}
