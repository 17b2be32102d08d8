using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>
/// AddMessage and GetSession through the memory, compared over the same client and connection with an EVALSHA that only appends
/// the same bytes and drops the oldest, and with a GET of the session's bytes. GetSession is measured twice: where this process
/// has read the session before, as in a conversation, and where it has not, which includes reading its JSON.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030", Justification = "Measures real time.")]
internal static class RedisFigures
{
    private const int Messages = 50;

    // Many short batches of a few milliseconds: even on a busy machine some of them are undisturbed.
    private const int Batches = 200;
    private const int CallsInTurn = 50;
    private const int Tasks = 64;
    private const int CallsOfTask = 10;
    private const string SessionId = "benchmark";
    private const int Sessions = 50;
    private const string BareScript = "redis.call('RPUSH', KEYS[2], ARGV[8]) redis.call('LPOP', KEYS[2]) return 1";

    private static readonly string Content = string.Concat(Enumerable.Repeat("Four guests, quiet and central. ", 4));
    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "Redis names scripts by their SHA-1.")]
    private static readonly byte[] BareHash = SHA1.HashData(Encoding.UTF8.GetBytes(BareScript));

    /// <summary>Starts a redis-server on a free port, measures it, and stops it.</summary>
    public static async Task RunAsync(Report report)
    {
        using var server = LocalRedis.TryStart(out var connectionString);
        if (server is null)
        {
            report.Head("Redis");
            report.Missing("redis-server is not on this machine: install Debian's package redis-server.");
            return;
        }

        try
        {
            await using var connection = await LocalRedis.ConnectAsync(connectionString);
            report.Head($"Redis {connection.GetServers()[0].Version}, StackExchange.Redis over one connection");
            await MeasureAsync(report, connection);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static async Task MeasureAsync(Report report, ConnectionMultiplexer connection)
    {
        await using var provider = Connect(connection);
        await using var other = Connect(connection);
        var (memory, othersMemory) = (provider.GetRequiredService<IShortTermMemory>(), other.GetRequiredService<IShortTermMemory>());
        var database = connection.GetDatabase();
        var session = await CreateAsync(memory, SessionId);
        var bytes = Encoding.UTF8.GetBytes(session.ToJson());
        await database.StringSetAsync("benchmark:bare", bytes);
        await database.ExecuteAsync("SCRIPT", "LOAD", BareScript);
        await database.HashSetAsync("benchmark:bare-state", "state", new byte[400]);

        // The same size as what the store sends: three keys, seven settings, the message.
        RedisKey[] keys = ["benchmark:{99}:session:benchmark", "benchmark:{99}:messages:bare-one", "benchmark:{99}:sizes"];
        RedisValue[] values =
        [
            SessionId, "1772366400.0000000", "1772366400.0000000", "", "50", "1048576", "0",
            Encoding.UTF8.GetBytes($"{{\"role\":\"user\",\"content\":\"{Content}\",\"timestamp\":\"2026-03-01T12:00:00.1234567Z\"}}"),
        ];

        report.Note(string.Create(CultureInfo.InvariantCulture, $"a session of {Messages} messages, {bytes.Length} bytes"));
        await WireAsync(report, connection, "AddMessage", () => AddMessageAsync(memory));
        await WireAsync(report, connection, "GetSession", GetSessionAsync);
        await CompareAsync(report, "AddMessage : bare EVALSHA", () => AddMessageAsync(memory), () => database.ScriptEvaluateAsync(BareHash, keys, values));
        await CompareAsync(report, "GetSession : bare GET", GetSessionAsync, BareGetAsync);

        // A change of state reads the state and writes it if it is still the same.
        await WireAsync(report, connection, "UpdateSlots", () => UpdateSlotsAsync(memory));
        await CompareAsync(report, "UpdateSlots : bare HGET and EVALSHA", () => UpdateSlotsAsync(memory), async () =>
        {
            await database.HashGetAsync("benchmark:bare-state", "state");
            await database.ScriptEvaluateAsync(BareHash, keys, values);
        });
        report.Ratio(
            "the same, after another server's AddMessage",
            "us",
            await BestOf.LeastAsync(
                Batches,
                () => LatencyAsync(CallsInTurn, _ => AddMessageAsync(othersMemory), _ => GetSessionAsync()),
                () => LatencyAsync(CallsInTurn, _ => AddMessageAsync(othersMemory), _ => BareGetAsync())),
            atMost: 1.5);
        report.Ratio("the same, of sessions never read here", "us", await MeasureFirstReadsAsync(connection, memory, BareGetAsync));

        Task GetSessionAsync() => memory.GetSessionAsync(SessionId).AsTask();

        Task BareGetAsync() => database.StringGetAsync("benchmark:bare");
    }

    private static async Task<BestOf> MeasureFirstReadsAsync(ConnectionMultiplexer connection, IShortTermMemory memory, Func<Task> bareGet)
    {
        for (var i = 0; i < Sessions; i++)
        {
            await CreateAsync(memory, FirstRead(i));
        }

        return await BestOf.LeastAsync(
            Batches,
            async () =>
            {
                // To the store this is a separate process.
                await using var provider = Connect(connection);
                var fresh = provider.GetRequiredService<IShortTermMemory>();
                return await LatencyAsync(Sessions, _ => Task.CompletedTask, i => fresh.GetSessionAsync(FirstRead(i)).AsTask());
            },
            () => LatencyAsync(Sessions, _ => Task.CompletedTask, _ => bareGet()));

        static string FirstRead(int number) => string.Create(CultureInfo.InvariantCulture, $"first-read-{number}");
    }

    private static ServiceProvider Connect(ConnectionMultiplexer connection)
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseRedisSessions(connection)
            .Services.Configure<RedisSessionOptions>(options => options.KeyPrefix = "benchmark:");
        return services.BuildServiceProvider();
    }

    private static async Task<Session> CreateAsync(IShortTermMemory memory, string sessionId)
    {
        await memory.CreateSessionAsync(sessionId, "guest");
        for (var i = 0; i < Messages; i++)
        {
            await memory.AddMessageAsync(sessionId, MessageRole.User, Content);
        }

        return (await memory.GetSessionAsync(sessionId))!;
    }

    private static Task<SessionMessage> AddMessageAsync(IShortTermMemory memory) => memory.AddMessageAsync(SessionId, MessageRole.User, Content).AsTask();

    private static Task<SessionInfo> UpdateSlotsAsync(IShortTermMemory memory) =>
        memory.UpdateSlotsAsync(SessionId, new BookingSlots { NumberOfGuests = Random.Shared.Next(1, 9) }).AsTask();

    private static async Task CompareAsync(Report report, string name, Func<Task> store, Func<Task> bare)
    {
        report.Ratio(
            $"{name}, one by one",
            "us",
            await BestOf.LeastAsync(
                Batches,
                () => LatencyAsync(CallsInTurn, _ => Task.CompletedTask, _ => store()),
                () => LatencyAsync(CallsInTurn, _ => Task.CompletedTask, _ => bare())),
            atMost: 1.5);
        report.Ratio(
            string.Create(CultureInfo.InvariantCulture, $"{name}, {Tasks} tasks"),
            "/s",
            await BestOf.MostAsync(Batches, () => RateAsync(store), () => RateAsync(bare)),
            atLeast: 0.5);
    }

    /// <summary>
    /// The median time of calls that follow each other, in microseconds. The preparation of each call is not counted.
    /// </summary>
    private static async ValueTask<double> LatencyAsync(int calls, Func<int, Task> prepare, Func<int, Task> call)
    {
        var times = new List<double>(calls);
        for (var i = 0; i < calls; i++)
        {
            await prepare(i);
            var start = Stopwatch.GetTimestamp();
            await call(i);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return Median(times);
    }

    /// <summary>Calls per second by many tasks at once.</summary>
    private static async ValueTask<double> RateAsync(Func<Task> call)
    {
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < CallsOfTask; i++)
            {
                await call();
            }
        })));
        return Tasks * CallsOfTask / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The bytes that a call sends and receives, as the server counts them.</summary>
    private static async Task WireAsync(Report report, ConnectionMultiplexer connection, string name, Func<Task> call)
    {
        const int Count = 1_000;
        await call();
        var before = await LocalRedis.TrafficAsync(connection);
        var between = await LocalRedis.TrafficAsync(connection);
        for (var i = 0; i < Count; i++)
        {
            await call();
        }

        var after = await LocalRedis.TrafficAsync(connection);
        report.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {PerCall(before.In, between.In, after.In):F0} bytes sent, {PerCall(before.Out, between.Out, after.Out):F0} received"));

        // Without the bytes of the question itself.
        static double PerCall(long before, long between, long after) => (double)(after - between - (between - before)) / Count;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
