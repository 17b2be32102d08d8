namespace HospitalityMemory.Evaluation.Scoring;

/// <summary>How far what was said is from what came true.</summary>
internal static class Calibration
{
    private const int Bins = 10;

    /// <summary>
    /// The expected calibration error: the cases in the order of what was said, in 10 bins of as many; of each bin the
    /// difference between the mean of what was said and the share that came true; the mean of these, weighted by cases.
    /// </summary>
    public static double ErrorOf(IReadOnlyList<CaseScore> cases)
    {
        (double Said, double True)[] ordered = [.. cases.Select(known => (known[Scores.Said], known[Scores.True])).Order()];
        var error = 0.0;
        for (var bin = 0; bin < Bins; bin++)
        {
            var part = ordered.AsSpan((bin * ordered.Length / Bins)..((bin + 1) * ordered.Length / Bins));
            var difference = 0.0;
            foreach (var (said, came) in part)
            {
                difference += said - came;
            }

            error += Math.Abs(difference);
        }

        return error / ordered.Length;
    }
}
