using System.Globalization;
using HospitalityMemory.Orchestrator;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory.Benchmarks.Orchestrator;

/// <summary>
/// The orchestrator sample over HTTP, with 1, 8 and 64 conversations at once: its throughput, and whether a guest ever sees
/// another's data. The callers run in the same process and take their share of it.
/// </summary>
internal static class OrchestratorLoad
{
    public const string Usage = "orchestrator [memory] [sqlite] [redis] [seconds of a run, 10 by default]";

    private static readonly string[] All = ["memory", "sqlite", "redis"];
    private static readonly int[] AtOnce = [1, 8, 64];

    /// <returns>The exit code: 1 where something failed or was mixed up, or a server is missing on this machine.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var seconds = arguments is [.., var last] && int.TryParse(last, CultureInfo.InvariantCulture, out var given) ? given : 0;
        var chosen = seconds > 0 ? arguments[..^1] : arguments;
        if (chosen.Except(All).ToArray() is { Length: > 0 } unknown)
        {
            Console.Error.WriteLine($"There is no store '{unknown[0]}' to measure. {Usage}");
            return 2;
        }

        seconds = seconds > 0 ? seconds : 10;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds} s a run, {Environment.ProcessorCount} processors"));
        Console.WriteLine($"{"",-8} {"at once",7} {"conversations",13} {"messages",8} {"failed",6} {"mixed up",8} {"conversations/s",15} {"messages/s",10} {"p50 ms",7} {"p99 ms",7}");
        var isFine = true;
        foreach (var store in chosen is [] ? All : chosen)
        {
            isFine &= store is "redis" ? await RedisAsync(seconds) : await RunAsync(store, [$"--Stores:Sessions={store}", $"--Stores:Profiles={store}"], seconds);
        }

        return isFine ? 0 : 1;
    }

    // Redis keeps no profiles; they are in SQLite.
    private static async Task<bool> RedisAsync(int seconds)
    {
        using var server = LocalRedis.TryStart(out var connectionString);
        if (server is null)
        {
            Console.Error.WriteLine("redis-server is not on this machine: install Debian's package redis-server.");
            return false;
        }

        try
        {
            await using (await LocalRedis.ConnectAsync(connectionString))
            {
                return await RunAsync("redis", ["--Stores:Sessions=redis", $"--HospitalityMemory:Redis:ConnectionString={connectionString}"], seconds);
            }
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static async Task<bool> RunAsync(string store, string[] settings, int seconds)
    {
        var isFine = true;
        foreach (var atOnce in AtOnce)
        {
            var folder = Directory.CreateTempSubdirectory("orchestrator-load-");
            await using (var app = OrchestratorHost.Build(
                ["--contentRoot", folder.FullName, "--urls", "http://127.0.0.1:0", .. settings], static builder => builder.Logging.ClearProviders()))
            {
                await app.StartAsync();
                var address = new Uri(app.Urls.Single());
                await new LoadGuest(address, number: 0, new()).ConverseAsync(); // What is compiled and opened once.
                isFine &= await RunAsync(store, address, atOnce, seconds);
                await app.StopAsync();
            }

            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }

        return isFine;
    }

    private static async Task<bool> RunAsync(string store, Uri address, int atOnce, int seconds)
    {
        var tally = new LoadTally();
        var start = RealTime.Clock.GetTimestamp();
        var number = 0;
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
        {
            while (RealTime.Clock.GetElapsedTime(start) < TimeSpan.FromSeconds(seconds))
            {
                await new LoadGuest(address, Interlocked.Increment(ref number), tally).ConverseAsync();
            }
        })));
        var elapsed = RealTime.Clock.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{store,-8} {atOnce,7} {tally.Conversations,13} {tally.Messages,8} {tally.Failed,6} {tally.MixedUp,8} {tally.Conversations / elapsed,15:0.0} {tally.Messages / elapsed,10:0} {tally.Percentile(50),7:0.0} {tally.Percentile(99),7:0.0}"));
        tally.Problems.ToList().ForEach(Console.WriteLine);
        return tally is { Failed: 0, MixedUp: 0 };
    }
}
