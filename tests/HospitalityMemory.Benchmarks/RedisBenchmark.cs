using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// AddMessage and GetSession through the memory, beside an EVALSHA that only appends the same bytes and a GET of the
/// same bytes over the same client and connection. Both sides take turns, so that what else the machine does falls on
/// both.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030", Justification = "Measures real time.")]
internal static class RedisBenchmark
{
    private const int Messages = 50;
    private const int Rounds = 15;
    private const int Calls = 2_000;
    private const int Tasks = 64;
    private const string SessionId = "benchmark";
    private const string BareScript = "return redis.call('RPUSH', KEYS[2], ARGV[8])";

    private static readonly string Content = string.Concat(Enumerable.Repeat("Four guests, quiet and central. ", 4));
    private static readonly byte[] BareHash =
        [.. Convert.FromHexString(HashOf(BareScript))];

    public static async Task RunAsync(string? connectionString)
    {
        using var server = connectionString is null ? StartServer(out connectionString) : null;
        try
        {
            await using var connection = await ConnectAsync(connectionString);
            await MeasureAsync(connection);
        }
        finally
        {
            server?.Kill();
        }
    }

    private static async Task MeasureAsync(ConnectionMultiplexer connection)
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseRedisSessions(connection)
            .Services.Configure<RedisSessionOptions>(options => options.KeyPrefix = "benchmark:");
        await using var provider = services.BuildServiceProvider();
        var memory = provider.GetRequiredService<IShortTermMemory>();
        var database = connection.GetDatabase();
        await memory.DeleteSessionAsync(SessionId);
        await memory.CreateSessionAsync(SessionId, "guest");
        for (var i = 0; i < Messages; i++)
        {
            await memory.AddMessageAsync(SessionId, MessageRole.User, Content);
        }

        var session = (await memory.GetSessionAsync(SessionId))!;
        var bytes = Encoding.UTF8.GetBytes(session.ToJson());
        await database.StringSetAsync("benchmark:bare", bytes);
        await database.ExecuteAsync("SCRIPT", "LOAD", BareScript);

        // As long as what the store sends: three keys, seven settings, the message.
        RedisKey[] keys = ["benchmark:{99}:session:benchmark", "benchmark:{99}:messages:bare-one", "benchmark:{99}:sizes"];
        RedisValue[] values =
        [
            SessionId, "1772366400.0000000", "1772366400.0000000", "", "50", "1048576", "0",
            Encoding.UTF8.GetBytes($"{{\"role\":\"user\",\"content\":\"{Content}\",\"timestamp\":\"2026-03-01T12:00:00.1234567Z\"}}"),
        ];

        Console.WriteLine($"A session of {Messages} messages, {bytes.Length} bytes; StackExchange.Redis over one connection");
        Console.WriteLine($"Redis {connection.GetServers()[0].Version}, .NET {Environment.Version}, {Environment.ProcessorCount} processors");
        await WireAsync(connection, "AddMessage", () => memory.AddMessageAsync(SessionId, MessageRole.User, Content).AsTask());
        await WireAsync(connection, "GetSession", () => memory.GetSessionAsync(SessionId).AsTask());

        await CompareAsync(
            "AddMessage : bare EVALSHA",
            () => memory.AddMessageAsync(SessionId, MessageRole.User, Content).AsTask(),
            () => database.ScriptEvaluateAsync(BareHash, keys, values));
        await CompareAsync(
            "GetSession : bare GET",
            () => memory.GetSessionAsync(SessionId).AsTask(),
            () => database.StringGetAsync("benchmark:bare"));
        await database.KeyDeleteAsync([.. keys, "benchmark:bare"]);
        await memory.DeleteSessionAsync(SessionId);
    }

    private static async Task CompareAsync(string name, Func<Task> store, Func<Task> bare)
    {
        var (storeLatencies, bareLatencies, storeRates, bareRates) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            bareLatencies.Add(await LatencyAsync(bare));
            storeLatencies.Add(await LatencyAsync(store));
            bareRates.Add(await RateAsync(bare));
            storeRates.Add(await RateAsync(store));
        }

        var (storeLatency, bareLatency) = (Median(storeLatencies), Median(bareLatencies));
        var (storeRate, bareRate) = (Median(storeRates), Median(bareRates));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-26} latency (median) {storeLatency,6:F1} us : {bareLatency,6:F1} us = {storeLatency / bareLatency:F2}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-26} {Tasks} tasks         {storeRate,6:F0} /s : {bareRate,6:F0} /s = {storeRate / bareRate:F2}"));
    }

    /// <summary>The median time of a call, one after the other, in microseconds.</summary>
    private static async Task<double> LatencyAsync(Func<Task> call)
    {
        var times = new List<double>(Calls);
        for (var i = 0; i < Calls; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await call();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return Median(times);
    }

    /// <summary>Calls per second of many tasks at once.</summary>
    private static async Task<double> RateAsync(Func<Task> call)
    {
        const int Each = 300;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                await call();
            }
        })));
        return Tasks * Each / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>What a call sends and gets, as the server counts it.</summary>
    private static async Task WireAsync(ConnectionMultiplexer connection, string name, Func<Task> call)
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
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-26} bytes on the wire    {(double)(after.In - between.In - (between.In - before.In)) / Count:F0} sent, {(double)(after.Out - between.Out - (between.Out - before.Out)) / Count:F0} received"));
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

    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "Redis names scripts by their SHA-1.")]
    private static string HashOf(string script) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(script)));

    private static Process StartServer(out string connectionString)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        connectionString = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        var arguments = string.Create(CultureInfo.InvariantCulture, $"--port {port} --bind 127.0.0.1 --save \"\" --daemonize no");
        return Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true })!;
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
