using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <content>What becomes of messages that a session let go.</content>
internal sealed partial class ShortTermMemory
{
    /// <summary>The context field that holds the summary of what was trimmed.</summary>
    internal const string SummaryField = "conversation_summary";

    private const int MaxSummaryAttempts = 4;

    /// <summary>
    /// Continues the session's summary. A summary that another call wrote meanwhile is continued in turn, not overwritten.
    /// The messages are stored by now, so that no failure may make the call look as if they were not.
    /// </summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever a host's summarizer throws is logged.")]
    private async ValueTask SummarizeAsync(
        IConversationSummarizer summarizer,
        string sessionId,
        IReadOnlyList<SessionMessage> dropped,
        CancellationToken cancellationToken)
    {
        try
        {
            for (var attempt = 1; attempt <= MaxSummaryAttempts; attempt++)
            {
                var session = await _store.PeekAsync(sessionId, _timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
                if (session is null)
                {
                    return;
                }

                var before = session.Context.RawOrNull(SummaryField);
                var summary = await summarizer.SummarizeAsync(sessionId, SummaryOf(session), dropped, cancellationToken)
                    .ConfigureAwait(false);
                if (summary is null || await TrySetSummaryAsync(sessionId, before, summary, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }
            }

            LogSummaryConflict(MaxSummaryAttempts);
        }
        catch (SessionNotFoundException)
        {
            // The session ended while it was summarized: there is nothing left to keep the summary for.
        }
        catch (Exception exception)
        {
            LogSummaryFailed(exception);
        }
    }

    private static string? SummaryOf(Session session) =>
        session.Context.TryGetJson(SummaryField, out var json) && json.ValueKind is JsonValueKind.String ? json.GetString() : null;

    /// <returns>False where the summary is no longer the one that was continued.</returns>
    private async ValueTask<bool> TrySetSummaryAsync(
        string sessionId, string? before, string summary, CancellationToken cancellationToken)
    {
        var session = await UpdateAsync(
            sessionId,
            (before, summary),
            static (_, session, change, _) => session.Context.RawOrNull(SummaryField) == change.before
                ? session with { Context = session.Context.Set(SummaryField, change.summary) }
                : session,
            cancellationToken).ConfigureAwait(false);
        return SummaryOf(session) == summary;
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Error,
        Message = "The summary of trimmed messages failed. The messages that displaced them are stored; the summary is the one before.")]
    private partial void LogSummaryFailed(Exception exception);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning,
        Message = "The summary of trimmed messages was given up: others changed it during each of {Attempts} attempts.")]
    private partial void LogSummaryConflict(int attempts);
}
