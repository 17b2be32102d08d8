using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>
/// The market as the learner sees it: gathers what is booked, writes it in batches, and reads all of it from time to
/// time. Approximate on purpose: it never fails the booking or the read that it serves.
/// </summary>
internal sealed partial class MarketStatistics : IAsyncDisposable, IDisposable
{
    /// <summary>So many bookings are written at once, even where the interval is not over.</summary>
    private const int BatchSize = 1_000;

    /// <summary>More are not held while the store is out of reach.</summary>
    private const int MaxPending = 10_000;

    private readonly IMarketStore _store;
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _interval;
    private readonly bool _isUsed;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _reading = new(1);
    private List<Booking> _pending = [];
    private volatile Reading _last = new(MarketSnapshot.Empty, DateTimeOffset.MinValue);

    public MarketStatistics(
        IMarketStore store,
        IPreferenceLearner learner,
        IOptions<HospitalityMemoryOptions> options,
        TimeProvider timeProvider,
        ILogger<MarketStatistics>? logger = null)
    {
        _store = store;
        _timeProvider = timeProvider;
        _interval = options.Value.LongTerm.MarketRefreshInterval;
        _isUsed = learner.UsesMarket && options.Value.LongTerm.LearningEnabled;

        // A container without logging is complete all the same.
        _logger = logger ?? NullLogger<MarketStatistics>.Instance;
    }

    /// <summary>Counts a booking that was recorded and may teach.</summary>
    public ValueTask AddAsync(Booking booking, CancellationToken cancellationToken)
    {
        if (!_isUsed)
        {
            return default;
        }

        int pending;
        lock (_gate)
        {
            _pending.Add(booking);
            pending = _pending.Count;
        }

        // By the one that fills a batch, and again by the one that fills the next should this one fail.
        return pending % BatchSize is 0 ? TryFlushAsync(cancellationToken) : default;
    }

    /// <summary>The market as of a moment ago: at most the interval, unless the store is out of reach.</summary>
    public ValueTask<MarketSnapshot> GetAsync(CancellationToken cancellationToken)
    {
        if (!_isUsed)
        {
            return new(MarketSnapshot.Empty);
        }

        var last = _last;
        return _timeProvider.GetUtcNow() - last.At < _interval ? new(last.Snapshot) : RefreshAsync(last, cancellationToken);
    }

    /// <summary>Writes what was gathered.</summary>
    /// <exception cref="MemoryUnavailableException">It could not be written, and is kept.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        List<Booking> bookings;
        lock (_gate)
        {
            if (_pending.Count is 0)
            {
                return;
            }

            bookings = _pending;
            _pending = [];
        }

        var written = false;
        try
        {
            var today = DateOnly.FromDateTime(_timeProvider.GetUtcNow().UtcDateTime);
            var counter = new MarketCounter();
            foreach (var booking in bookings)
            {
                counter.Add(booking, today);
            }

            await _store.AddAsync(counter.ToCounts(), cancellationToken).ConfigureAwait(false);
            written = true;
        }
        finally
        {
            if (!written)
            {
                KeepPending(bookings);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await TryFlushAsync(CancellationToken.None).ConfigureAwait(false);
        Dispose();
    }

    /// <summary>Loses what was gathered since the last batch: writing it here would block.</summary>
    public void Dispose() => _reading.Dispose();

    private async ValueTask<MarketSnapshot> RefreshAsync(Reading seen, CancellationToken cancellationToken)
    {
        // One reads; the others do with what was read last, or wait where nothing was.
        var waits = seen.At == DateTimeOffset.MinValue ? Timeout.InfiniteTimeSpan : TimeSpan.Zero;
        if (!await _reading.WaitAsync(waits, cancellationToken).ConfigureAwait(false))
        {
            return seen.Snapshot;
        }

        try
        {
            if (!ReferenceEquals(_last, seen))
            {
                return _last.Snapshot;
            }

            await TryFlushAsync(cancellationToken).ConfigureAwait(false);
            var now = _timeProvider.GetUtcNow();
            var snapshot = seen.Snapshot;
            try
            {
                var counts = await _store.ReadAsync(cancellationToken).ConfigureAwait(false);
                snapshot = new MarketSnapshot(counts, DateOnly.FromDateTime(now.UtcDateTime));
            }
            catch (Exception exception) when (exception is MemoryUnavailableException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // A store's time-out may be a cancellation, as HttpClient's is.
                LogNotRead(exception);
            }

            _last = new Reading(snapshot, now);
            return snapshot;
        }
        finally
        {
            _reading.Release();
        }
    }

    private async ValueTask TryFlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is MemoryUnavailableException or OperationCanceledException)
        {
            // The booking is recorded, whatever becomes of its counts.
            LogNotWritten(exception);
        }
    }

    private void KeepPending(List<Booking> bookings)
    {
        int dropped;
        lock (_gate)
        {
            bookings.AddRange(_pending);
            dropped = Math.Max(0, bookings.Count - MaxPending);
            bookings.RemoveRange(0, dropped);
            _pending = bookings;
        }

        if (dropped > 0)
        {
            LogDropped(dropped);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Market counts could not be written; they are kept and written with the next.")]
    private partial void LogNotWritten(Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "Market counts could not be read; those read last are used until the next interval.")]
    private partial void LogNotRead(Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "The market counts of {Dropped} bookings were dropped: the store is out of reach for too long.")]
    private partial void LogDropped(int dropped);

    private sealed record Reading(MarketSnapshot Snapshot, DateTimeOffset At);
}
