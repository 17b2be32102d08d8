using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <summary>
/// Logs evictions as sums, at most one line per period. A full memory evicts a session with nearly every write, and a line for
/// each would fill the log.
/// </summary>
internal sealed partial class EvictionLog(TimeSpan period, TimeProvider timeProvider, ILogger logger)
{
    private readonly ILogger _logger = logger;
    private readonly Lock _gate = new();
    private long _waiting;
    private long? _written;

    /// <summary>Logs what was evicted, either now or with the first call after the period.</summary>
    /// <param name="evicted">How many sessions were evicted; 0 for a call that only checks whether a line is due.</param>
    public void Add(int evicted)
    {
        long sum;
        lock (_gate)
        {
            _waiting += evicted;
            if (_waiting is 0 || (_written is { } written && timeProvider.GetElapsedTime(written) < period))
            {
                return;
            }

            (sum, _waiting, _written) = (_waiting, 0, timeProvider.GetTimestamp());
        }

        LogEvicted(sum, period);
    }

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning,
        Message = "Short-term memory is full: {Count} live session(s) went to make room, the least recently used first. What goes within the next {Period} is told in one sum.")]
    private partial void LogEvicted(long count, TimeSpan period);
}
