using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// The bytes between a server and its Redis for one more message in a session of 50, as Redis counts them. They are compared with
/// rewriting the session, which reads and writes the whole of it.
/// </summary>
internal static class RedisWireTable
{
    private const int Calls = 500;
    private const string SessionId = "wire";

    private static readonly string Content = string.Concat(Enumerable.Repeat("Four guests, quiet and central. ", 6));

    public static void Run(Report report) => RunAsync(report).GetAwaiter().GetResult();

    private static async Task RunAsync(Report report)
    {
        report.Title("Redis: bytes on the wire for one more message in a session of 50");
        using var server = LocalRedis.TryStart(out var connectionString);
        if (server is null)
        {
            report.Text("Not measured: there is no redis-server on this machine.");
            return;
        }

        try
        {
            await using var connection = await LocalRedis.ConnectAsync(connectionString);
            var services = new ServiceCollection();
            services.AddHospitalityMemory().UseRedisSessions(connection);
            await using var provider = services.BuildServiceProvider();
            var memory = provider.GetRequiredService<IShortTermMemory>();
            await memory.CreateSessionAsync(SessionId, "guest");
            for (var i = 0; i < 2 * SampleSessions.MaxMessages; i++)
            {
                await memory.AddMessageAsync(SessionId, MessageRole.User, Content);
            }

            var database = connection.GetDatabase();
            var json = (await memory.GetSessionAsync(SessionId))!.ToJson();
            await database.StringSetAsync("rewritten", json);
            var append = await BytesAsync(connection, () => memory.AddMessageAsync(SessionId, MessageRole.User, Content).AsTask());
            var rewrite = await BytesAsync(connection, async () =>
            {
                var read = await database.StringGetAsync("rewritten");
                await database.StringSetAsync("rewritten", read, TimeSpan.FromMinutes(30));
            });
            report.Header("", "bytes, both ways", "ours takes");
            report.Row("AddMessageAsync", Report.Figure(append), "");
            report.Row(
                string.Create(CultureInfo.InvariantCulture, $"reading and writing the session, {json.Length:#,0} characters of JSON"),
                Report.Figure(rewrite),
                Report.Ratio(append / rewrite));
            report.Text("");
            report.RatioTarget("append : rewriting the session", 1.0 / 40, append / rewrite);
        }
        finally
        {
            server.Kill();
        }
    }

    private static async Task<double> BytesAsync(ConnectionMultiplexer connection, Func<Task> call)
    {
        await call();
        var before = await TotalAsync();
        var between = await TotalAsync();
        for (var i = 0; i < Calls; i++)
        {
            await call();
        }

        // Without the bytes of the question itself.
        return (double)(await TotalAsync() - between - (between - before)) / Calls;

        async Task<long> TotalAsync() => await LocalRedis.TrafficAsync(connection) is var (sent, received) ? sent + received : 0;
    }
}
