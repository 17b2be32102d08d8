using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>
/// The connection, made when it is first needed and tried again by the next call where it failed. Thread safe.
/// </summary>
internal sealed class RedisConnection : IDisposable, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Func<Task<IConnectionMultiplexer>> _connect;
    private readonly bool _isOwned;
    private Task<IConnectionMultiplexer>? _connecting;
    private IDatabase? _database;
    private bool _isDisposed;

    private RedisConnection(Func<Task<IConnectionMultiplexer>> connect, bool isOwned)
    {
        _connect = connect;
        _isOwned = isOwned;
    }

    /// <summary>The database of the connection, where there is one by now.</summary>
    public IDatabase? Database => Volatile.Read(ref _database);

    /// <summary>A connection of one's own, closed with this object.</summary>
    public static RedisConnection Owned(ConfigurationOptions options) =>
        new(async () => await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false), isOwned: true);

    /// <summary>Another's connection, which is never closed here.</summary>
    public static RedisConnection Borrowed(IConnectionMultiplexer multiplexer) =>
        new(() => Task.FromResult(multiplexer), isOwned: false);

    /// <summary>
    /// The database of the connection. Callers that come while it is being made wait for the same attempt.
    /// </summary>
    public ValueTask<IDatabase> GetDatabaseAsync(CancellationToken cancellationToken) =>
        Database is { } database ? new(database) : new(ConnectAsync(cancellationToken));

    public void Dispose()
    {
        // A connection still being made is closed when it is there; nobody can wait for it here.
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
            return _database ??= database;
        }
    }

    private Task<IConnectionMultiplexer>? TakeOwned()
    {
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
