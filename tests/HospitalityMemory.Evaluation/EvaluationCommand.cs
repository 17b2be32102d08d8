using System.Text.Encodings.Web;
using System.Text.Json;
using HospitalityMemory.Evaluation.Data;
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
          --plots FOLDER    also draws the scores (SVG)
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
        var scores = new Scores();
        await using var replay = Replay.Create(data, arguments.Learner);
        await using var output = new StreamWriter(arguments.Out);
        var progress = new ReplayProgress(data.Stays.Count);
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

        ScoreTable.Write(scores, Console.Out);
    }
}
