using HospitalityMemory.Redis.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Agents.Tests;

/// <summary>A memory of a test's own, in each of the stores that can be had here.</summary>
internal sealed class TestMemory : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 5, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _provider;
    private readonly string? _file;
    private readonly RedisServer? _server;

    private TestMemory(ServiceProvider provider, string? file = null, RedisServer? server = null)
    {
        (_provider, _file, _server) = (provider, file, server);
        Memory = AgentMemory.From(provider);
    }

    public AgentMemory Memory { get; }

    public IServiceProvider Services => _provider;

    public FakeTimeProvider Clock => (FakeTimeProvider)Memory.TimeProvider;

    public FakeLogCollector Log => _provider.GetRequiredService<FakeLogCollector>();

    public IShortTermMemory ShortTerm => Memory.ShortTerm;

    public static TestMemory Create(Action<HospitalityMemoryOptions>? configure = null, Action<IServiceCollection>? services = null) =>
        new(Build(configure, services, static _ => { }));

    /// <summary>A memory whose sessions are in a store by name; the test is skipped where there is none.</summary>
    public static async Task<TestMemory> CreateAsync(string store, Action<HospitalityMemoryOptions>? configure = null)
    {
        switch (store)
        {
            case "sqlite":
                var file = Path.Combine(Path.GetTempPath(), $"agents-{Guid.NewGuid():n}.db");
                return new(Build(configure, null, builder => builder.UseSqliteSessions($"Data Source={file}")), file);
            case "redis":
                Skip.If(RedisServer.Missing is not null, RedisServer.Missing);
                var server = await RedisServer.StartAsync();
                return new(Build(configure, null, builder => builder.UseRedisSessions(server.ConnectionString)), server: server);
            default:
                return Create(configure);
        }
    }

    public async Task<Session> SessionAsync(string sessionId = "s1") =>
        await ShortTerm.PeekSessionAsync(sessionId) ?? throw new InvalidOperationException("There is no such session.");

    /// <summary>Role and text of each message of a session.</summary>
    public async Task<string[]> SaidAsync(string sessionId = "s1") =>
        [.. (await SessionAsync(sessionId)).Messages.Select(message => $"{message.Role}: {message.Content}")];

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_file is not null)
        {
            foreach (var file in Directory.EnumerateFiles(Path.GetTempPath(), $"{Path.GetFileName(_file)}*"))
            {
                File.Delete(file);
            }
        }
    }

    private static ServiceProvider Build(
        Action<HospitalityMemoryOptions>? configure, Action<IServiceCollection>? more, Action<IHospitalityMemoryBuilder> choose)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        services.AddLogging(logging => logging.AddFakeLogging().SetMinimumLevel(LogLevel.Trace));
        more?.Invoke(services);
        var builder = services.AddHospitalityMemory(configure ?? (static _ => { })).AddAgentMemory();
        choose(builder);
        return services.BuildServiceProvider();
    }
}
