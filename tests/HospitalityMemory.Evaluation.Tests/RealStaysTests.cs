using HospitalityMemory.Evaluation.Data;
using HospitalityMemory.Evaluation.Scoring;

namespace HospitalityMemory.Evaluation.Tests;

/// <summary>Real stays. They are not part of this repository, but may lie beside it.</summary>
public sealed class RealStaysTests
{
    /// <summary>
    /// What docs/learning.md promises, as values or as differences from the frequency learner: hit@5 and MRR of cities, the
    /// Winkler score and the coverage of prices, MRR and AUC of rankings, and the calibration of cities.
    /// </summary>
    [SkippableFact]
    public async Task The_adaptive_learner_predicts_real_stays_better_than_counts_do()
    {
        var folder = FindFolder();
        Skip.If(folder is null, "There are no real stays beside the repository (docs/learning.md).");
        var data = await EvaluationData.ReadAsync(folder);

        var frequency = await ScoreAsync(data, "frequency");
        var adaptive = await ScoreAsync(data, "adaptive");

        Assert.InRange(Difference("city airbnb albany", "hit@5"), 0.20, 1);
        Assert.InRange(Difference("city airbnb singapore", "hit@5"), 0.20, 1);
        Assert.InRange(Difference("city canada", "hit@5"), 0.05, 1);
        Assert.InRange(Difference("city airbnb albany", "MRR"), 0.10, 1);
        Assert.InRange(Difference("city airbnb singapore", "MRR"), 0.10, 1);
        Assert.InRange(Difference("price new listing", "Winkler"), -1, -0.085);
        Assert.InRange(Difference("price same listing", "Winkler"), -1, 0.015);
        Assert.InRange(Difference("price canada", "Winkler"), -1, 0);
        Assert.InRange(Mean(adaptive, "price new listing", "coverage"), 0.38, 0.60);
        Assert.InRange(Mean(adaptive, "price all, after 1 price", "Winkler"), 0, 0.862);
        Assert.InRange(Mean(adaptive, "price all, after 1 price", "coverage"), 0.44, 0.56);
        Assert.InRange(Mean(adaptive, "price all, any history", "Winkler"), 0, 0.778);
        Assert.InRange(Mean(adaptive, "price new listing, after 1 price", "coverage"), 0.30, 0.60);
        Assert.InRange(Mean(adaptive, "rank uniform, new listing", "MRR"), 0.245, 1);
        Assert.InRange(Mean(adaptive, "rank popular, new listing", "MRR"), 0.197, 1);
        Assert.InRange(Mean(adaptive, "rank uniform, new listing", "AUC"), 0.79, 1);
        Assert.InRange(Mean(adaptive, "rank popular, new listing", "AUC"), 0.733, 1);
        Assert.InRange(Mean(adaptive, "rank uniform, same listing", "MRR"), 0.952, 1);
        Assert.InRange(Mean(adaptive, "rank popular, same listing", "MRR"), 0.915, 1);

        Assert.InRange(Calibration.ErrorOf(adaptive.Groups["score of the first city, airbnb albany"]), 0, 0.05);
        Assert.InRange(Calibration.ErrorOf(adaptive.Groups["score of the first city, airbnb singapore"]), 0, 0.05);
        Assert.InRange(Calibration.ErrorOf(adaptive.Groups["score of the first city, canada"]), 0, 0.08);

        double Difference(string group, string metric) => Mean(adaptive, group, metric) - Mean(frequency, group, metric);
    }

    private static double Mean(Scores scores, string group, string metric) => scores.Groups[group].Average(known => known[metric]);

    private static async Task<Scores> ScoreAsync(EvaluationData data, string learner)
    {
        await using var replay = Replay.Create(data, learner);
        var scores = new Scores();
        await replay.RunAsync(scores.Add, scores.Learned);
        return scores;
    }

    private static string? FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var dev = Path.Combine(folder.FullName, "shared", "evaluation", "dev");
            if (Directory.Exists(dev))
            {
                return dev;
            }
        }

        return null;
    }
}
