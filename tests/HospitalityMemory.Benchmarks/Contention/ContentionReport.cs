using System.Globalization;
using HospitalityMemory.Firestore.Tests;

namespace HospitalityMemory.Benchmarks.Contention;

/// <summary>
/// Measures refusals and throughput while many tasks change one session or one guest at once, with 4 tasks per process and with
/// as many as the target says. What is stored in the end is compared with what was acknowledged.
/// </summary>
internal static class ContentionReport
{
    public const string Usage = "contention [memory] [sqlite] [redis] [firestore] [seconds of a run, 30 by default]";

    private const int FewTasks = 4;
    private const int ManyTasks = 64;

    private static readonly string[] All = ["memory", "sqlite", "redis", "firestore"];

    /// <returns>The exit code: 1 where something was refused or lost, or a server is missing on this machine.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var seconds = arguments is [.., var last] && int.TryParse(last, CultureInfo.InvariantCulture, out var given) ? given : 0;
        var chosen = seconds > 0 ? arguments[..^1] : arguments;
        if (chosen.Except(All).ToArray() is { Length: > 0 } unknown)
        {
            Console.Error.WriteLine($"There is no store '{unknown[0]}' to measure. {Usage}");
            return 2;
        }

        seconds = seconds > 0 ? seconds : 30;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{seconds} s a run, {ContentionMemory.Limit.TotalSeconds} s a call, {Environment.ProcessorCount} processors"));
        Console.WriteLine($"{"",-20} {"processes",9} {"tasks each",10} {"calls",10} {"refused",8} {"lost",5} {"calls/s",9} {"slowest",9}");
        var isFine = true;
        foreach (var store in chosen is [] ? All : chosen)
        {
            isFine &= await RunAsync(store, seconds);
        }

        return isFine ? 0 : 1;
    }

    private static Task<bool> RunAsync(string store, int seconds) => store switch
    {
        "memory" => MemoryAsync(seconds),
        "sqlite" => SqliteAsync(seconds),
        "redis" => RedisAsync(seconds),
        _ => FirestoreAsync(seconds),
    };

    private static async Task<bool> MemoryAsync(int seconds) =>
        await BothAsync(new("memory", "", ContentionSubject.Session), processes: 1, ManyTasks, seconds)
        & await BothAsync(new("memory", "", ContentionSubject.Guest), processes: 1, ManyTasks, seconds);

    private static async Task<bool> SqliteAsync(int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("contention");
        try
        {
            var file = $"Data Source={Path.Combine(folder.FullName, "memory.db")}";
            return await BothAsync(new("sqlite", file, ContentionSubject.Session), processes: 2, ManyTasks, seconds)
                & await BothAsync(new("sqlite", file, ContentionSubject.Guest), processes: 2, ManyTasks, seconds);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<bool> RedisAsync(int seconds)
    {
        using var server = LocalRedis.TryStart(out var connectionString);
        if (server is null)
        {
            return Missing("redis-server is not on this machine: install Debian's package redis-server.");
        }

        try
        {
            await using (await LocalRedis.ConnectAsync(connectionString))
            {
                return await BothAsync(new("redis", connectionString, ContentionSubject.Session), processes: 2, ManyTasks, seconds);
            }
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static async Task<bool> FirestoreAsync(int seconds)
    {
        var host = Environment.GetEnvironmentVariable("FIRESTORE_EMULATOR_HOST");
        var (process, missing) = string.IsNullOrEmpty(host) ? await EmulatorProcess.StartAsync() : (null, null);
        using (process)
        {
            return missing is null
                ? await BothAsync(new("firestore", process?.Host ?? host!, ContentionSubject.Guest), processes: 1, many: 8, seconds)
                : Missing(missing);
        }
    }

    private static async Task<bool> BothAsync(ContentionTarget target, int processes, int many, int seconds)
    {
        var few = await RunAsync(target, processes, FewTasks, seconds);
        var crowd = await RunAsync(target, processes, many, seconds);
        if (crowd.Rate < few.Rate)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {many} tasks do {crowd.Rate / few.Rate:F2} of what {FewTasks} do"));
        }

        return few.IsFine && crowd.IsFine;
    }

    private static async Task<(bool IsFine, double Rate)> RunAsync(ContentionTarget target, int processes, int tasks, int seconds)
    {
        await using var memory = new ContentionMemory(target with { Key = $"{target.Subject} {tasks} {Guid.NewGuid():N}" });
        await memory.PrepareAsync();
        var results = processes is 1
            ? new[] { await ContentionWorker.RunAsync(memory, worker: 0, tasks, TimeSpan.FromSeconds(seconds)) }
            : await ContentionProcess.RunAsync(memory.Target, processes, tasks, seconds);
        var (calls, refused) = (results.Sum(result => result.Calls), results.Sum(result => result.Refusals.Values.Sum()));
        var lost = results.Sum(result => result.Changes) - await memory.CountChangesAsync();
        var rate = results.Sum(result => result.Calls / result.Seconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{$"{target.Store}, one {target.Subject}".ToLowerInvariant(),-20} {processes,9} {tasks,10} {calls,10} {refused,8} {Math.Max(0, lost),5} {rate,9:F0} {results.Max(result => result.Slowest),6:F0} ms"));
        foreach (var (error, count) in results.SelectMany(result => result.Refusals).GroupBy(pair => pair.Key, (key, pairs) => (key, pairs.Sum(pair => pair.Value))))
        {
            Console.WriteLine($"  {count} times {error}");
        }

        return (refused is 0 && lost <= 0, rate);
    }

    private static bool Missing(string text)
    {
        Console.WriteLine($"  NOT MEASURED: {text}");
        return false;
    }
}
