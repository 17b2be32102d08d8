namespace HospitalityMemory.Adaptive;

/// <summary>A number and how much it counts.</summary>
internal readonly record struct WeightedValue(double Value, double Weight)
{
    /// <summary>
    /// The quantile of values in ascending order. Each value stands at the middle of its weight, and the quantile is interpolated linearly
    /// between two of them.
    /// </summary>
    /// <returns>Null if there is no weight.</returns>
    public static double? QuantileOfSorted(ReadOnlySpan<WeightedValue> values, double share)
    {
        var total = 0.0;
        foreach (var (_, weight) in values)
        {
            total += weight;
        }

        if (!(total > 0))
        {
            return null;
        }

        var target = share * total;
        var passed = 0.0;
        var (lastPosition, lastValue) = (double.NaN, values[0].Value);
        foreach (var (value, weight) in values)
        {
            var position = passed + (weight / 2);
            if (target <= position)
            {
                return position > lastPosition
                    ? lastValue + ((value - lastValue) * (target - lastPosition) / (position - lastPosition))
                    : value;
            }

            (lastPosition, lastValue) = (position, value);
            passed += weight;
        }

        return lastValue;
    }

    /// <summary>The share of the weight below a number: the inverse of the quantile.</summary>
    /// <returns>0 if there is no weight.</returns>
    public static double ShareBelow(ReadOnlySpan<WeightedValue> values, double value)
    {
        var total = 0.0;
        foreach (var (_, weight) in values)
        {
            total += weight;
        }

        var passed = 0.0;
        var (lastPosition, lastValue) = (0.0, double.NegativeInfinity);
        foreach (var (next, weight) in values)
        {
            var position = passed + (weight / 2);
            if (value < next)
            {
                var between = lastValue > double.NegativeInfinity ? (value - lastValue) / (next - lastValue) : 0;
                return (lastPosition + (between * (position - lastPosition))) / total;
            }

            (lastPosition, lastValue) = (position, next);
            passed += weight;
        }

        return total > 0 ? 1 : 0;
    }
}
