using System.Globalization;
using System.Runtime.InteropServices;

namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>
/// The figures of the stores in one run. Each is compared with what its database does bare, or with what a team would write in
/// its place.
/// </summary>
internal static class StoreFigures
{
    public const string Usage = "stores [sqlite] [guests] [redis] [firestore]";

    private static readonly string[] All = ["sqlite", "guests", "redis", "firestore"];

    /// <param name="chosen">The stores to measure; none for all.</param>
    /// <returns>The exit code: 1 where a target was missed, or a server is missing on this machine.</returns>
    public static async Task<int> RunAsync(string[] chosen)
    {
        if (chosen.Except(All).ToArray() is { Length: > 0 } unknown)
        {
            Console.Error.WriteLine($"There is no store '{unknown[0]}' to measure. {Usage}");
            return 2;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors, .NET {Environment.Version}. Ours and the others by turns; beside bare databases the best of each, else the medians."));
        var report = new Report();
        foreach (var store in chosen is [] ? All : chosen)
        {
            await (store switch
            {
                "sqlite" => SqliteFigures.RunAsync(report),
                "guests" => GuestFigures.RunAsync(report),
                "redis" => RedisFigures.RunAsync(report),
                _ => FirestoreFigures.RunAsync(report),
            });
        }

        return report.IsComplete ? 0 : 1;
    }
}
