using System.Collections.Concurrent;
using System.Threading.Channels;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Adaptive;

/// <summary>
/// Keeps the market up to date in the background: it gathers what guests book, adds it to the stored sums, and reads them from time to
/// time. No call that records or reads waits for it.
/// </summary>
internal sealed partial class MarketFeed : IMarket, IGuestChangeObserver, IAsyncDisposable, IDisposable
{
    /// <summary>How many changes wait before they are counted. Each of them holds a guest's record.</summary>
    private const int MaxWaiting = 256;

    /// <summary>How many sums are gathered before they are added, even if the interval is not over.</summary>
    private const int MaxGathered = 50_000;

    private readonly INamedSumStore _store;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly MarketReading _reading;
    private readonly ConcurrentQueue<GuestChange> _waiting = new();
    private readonly Lock _gate = new();
    private readonly GuestCounts _gathered;
    private readonly SemaphoreSlim _refreshing = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<byte> _wishes = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ITimer _timer;
    private readonly Task _work;
    private int _isDisposed;

    public MarketFeed(
        INamedSumStore store, NameRules names, IOptions<AdaptiveLearnerOptions> options, TimeProvider timeProvider, ILogger<MarketFeed>? logger = null)
    {
        _gathered = new(names);
        _store = store;
        _timeProvider = timeProvider;
        _reading = new(options.Value.MinGuests);

        // The feed also works in a container without logging.
        _logger = logger ?? NullLogger<MarketFeed>.Instance;
        var interval = options.Value.RefreshInterval;

        // The first refresh comes at once: until then a new process knows nothing of what others counted.
        _timer = timeProvider.CreateTimer(static feed => ((MarketFeed)feed!).Wish(), this, TimeSpan.Zero, interval);
        _work = Task.Run(WorkAsync);
    }

    /// <summary>The market as it was last read: at most the interval ago, unless the store is out of reach.</summary>
    public MarketSnapshot Current => _reading.Current;

    public void OnChanged(GuestChange change)
    {
        _waiting.Enqueue(change);
        if (_waiting.Count is MaxWaiting)
        {
            // Only the call that fills the queue starts the counting, which runs on another thread.
            ThreadPool.UnsafeQueueUserWorkItem(static feed => feed.CountWaiting(), this, preferLocal: false);
        }
    }

    /// <summary>Adds what was gathered. An erased guest's share is then taken back together with the erasure.</summary>
    public async ValueTask<bool> TryCompleteAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await AddGatheredAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    public async ValueTask RefreshAsync(CancellationToken cancellationToken = default)
    {
        await _refreshing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await AddGatheredAsync(cancellationToken).ConfigureAwait(false);
            var day = DateOnly.FromDateTime(_timeProvider.GetUtcNow().UtcDateTime);
            await _reading.ReadAsync(_store, day, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <summary>Stops the feed, and then adds what was gathered.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Stop())
        {
            return;
        }

        await _work.ConfigureAwait(false);
        try
        {
            await AddGatheredAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is MemoryUnavailableException or OperationCanceledException)
        {
            LogFailed(exception);
        }

        _refreshing.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Stops the feed. What was gathered since the last refresh is lost, because adding it here would block.</summary>
    public void Dispose() => Stop();

    private bool Stop()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) is not 0)
        {
            return false;
        }

        _timer.Dispose();
        _wishes.Writer.TryComplete();
        _stopping.Cancel();
        return true;
    }

    private void Wish() => _wishes.Writer.TryWrite(0);

    private async Task WorkAsync()
    {
        await foreach (var _ in _wishes.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                await RefreshAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The next round tries again. A store's time-out may arrive as a cancellation, as HttpClient's does.
                LogFailed(exception);
            }
        }
    }

    private void CountWaiting()
    {
        int gathered;
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var change))
            {
                _gathered.Add(change);
            }

            gathered = _gathered.Count;
        }

        if (gathered >= MaxGathered)
        {
            Wish();
        }
    }

    /// <summary>
    /// Adds what was gathered. It can be cancelled only before it begins: an addition that is broken off is lost, and the counts are not
    /// those of the caller who cancels.
    /// </summary>
    /// <returns>Whether everything was added, which is also true if there was nothing to add.</returns>
    private async ValueTask<bool> AddGatheredAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CountWaiting();
        IReadOnlyList<NamedSum> additions;
        lock (_gate)
        {
            additions = _gathered.Take();
        }

        if (additions.Count is 0)
        {
            return true;
        }

        try
        {
            await _store.AddAsync(additions, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is MemoryUnavailableException or OperationCanceledException)
        {
            // The addition may have been carried out. Adding it again could make five guests of one.
            LogLost(exception, additions.Count);
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Sums} sums of the market could not be added to, or that is not known; they are not added again.")]
    private partial void LogLost(Exception exception, int sums);

    [LoggerMessage(2, LogLevel.Warning, "The market could not be read; what was read last is used until the next interval.")]
    private partial void LogFailed(Exception exception);
}
