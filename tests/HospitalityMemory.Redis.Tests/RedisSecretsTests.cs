using HospitalityMemory.Conformance.Faults;
using HospitalityMemory.Conformance.Secrets;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace HospitalityMemory.Redis.Tests;

public sealed class RedisSecretsTests : RedisSecrets
{
    protected override Task<IAsyncDisposable> ConnectAsync(IHospitalityMemoryBuilder memory, string connectionString)
    {
        memory.UseRedisSessions(connectionString);
        return Task.FromResult<IAsyncDisposable>(Nothing);
    }
}

/// <summary>A connection that the host made with its own settings.</summary>
public sealed class RedisOfHostSecretsTests : RedisSecrets
{
    protected override async Task<IAsyncDisposable> ConnectAsync(IHospitalityMemoryBuilder memory, string connectionString)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(connectionString);
        memory.UseRedisSessions(connection);
        return connection;
    }

    /// <summary>The connection may say anything where it throws. What the library makes of it must not.</summary>
    protected override bool IsHosts(Exception exception) => base.IsHosts(exception) || exception is RedisTimeoutException or RedisConnectionException;

    /// <summary>Without the last way: under the client's own settings each call waits seconds for a refused connection.</summary>
    protected override IEnumerable<(string Name, Func<Task> Break, Func<Task> Mend)> Breaks(Planted planted) => base.Breaks(planted).SkipLast(1);
}

/// <summary>The server has a password, which is a secret too.</summary>
public abstract class RedisSecrets : SecretsConformance
{
    private RedisServer? _server;
    private TcpProxy? _proxy;
    private Planted? _planted;

    protected override async Task<IAsyncDisposable?> ChooseStoresAsync(IHospitalityMemoryBuilder memory, Planted planted)
    {
        _planted = planted;
        _server = await RedisServer.StartAsync("--requirepass", planted.Password);
        _proxy = TcpProxy.Start(_server.Port);
        var connection = await ConnectAsync(memory, $"127.0.0.1:{_proxy.Port},password={planted.Password},asyncTimeout=100,syncTimeout=100");
        return new Resource(_server, _proxy, connection);
    }

    protected static IAsyncDisposable Nothing { get; } = new MemoryStream();

    protected abstract Task<IAsyncDisposable> ConnectAsync(IHospitalityMemoryBuilder memory, string connectionString);

    protected override IEnumerable<(string Name, Func<Task> Break, Func<Task> Mend)> Breaks(Planted planted)
    {
        var broken = $$"""{"{{planted.Marker}}":{{planted.Marker}}""";
        yield return ("values of a session", () => EvalAsync($"redis.call('HSET', k, 'state', '{broken}')", ":session:"), NothingAsync);
        yield return ("numbers of a session", () => EvalAsync($"redis.call('HSET', k, 'sums', '{planted.Marker}')", ":session:"), NothingAsync);
        yield return ("messages", () => EvalAsync($"redis.call('LSET', k, 0, '1 1 0 t {broken}')", ":messages:"), NothingAsync);
        yield return ("items", () => EvalAsync($"redis.call('LSET', k, 0, '{planted.Marker}')", ":messages:"), NothingAsync);
        yield return ("keys of another type", () => EvalAsync($"redis.call('DEL', k) redis.call('SET', k, '{planted.Marker}')", ":"), () => CliAsync("FLUSHALL"));
        yield return ("no memory left", () => CliAsync("CONFIG", "SET", "maxmemory", "1"), () => CliAsync("CONFIG", "SET", "maxmemory", "0"));
        yield return ("no answer", () => Done(_proxy!.SwallowAnswers), async () =>
        {
            await Done(_proxy!.Resume);
            await Done(_proxy.Cut);
        }
        );
        yield return ("another password", async () =>
        {
            await CliAsync("CONFIG", "SET", "requirepass", "another");
            await _server!.CliAsync("-a", "another", "CLIENT", "KILL", "TYPE", "normal");
        }, NothingAsync);
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private Task<string> CliAsync(params string[] command) => _server!.CliAsync(["-a", _planted!.Password, "--no-auth-warning", .. command]);

    private Task<string> EvalAsync(string statement, string keys) =>
        CliAsync("EVAL", $"for _, k in ipairs(redis.call('KEYS', '*{keys}*')) do {statement} end", "0");

    private sealed record Resource(RedisServer Server, TcpProxy Proxy, IAsyncDisposable Connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Connection.DisposeAsync();
            await Proxy.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
