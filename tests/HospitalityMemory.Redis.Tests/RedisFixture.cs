using HospitalityMemory.Stores;
using StackExchange.Redis;

namespace HospitalityMemory.Redis.Tests;

/// <summary>
/// The server that the tests share: the one that <c>HOSPITALITYMEMORY_TEST_REDIS</c> names, else a redis-server of this machine.
/// Where there is neither, the tests are skipped. Each store has its own keys.
/// </summary>
public sealed class RedisFixture : IAsyncLifetime
{
    private RedisServer? _server;
    private ConnectionMultiplexer? _connection;

    /// <summary>The connection; the test is skipped where there is no server.</summary>
    public IConnectionMultiplexer Connection
    {
        get
        {
            Skip.If(_connection is null, RedisServer.Missing);
            return _connection;
        }
    }

    public async Task InitializeAsync()
    {
        var connectionString = Environment.GetEnvironmentVariable("HOSPITALITYMEMORY_TEST_REDIS");
        if (string.IsNullOrEmpty(connectionString) && RedisServer.Missing is null)
        {
            _server = await RedisServer.StartAsync();
            connectionString = _server.ConnectionString;
        }

        if (!string.IsNullOrEmpty(connectionString))
        {
            // The suite of concurrency blocks threads of the pool while it waits, and the client's answers need threads of the
            // pool too.
            ThreadPool.SetMinThreads(64, 64);
            var options = ConfigurationOptions.Parse(connectionString);
            options.AsyncTimeout = 30_000;
            _connection = await ConnectionMultiplexer.ConnectAsync(options);
        }
    }

    public async Task DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>A store without sessions.</summary>
    public ISessionStore CreateStore() => CreateStore($"test-{Guid.NewGuid():n}:");

    public ISessionStore CreateStore(string prefix, string application = HospitalityMemoryOptions.DefaultApplication) =>
        new RedisSessionStore(RedisConnection.Borrowed(Connection), new RedisSessionOptions { KeyPrefix = prefix }, application);
}

[CollectionDefinition(Name)]
public sealed class SharedRedis : ICollectionFixture<RedisFixture>
{
    public const string Name = "redis";
}
