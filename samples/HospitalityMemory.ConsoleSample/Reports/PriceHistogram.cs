namespace HospitalityMemory.ConsoleSample.Reports;

/// <summary>How many prices lie in each of a few equal steps.</summary>
internal sealed record PriceHistogram(decimal Step, IReadOnlyList<PriceBin> Bins)
{
    private const int MaxBins = 8;

    /// <param name="prices">At least one price, all in one currency.</param>
    /// <returns>Up to 8 steps of a round width. The last one takes the few dearest stays, whatever their price.</returns>
    public static PriceHistogram Of(IReadOnlyCollection<decimal> prices)
    {
        var sorted = prices.Order().ToList();

        // A single night in a palace must not squeeze all other prices into one bar.
        var usual = sorted[(int)Math.Ceiling((sorted.Count - 1) * 0.95)];
        var step = RoundStep((usual - sorted[0]) / (MaxBins - 1));
        var first = decimal.Floor(sorted[0] / step) * step;
        var count = (int)Math.Min(MaxBins, decimal.Floor((sorted[^1] - first) / step) + 1);
        var stays = new int[count];
        foreach (var price in sorted)
        {
            stays[(int)Math.Min(count - 1, decimal.Floor((price - first) / step))]++;
        }

        var isLastOpen = sorted[^1] >= first + (count * step);
        return new(step, [.. stays.Select((number, index) =>
            new PriceBin(first + (index * step), isLastOpen && index == count - 1 ? null : first + ((index + 1) * step), number))]);
    }

    /// <returns>The smallest of 1, 2, 5, 10, 20, 50 ... that is at least <paramref name="least"/>.</returns>
    private static decimal RoundStep(decimal least)
    {
        for (var power = 1m; ; power *= 10)
        {
            foreach (var digit in (ReadOnlySpan<decimal>)[1, 2, 5])
            {
                if (digit * power >= least)
                {
                    return digit * power;
                }
            }
        }
    }
}

/// <summary>One step of a histogram.</summary>
/// <param name="From">The lowest price in it.</param>
/// <param name="Below">The price at which the next step begins; null if the last step has no end.</param>
/// <param name="Stays">How many stays have such a price.</param>
internal sealed record PriceBin(decimal From, decimal? Below, int Stays);
