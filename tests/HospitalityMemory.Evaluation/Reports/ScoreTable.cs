using System.Globalization;
using HospitalityMemory.Evaluation.Scoring;

namespace HospitalityMemory.Evaluation.Reports;

/// <summary>Prints the mean scores of each group, and the calibration error of cities.</summary>
internal static class ScoreTable
{
    public static void Write(Scores scores, TextWriter output)
    {
        foreach (var (group, cases) in scores.Groups)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{group,-44} n={cases.Count,-6}"));
            foreach (var (name, _) in cases[0].Metrics)
            {
                output.Write(string.Create(CultureInfo.InvariantCulture, $" {name}={FourDigits(cases.Average(known => known[name]))}"));
            }

            output.WriteLine();
            if (cases[0].Metrics[0].Name is Scores.Said)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"",44} calibration error {FourDigits(Calibration.ErrorOf(cases))}"));
            }
        }
    }

    /// <summary>Rounds half to even, as score.py does.</summary>
    private static string FourDigits(double value) =>
        Math.Round(value, 4, MidpointRounding.ToEven).ToString("0.0000", CultureInfo.InvariantCulture);
}
