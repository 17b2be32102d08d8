using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>
/// AddMessage and GetSession through the memory, beside an EVALSHA that only appends the same bytes and a GET of the
/// same bytes over the same client and connection.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030", Justification = "Measures real time.")]
internal static class RedisFigures
{
    private const int Messages = 50;
    private const int Batches = 15;
    private const int CallsInTurn = 1_000;
    private const int Tasks = 64;
    private const int CallsOfTask = 150;
    private const string SessionId = "benchmark";
    private const string BareScript = "return redis.call('RPUSH', KEYS[2], ARGV[7])";

    private static readonly string Content = string.Concat(Enumerable.Repeat("Four guests, quiet and central. ", 4));
    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "Redis names scripts by their SHA-1.")]
    private static readonly byte[] BareHash = SHA1.HashData(Encoding.UTF8.GetBytes(BareScript));

    /// <summary>Measures a redis-server that it starts on a free port, and stops.</summary>
    public static async Task RunAsync(Report report)
    {
        using var server = StartServer(out var connectionString);
        if (server is null)
        {
            report.Head("Redis");
            report.Missing("redis-server is not on this machine: install Debian's package redis-server.");
            return;
        }

        try
        {
            await using var connection = await ConnectAsync(connectionString);
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
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseRedisSessions(connection)
            .Services.Configure<RedisSessionOptions>(options => options.KeyPrefix = "benchmark:");
        await using var provider = services.BuildServiceProvider();
        var memory = provider.GetRequiredService<IShortTermMemory>();
        var database = connection.GetDatabase();
        await memory.CreateSessionAsync(SessionId, "guest");
        for (var i = 0; i < Messages; i++)
        {
            await memory.AddMessageAsync(SessionId, MessageRole.User, Content);
        }

        var session = (await memory.GetSessionAsync(SessionId))!;
        var bytes = Encoding.UTF8.GetBytes(session.ToJson());
        await database.StringSetAsync("benchmark:bare", bytes);
        await database.ExecuteAsync("SCRIPT", "LOAD", BareScript);

        // As long as what the store sends: three keys, six settings, the message.
        RedisKey[] keys = ["benchmark:{99}:session:benchmark", "benchmark:{99}:messages:bare-one", "benchmark:{99}:sizes"];
        RedisValue[] values =
        [
            SessionId, "1772366400.0000000", "1772366400.0000000", "", "50", "1048576",
            Encoding.UTF8.GetBytes($"{{\"role\":\"user\",\"content\":\"{Content}\",\"timestamp\":\"2026-03-01T12:00:00.1234567Z\"}}"),
        ];

        report.Note(string.Create(CultureInfo.InvariantCulture, $"a session of {Messages} messages, {bytes.Length} bytes"));
        await WireAsync(report, connection, "AddMessage", AddMessageAsync);
        await WireAsync(report, connection, "GetSession", GetSessionAsync);
        await CompareAsync(report, "AddMessage : bare EVALSHA", AddMessageAsync, () => database.ScriptEvaluateAsync(BareHash, keys, values));
        await CompareAsync(report, "GetSession : bare GET", GetSessionAsync, () => database.StringGetAsync("benchmark:bare"));

        Task AddMessageAsync() => memory.AddMessageAsync(SessionId, MessageRole.User, Content).AsTask();

        Task GetSessionAsync() => memory.GetSessionAsync(SessionId).AsTask();
    }

    private static async Task CompareAsync(Report report, string name, Func<Task> store, Func<Task> bare)
    {
        report.Ratio(
            $"{name}, one by one",
            "us",
            await BestOf.LeastAsync(Batches, () => LatencyAsync(store), () => LatencyAsync(bare)),
            atMost: 1.5);
        report.Ratio(
            string.Create(CultureInfo.InvariantCulture, $"{name}, {Tasks} tasks"),
            "/s",
            await BestOf.MostAsync(Batches, () => RateAsync(store), () => RateAsync(bare)),
            atLeast: 0.5);
    }

    /// <summary>The median time of a call, one after the other, in microseconds.</summary>
    private static async ValueTask<double> LatencyAsync(Func<Task> call)
    {
        var times = new List<double>(CallsInTurn);
        for (var i = 0; i < CallsInTurn; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await call();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return Median(times);
    }

    /// <summary>Calls per second of many tasks at once.</summary>
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

    /// <summary>What a call sends and gets, as the server counts it.</summary>
    private static async Task WireAsync(Report report, ConnectionMultiplexer connection, string name, Func<Task> call)
    {
        const int Count = 1_000;
        await call();
        var before = await TrafficAsync(connection);
        var between = await TrafficAsync(connection);
        for (var i = 0; i < Count; i++)
        {
            await call();
        }

        var after = await TrafficAsync(connection);
        report.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {PerCall(before.In, between.In, after.In):F0} bytes sent, {PerCall(before.Out, between.Out, after.Out):F0} received"));

        // Less what the asking itself costs.
        static double PerCall(long before, long between, long after) => (double)(after - between - (between - before)) / Count;
    }

    private static async Task<(long In, long Out)> TrafficAsync(ConnectionMultiplexer connection)
    {
        var stats = (await connection.GetServers()[0].InfoAsync("stats")).SelectMany(group => group).ToDictionary(pair => pair.Key, pair => pair.Value);
        return (
            long.Parse(stats["total_net_input_bytes"], CultureInfo.InvariantCulture),
            long.Parse(stats["total_net_output_bytes"], CultureInfo.InvariantCulture));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    /// <returns>The process; null where there is no such program.</returns>
    private static Process? StartServer(out string connectionString)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        connectionString = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        var arguments = string.Create(CultureInfo.InvariantCulture, $"--port {port} --bind 127.0.0.1 --save \"\" --daemonize no --loglevel warning");
        try
        {
            return Process.Start(new ProcessStartInfo("redis-server", arguments));
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(string connectionString)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ConnectionMultiplexer.ConnectAsync($"{connectionString},allowAdmin=true,connectRetry=1,connectTimeout=1000");
            }
            catch (RedisConnectionException) when (attempt < 20)
            {
                // The server that was just started is not there yet.
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }
}
