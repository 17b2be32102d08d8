using System.Diagnostics.CodeAnalysis;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <summary>Reads how full the store is, shows it to the gauges, and warns once when the store is nearly full.</summary>
internal sealed partial class UsageMonitor
{
    // A check follows each such share of the limit that was written. The warning comes at most that much late.
    private const int LooksPerLimit = 100;

    private readonly ISessionStore _store;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly long _maxBytes;
    private long _writtenSinceLook;
    private int _isWarned;
    private Sample? _last;

    public UsageMonitor(ISessionStore store, TimeProvider timeProvider, MemoryMetrics metrics, long maxBytes, ILogger logger)
    {
        _store = store;
        _timeProvider = timeProvider;
        _maxBytes = maxBytes;
        _logger = logger;
        metrics.ObserveUsage(Observe);
    }

    public async ValueTask<SessionStoreUsage> ReadAsync(CancellationToken cancellationToken)
    {
        var usage = await _store.GetUsageAsync(_timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        Note(usage);
        return usage;
    }

    /// <summary>
    /// Whether enough was written to a store in this process for another check. Counts this write.
    /// </summary>
    /// <remarks>
    /// Two writers at once may lose one of their counts, which makes the warning a little later. An exact count would make every
    /// write wait for the processor that wrote last.
    /// </remarks>
    public bool IsCheckDue(long writtenBytes) =>
        !_store.IsRemote && (_writtenSinceLook += writtenBytes) > _maxBytes / LooksPerLimit;

    /// <summary>Checks if it is time. It never fails, since the write is stored already.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A failed look is logged and costs a warning, not the write.")]
    public async ValueTask CheckAfterWriteAsync(long writtenBytes)
    {
        if (!IsCheckDue(writtenBytes))
        {
            return;
        }

        try
        {
            await ReadAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogReadFailed(exception);
        }
    }

    private void Note(SessionStoreUsage usage)
    {
        Volatile.Write(ref _last, new Sample(usage));
        _writtenSinceLook = 0;
        var percentage = MemoryUsage.PercentageOf(usage.SizeBytes, _maxBytes);
        if (percentage <= MemoryUsage.WarningPercentage)
        {
            Volatile.Write(ref _isWarned, 0);
        }
        else if (Interlocked.Exchange(ref _isWarned, 1) is 0)
        {
            LogNearlyFull(percentage, _maxBytes);
        }
    }

    /// <summary>
    /// What the gauges show. A gauge cannot wait: for a remote store it shows what was read last.
    /// </summary>
    private SessionStoreUsage? Observe()
    {
        if (!_store.IsRemote)
        {
            var read = _store.GetUsageAsync(_timeProvider.GetUtcNow(), CancellationToken.None);
            if (read.IsCompletedSuccessfully)
            {
                Note(read.Result);
            }
        }

        return Volatile.Read(ref _last)?.Usage;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning,
        Message = "Short-term memory is {Percentage:F0} % full (of {MaxBytes} bytes). When it is full, sessions go or are refused.")]
    private partial void LogNearlyFull(double percentage, long maxBytes);

    [LoggerMessage(EventId = 6, Level = LogLevel.Error, Message = "How full short-term memory is could not be read.")]
    private partial void LogReadFailed(Exception exception);

    private sealed record Sample(SessionStoreUsage Usage);
}
