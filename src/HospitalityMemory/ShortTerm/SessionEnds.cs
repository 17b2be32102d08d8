using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <summary>Reports which sessions ended: in a metric, in the log, and to the host's handlers.</summary>
internal sealed partial class SessionEnds(IReadOnlyList<ISessionEndHandler> handlers, MemoryMetrics metrics, EvictionLog evictions, ILogger logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>Reports ends. It never fails, as the step that ended the sessions is done.</summary>
    public async ValueTask TellAsync(IReadOnlyList<SessionEnd> ends, CancellationToken cancellationToken)
    {
        var evicted = 0;
        foreach (var end in ends)
        {
            if (end.Reason is SessionEndReason.Evicted)
            {
                evicted++;
            }

            await TellAsync(end, cancellationToken).ConfigureAwait(false);
        }

        if (evicted > 0)
        {
            metrics.SessionsEvicted(evicted);
            evictions.Add(evicted);
        }
    }

    /// <summary>Logs evictions if a line is due.</summary>
    public void TellEvictions() => evictions.Add(0);

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever a host's handler throws is logged.")]
    public async ValueTask TellAsync(SessionEnd end, CancellationToken cancellationToken)
    {
        foreach (var handler in handlers)
        {
            try
            {
                await handler.OnEndedAsync(end, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                LogHandlerFailed(RedactedException.Of(exception), handler.GetType());
            }
        }
    }

    [LoggerMessage(EventId = 5, Level = LogLevel.Error, Message = "The session end handler {Handler} failed.")]
    private partial void LogHandlerFailed(Exception? exception, Type handler);
}
