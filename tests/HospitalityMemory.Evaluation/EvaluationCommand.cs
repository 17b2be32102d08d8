using System.Text.Encodings.Web;
using System.Text.Json;
using HospitalityMemory.Evaluation.Data;
using HospitalityMemory.Evaluation.Reports;
using HospitalityMemory.Evaluation.Scoring;

namespace HospitalityMemory.Evaluation;

/// <summary>The command line.</summary>
internal static class EvaluationCommand
{
    private const string Usage = """
        Replays real stays through the memory and scores its predictions.

          --data FOLDER     holds stays.csv, listings.csv and cases.jsonl, plain or with .gz
          --learner NAME    frequency or adaptive
          --out FILE        where the predictions go, one JSON line a case
          --plots FOLDER    also replays with the other learner, and draws both (SVG)
          --respell SEED    spells 20 % of the names otherwise, in case, accents or blanks
        """;

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        if (!EvaluationArguments.TryParse(args, out var arguments, out var problem))
        {
            await Console.Error.WriteLineAsync(problem is null ? Usage : $"{problem}\n\n{Usage}");
            return problem is null ? 0 : 2;
        }

        try
        {
            await EvaluateAsync(arguments);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or JsonException or FormatException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static async Task EvaluateAsync(EvaluationArguments arguments)
    {
        var data = await EvaluationData.ReadAsync(arguments.Data);
        data = arguments.Respell is { } seed ? new OtherSpellings(seed).Of(data) : data;
        await using var replay = Replay.Create(data, arguments.Learner);
        var scores = await ReplayAsync(data, replay, arguments.Out);
        ScoreTable.Write(scores, Console.Out);
        await GuestReport.WriteAsync(
            replay.Memory,
            data.Stays.CountBy(stay => stay.UserId, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal),
            data.Stays.DistinctBy(stay => stay.UserId).ToDictionary(stay => stay.UserId, stay => stay.Source, StringComparer.Ordinal),
            Console.Out);
        if (arguments.Plots is { } folder)
        {
            var other = EvaluationArguments.Learners.First(learner => learner != arguments.Learner);
            await using var second = Replay.Create(data, other);
            ScorePlots.Draw(folder, new SortedDictionary<string, Scores>(StringComparer.Ordinal)
            {
                [arguments.Learner] = scores,
                [other] = await ReplayAsync(data, second, path: null),
            });
        }
    }

    private static async Task<Scores> ReplayAsync(EvaluationData data, Replay replay, string? path)
    {
        var scores = new Scores();
        var progress = new ReplayProgress(data.Stays.Count);
        await using var output = path is null ? TextWriter.Null : new StreamWriter(path);
        await replay.RunAsync(
            (stay, known, prediction) =>
            {
                scores.Add(stay, known, prediction);
                output.WriteLine(JsonSerializer.Serialize(prediction, Format));
            },
            stay =>
            {
                scores.Learned(stay);
                progress.Step();
            });
        progress.End();
        foreach (var (stayId, reason) in replay.Refused)
        {
            await Console.Error.WriteLineAsync($"stay {stayId} was refused: {reason}");
        }

        return scores;
    }
}
