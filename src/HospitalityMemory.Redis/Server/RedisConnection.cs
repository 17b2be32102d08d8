using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>
/// The connection. It is made when it is first needed; if that fails, the next call tries again. Thread safe.
/// </summary>
internal sealed class RedisConnection : IDisposable, IAsyncDisposable
{
    private const int ReconnectMilliseconds = 500;

    private readonly Lock _lock = new();
    private readonly Func<Task<IConnectionMultiplexer>> _connect;
    private readonly string _endpoints;
    private readonly bool _isOwned;
    private Task<IConnectionMultiplexer>? _connecting;
    private IDatabase? _database;
    private bool _isDisposed;

    private RedisConnection(
        Func<Task<IConnectionMultiplexer>> connect, string endpoints, bool isOwned, RedisSurroundings surroundings, RefusalListener refusals)
    {
        _connect = connect;
        _endpoints = endpoints;
        _isOwned = isOwned;
        Surroundings = surroundings;
        Watch = new(RedisSurroundings.ClientClock, surroundings.Logger, refusals);
    }

    public RedisSurroundings Surroundings { get; }

    /// <summary>Whether the client may queue calls to a server that is gone, until it is back or the calls time out.</summary>
    public bool HasBacklog => !_isOwned;

    /// <summary>Whether the client's errors may name keys, which contain ids. A connection that is made here is told not to.</summary>
    public bool NamesKeys => !_isOwned;

    /// <summary>Which servers are gone.</summary>
    public ConnectionWatch Watch { get; }

    /// <summary>The connection's database; null until the connection is made.</summary>
    public IDatabase? Database => Volatile.Read(ref _database);

    /// <summary>Where the servers are: hosts and ports, nothing else.</summary>
    public string Endpoints => Watch.Endpoints is { Length: > 0 } known ? known : _endpoints;

    /// <summary>A connection that is made here from a connection string. It is back within about a second after its server.</summary>
    public static RedisConnection Owned(string connectionString, RedisSurroundings? surroundings = null)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        options.ReconnectRetryPolicy = new LinearRetry(ReconnectMilliseconds);
        return Owned(options, surroundings);
    }

    /// <summary>A connection that is made here and closed with this object.</summary>
    /// <remarks>
    /// The connection is made even while no server is there. A call that finds no server fails at once instead of waiting in a queue: its
    /// caller may have a better way to go on.
    /// </remarks>
    public static RedisConnection Owned(ConfigurationOptions options, RedisSurroundings? surroundings = null)
    {
        var own = options.Clone();
        own.AbortOnConnectFail = false;
        own.BacklogPolicy = BacklogPolicy.FailFast;

        // Details in errors would name keys, and keys contain ids.
        own.IncludeDetailInExceptions = false;
        var refusals = new RefusalListener(own.LoggerFactory);
        own.LoggerFactory = refusals;
        return new(
            async () => await ConnectionMultiplexer.ConnectAsync(own).ConfigureAwait(false),
            ConnectionWatch.Join(own.EndPoints),
            isOwned: true,
            surroundings ?? RedisSurroundings.OfHost,
            refusals);
    }

    /// <summary>A connection of the application. It is never closed here.</summary>
    public static RedisConnection Borrowed(IConnectionMultiplexer multiplexer, RedisSurroundings? surroundings = null) =>
        new(() => Task.FromResult(multiplexer), "", isOwned: false, surroundings ?? RedisSurroundings.OfHost, new(next: null));

    /// <summary>
    /// The database of the connection. Callers that come while it is being made wait for the same attempt.
    /// </summary>
    public ValueTask<IDatabase> GetDatabaseAsync(CancellationToken cancellationToken) =>
        Database is { } database ? new(database) : new(ConnectAsync(cancellationToken));

    public void Dispose()
    {
        // A connection that is still being made is closed once it is there. A synchronous call cannot wait for it.
        if (TakeOwned() is { } owned)
        {
            _ = owned.ContinueWith(
                static made => made.Result.Dispose(),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (TakeOwned() is { } owned)
        {
            await ((Task)owned).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (owned.IsCompletedSuccessfully)
            {
                await (await owned.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<IDatabase> ConnectAsync(CancellationToken cancellationToken)
    {
        Task<IConnectionMultiplexer> connecting;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(RedisConnection));
            if (_connecting is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _connecting = _connect();
            }

            connecting = _connecting;
        }

        var multiplexer = await connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        var database = multiplexer.GetDatabase();
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(RedisConnection));
            if (_database is null)
            {
                Watch.Attach(multiplexer);
                _database = database;
            }

            return _database;
        }
    }

    private Task<IConnectionMultiplexer>? TakeOwned()
    {
        Watch.Dispose();
        lock (_lock)
        {
            _isDisposed = true;
            _database = null;
            var connecting = _isOwned ? _connecting : null;
            _connecting = null;
            return connecting;
        }
    }
}
