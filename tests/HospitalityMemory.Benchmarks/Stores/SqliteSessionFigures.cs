using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>
/// Conversations in SQLite: messages per second that <see cref="IShortTermMemory"/> acknowledges, compared with bare commits of a
/// row of the same size, and the time to read a conversation back, whole or its latest messages.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030", Justification = "Measures real time.")]
internal static class SqliteSessionFigures
{
    private const int Batches = 8;
    private const int Kept = 50;
    private const int Long = 10_000;
    private const int Latest = 20;
    private const int Reads = 200;

    private static readonly TimeSpan BatchTime = TimeSpan.FromSeconds(1);
    private static readonly string Content = new('m', 200);

    public static async Task RunAsync(Report report, string folder)
    {
        foreach (var writers in (int[])[1, 16])
        {
            await AppendsAsync(report, folder, writers);
        }

        await ReadsAsync(report, folder);
    }

    private static async Task AppendsAsync(Report report, string folder, int writers)
    {
        await using var provider = Host(Path.Combine(folder, $"sessions-{writers}.db"), Kept);
        var memory = provider.GetRequiredService<IShortTermMemory>();
        for (var writer = 0; writer < writers; writer++)
        {
            await memory.CreateSessionAsync($"s{writer}", "guest");
            for (var i = 0; i < Kept; i++)
            {
                await memory.AddMessageAsync($"s{writer}", MessageRole.User, Content);
            }
        }

        using var bare = new SqliteConnection($"Data Source={Path.Combine(folder, $"bare-sessions-{writers}.db")};Pooling=False");
        bare.Open();
        using var insert = bare.CreateCommand();
        insert.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, data BLOB)";
        insert.ExecuteNonQuery();
        insert.CommandText = "INSERT INTO rows (data) VALUES ($data)";
        insert.Parameters.AddWithValue("$data", new byte[Content.Length + 100]);
        insert.Prepare();
        report.Ratio(
            string.Create(CultureInfo.InvariantCulture, $"messages to full sessions of {Kept}, {writers} writer(s) : commits"),
            "/s",
            await BestOf.MostAsync(
                Batches,
                async () => (await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(
                    () => RateAsync(() => memory.AddMessageAsync($"s{writer}", MessageRole.User, Content).AsTask()))))).Sum(),
                async () => await RateAsync(() =>
                {
                    insert.ExecuteNonQuery();
                    return Task.CompletedTask;
                })));
    }

    private static async Task ReadsAsync(Report report, string folder)
    {
        await using var provider = Host(Path.Combine(folder, "long-sessions.db"), Long);
        var memory = provider.GetRequiredService<IShortTermMemory>();
        foreach (var count in (int[])[Latest, Kept, Long])
        {
            await memory.CreateSessionAsync($"{count}", "guest");
            for (var i = 0; i < count; i += Latest)
            {
                await memory.AddMessagesAsync($"{count}", [.. Enumerable.Repeat(new SessionMessage { Role = MessageRole.User, Content = Content }, Math.Min(Latest, count - i))]);
            }
        }

        foreach (var count in (int[])[Latest, Long])
        {
            await CostAsync(
                report,
                $"the latest {Latest} of {count:N0} messages",
                async () => (await memory.GetLatestMessagesAsync($"{count}", Latest)).Count,
                Latest);
        }

        foreach (var count in (int[])[Kept, Long])
        {
            await CostAsync(report, $"a whole session of {count:N0}", async () => (await memory.GetSessionAsync($"{count}"))!.Messages.Count, count);
        }

        await CostAsync(
            report,
            $"a slot set beside {Long:N0} messages",
            async () =>
            {
                await memory.UpdateSlotsAsync($"{Long}", new BookingSlots { City = "Miami" });
                return 0;
            },
            0);
    }

    private static async Task CostAsync(Report report, string what, Func<Task<int>> call, int expected)
    {
        var times = new List<double>(Reads);
        var bytes = 0L;
        for (var i = -Reads / 4; i < Reads; i++)
        {
            bytes = i is 0 ? GC.GetTotalAllocatedBytes(precise: true) : bytes;
            var start = Stopwatch.GetTimestamp();
            var count = await call();
            if (i >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }

            if (count != expected)
            {
                throw new InvalidOperationException($"{what}: {count} messages were read.");
            }
        }

        bytes = (GC.GetTotalAllocatedBytes(precise: true) - bytes) / Reads;
        times.Sort();
        report.Figure(string.Create(CultureInfo.InvariantCulture, $"{what} ({bytes:N0} bytes)"), times[Reads / 2], "us");
    }

    private static async Task<double> RateAsync(Func<Task> call)
    {
        var start = Stopwatch.GetTimestamp();
        var count = 0;
        for (; Stopwatch.GetElapsedTime(start) < BatchTime; count++)
        {
            await call();
        }

        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static ServiceProvider Host(string file, int maxMessages)
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory(options =>
        {
            options.ShortTerm.MaxMessages = maxMessages;
            options.ShortTerm.MaxSessionKilobytes = 64 * 1024;
        }).UseSqliteSessions($"Data Source={file}");
        return services.BuildServiceProvider();
    }
}
