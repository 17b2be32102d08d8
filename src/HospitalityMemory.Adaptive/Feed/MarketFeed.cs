using System.Collections.Concurrent;
using System.Threading.Channels;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Adaptive;

/// <summary>
/// Keeps the market up to date, in the background: gathers what guests book, adds it to the stored sums, and reads them
/// from time to time. Nobody who records or reads waits for it.
/// </summary>
internal sealed partial class MarketFeed : IMarket, IGuestChangeObserver, IAsyncDisposable, IDisposable
{
    /// <summary>So many changes wait before they are counted; each holds a guest's record.</summary>
    private const int MaxWaiting = 256;

    /// <summary>So many sums are gathered before they are added, even where the interval is not over.</summary>
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

        // A container without logging is complete all the same.
        _logger = logger ?? NullLogger<MarketFeed>.Instance;
        var interval = options.Value.RefreshInterval;

        // At once, so that a new process soon knows what others counted; until then it knows nothing.
        _timer = timeProvider.CreateTimer(static feed => ((MarketFeed)feed!).Wish(), this, TimeSpan.Zero, interval);
        _work = Task.Run(WorkAsync);
    }

    /// <summary>The market as of a moment ago: at most the interval, unless the store is out of reach.</summary>
    public MarketSnapshot Current => _reading.Current;

    public void OnChanged(GuestChange change)
    {
        _waiting.Enqueue(change);
        if (_waiting.Count is MaxWaiting)
        {
            // By whoever fills it, and elsewhere.
            ThreadPool.UnsafeQueueUserWorkItem(static feed => feed.CountWaiting(), this, preferLocal: false);
        }
    }

    /// <summary>Adds what was gathered, so that an erased guest's share is taken back with the erasure.</summary>
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

    /// <summary>Adds what was gathered, once nobody reads or writes any more.</summary>
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

    /// <summary>Loses what was gathered since the last refresh: adding it here would block.</summary>
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
                // The next round tries again. A store's time-out may be a cancellation, as HttpClient's is.
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
    /// Cancelled before it begins, or not at all: an addition that was broken off is lost, and who cancels is not the one
    /// whose counts they are.
    /// </summary>
    /// <returns>Whether it was added; nothing to add counts as added.</returns>
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
            // It may have been carried out: added again it could make five guests of one.
            LogLost(exception, additions.Count);
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Sums} sums of the market could not be added to, or that is not known; they are not added again.")]
    private partial void LogLost(Exception exception, int sums);

    [LoggerMessage(2, LogLevel.Warning, "The market could not be read; what was read last is used until the next interval.")]
    private partial void LogFailed(Exception exception);
}
