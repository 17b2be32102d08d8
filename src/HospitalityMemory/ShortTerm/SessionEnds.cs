using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <summary>Says which sessions ended: metric, log and the host's handlers.</summary>
internal sealed partial class SessionEnds(IReadOnlyList<ISessionEndHandler> handlers, MemoryMetrics metrics, EvictionLog evictions, ILogger logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>Never fails: what ended them is done by now.</summary>
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

    /// <summary>Logs evictions that are due to be told.</summary>
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
