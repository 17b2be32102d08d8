namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>
/// The best of some batches of the store and of its bare counterpart. They take turns, so other work of the machine affects both.
/// That work can only slow a batch down: the best is closest to what each can do.
/// </summary>
internal readonly record struct BestOf(double Ours, double Bare)
{
    /// <summary>The highest rates. The first batch of each warms up.</summary>
    public static ValueTask<BestOf> MostAsync(int batches, Func<ValueTask<double>> ours, Func<ValueTask<double>> bare) =>
        RunAsync(batches, ours, bare, Math.Max, double.NegativeInfinity);

    /// <summary>The shortest durations. The first batch of each warms up.</summary>
    public static ValueTask<BestOf> LeastAsync(int batches, Func<ValueTask<double>> ours, Func<ValueTask<double>> bare) =>
        RunAsync(batches, ours, bare, Math.Min, double.PositiveInfinity);

    private static async ValueTask<BestOf> RunAsync(
        int batches, Func<ValueTask<double>> ours, Func<ValueTask<double>> bare, Func<double, double, double> better, double worst)
    {
        var best = new BestOf(worst, worst);
        for (var batch = 0; batch <= batches; batch++)
        {
            var (bareFigure, oursFigure) = (await bare(), await ours());
            if (batch > 0)
            {
                best = new(better(best.Ours, oursFigure), better(best.Bare, bareFigure));
            }
        }

        return best;
    }
}
