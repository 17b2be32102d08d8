using System.Globalization;
using HospitalityMemory.Evaluation.Scoring;

namespace HospitalityMemory.Evaluation.Reports;

/// <summary>Prints the mean scores of each group.</summary>
internal static class ScoreTable
{
    public static void Write(Scores scores, TextWriter output)
    {
        foreach (var (group, cases) in scores.Groups)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{group,-32} n={cases.Count,-6}"));
            foreach (var (name, _) in cases[0].Metrics)
            {
                output.Write(string.Create(CultureInfo.InvariantCulture, $" {name}={cases.Average(known => known[name]):0.0000}"));
            }

            output.WriteLine();
        }
    }
}
