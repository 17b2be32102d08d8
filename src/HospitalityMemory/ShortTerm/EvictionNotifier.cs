using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <summary>Says which sessions went because the memory was full: metric, log and the host's handlers.</summary>
internal sealed partial class EvictionNotifier(
    IReadOnlyList<ISessionEvictionHandler> handlers, MemoryMetrics metrics, ILogger logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>Never fails: the write that needed the room is stored by now.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever a host's handler throws is logged.")]
    public async ValueTask NotifyAsync(IReadOnlyList<Session> evicted, CancellationToken cancellationToken)
    {
        const SessionEvictionReason Reason = SessionEvictionReason.LeastRecentlyUsed;
        LogEvicted(evicted.Count, Reason);
        foreach (var session in evicted)
        {
            metrics.SessionEvicted(Reason);
            foreach (var handler in handlers)
            {
                try
                {
                    await handler.OnEvictedAsync(session, Reason, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception exception)
                {
                    LogHandlerFailed(exception, handler.GetType());
                }
            }
        }
    }

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning,
        Message = "Short-term memory is full: {Count} live session(s) went to make room ({Reason}).")]
    private partial void LogEvicted(int count, SessionEvictionReason reason);

    [LoggerMessage(EventId = 5, Level = LogLevel.Error, Message = "The eviction handler {Handler} failed.")]
    private partial void LogHandlerFailed(Exception exception, Type handler);
}
