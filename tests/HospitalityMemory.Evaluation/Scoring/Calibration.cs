namespace HospitalityMemory.Evaluation.Scoring;

/// <summary>How far predicted probabilities are from what came true.</summary>
internal static class Calibration
{
    private const int Bins = 10;

    /// <summary>
    /// The expected calibration error. The cases are sorted by the predicted probability and divided into 10 bins of equal size.
    /// For each bin the difference between the mean prediction and the share that came true is taken; the result is their mean,
    /// weighted by cases.
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
