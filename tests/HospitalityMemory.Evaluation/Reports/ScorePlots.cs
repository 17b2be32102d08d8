using HospitalityMemory.Evaluation.Scoring;
using ScottPlot;

namespace HospitalityMemory.Evaluation.Reports;

/// <summary>Plots the scores of each learner by the length of the history: cities, and the coverage of price ranges.</summary>
internal static class ScorePlots
{
    private const int Width = 720;
    private const int Height = 420;

    private static readonly (int Least, int Most, string Name)[] Histories =
        [(1, 1, "1"), (2, 2, "2"), (3, 4, "3-4"), (5, 9, "5-9"), (10, 19, "10-19"), (20, int.MaxValue, "20+")];

    public static void Draw(string folder, IReadOnlyDictionary<string, Scores> learners)
    {
        Directory.CreateDirectory(folder);
        Draw(Path.Combine(folder, "hit-at-5.svg"), "The city among the first 5", "hit@5", IsOfAllCities, learners, nominal: null);
        Draw(Path.Combine(folder, "coverage.svg"), "The price within the range", "coverage", IsOfAllPrices, learners, nominal: 0.5);
    }

    /// <summary>Whether a group covers all cities of an area. The names of parts of an area have a comma.</summary>
    private static bool IsOfAllCities(string group) =>
        group.StartsWith("city ", StringComparison.Ordinal) && !group.Contains(',', StringComparison.Ordinal);

    private static bool IsOfAllPrices(string group) => group is "price all, any history";

    private static void Draw(
        string path, string title, string metric, Func<string, bool> isIn, IReadOnlyDictionary<string, Scores> learners, double? nominal)
    {
        var plot = new Plot();
        foreach (var (learner, scores) in learners)
        {
            var points = Points(scores, isIn, metric);
            var line = plot.Add.Scatter(points.Select(point => (double)point.Position).ToArray(), points.Select(point => point.Mean).ToArray());
            line.LegendText = learner;
            line.LineWidth = 2;
            line.MarkerSize = 8;
        }

        if (nominal is { } claimed)
        {
            var claim = plot.Add.HorizontalLine(claimed);
            claim.LegendText = "claimed";
            claim.LinePattern = LinePattern.Dashed;
            claim.Color = Colors.Gray;
        }

        plot.Title(title);
        plot.XLabel("earlier stays of the guest");
        plot.YLabel(metric);
        plot.Axes.Bottom.SetTicks(
            [.. Enumerable.Range(0, Histories.Length).Select(position => (double)position)],
            [.. Histories.Select(history => history.Name)]);
        plot.Axes.SetLimitsY(0, 1);
        plot.ShowLegend(Alignment.LowerRight);
        plot.SaveSvg(path, Width, Height);
    }

    private static List<(int Position, double Mean)> Points(Scores scores, Func<string, bool> isIn, string metric)
    {
        CaseScore[] cases = [.. scores.Groups.Where(group => isIn(group.Key)).SelectMany(group => group.Value)];
        var points = new List<(int, double)>();
        for (var position = 0; position < Histories.Length; position++)
        {
            var (least, most, _) = Histories[position];
            CaseScore[] some = [.. cases.Where(known => known.EarlierStays >= least && known.EarlierStays <= most)];
            if (some.Length > 0)
            {
                points.Add((position, some.Average(known => known[metric])));
            }
        }

        return points;
    }
}
