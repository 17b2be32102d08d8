using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <content>What becomes of messages that a session let go.</content>
internal sealed partial class ShortTermMemory
{
    /// <summary>The context field that holds the summary of what was trimmed.</summary>
    internal const string SummaryField = "conversation_summary";

    private const int MaxSummaryAttempts = 4;

    /// <summary>
    /// Continues the session's summary. A summary that another call wrote meanwhile is continued in turn, not
    /// overwritten; a session that was begun anew under the same id gets none of it. The messages are stored by now, so
    /// that no failure may make the call look as if they were not.
    /// </summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever a host's summarizer throws is logged.")]
    private async ValueTask SummarizeAsync(
        IConversationSummarizer summarizer,
        string sessionId,
        SessionWriteResult append,
        DateTimeOffset appendedAt,
        IReadOnlyList<SessionMessage> dropped,
        CancellationToken cancellationToken)
    {
        try
        {
            var origin = append.Session;
            for (var attempt = 1; attempt <= MaxSummaryAttempts; attempt++)
            {
                var session = await _store.PeekAsync(sessionId, _timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);

                // A store that does not return the session is asked for it, and might show one begun anew since: that
                // one is younger.
                origin ??= session?.CreatedAt <= appendedAt ? session : null;
                if (session is null || origin is null || !IsLaterStateOf(origin, session, append.FirstSequence))
                {
                    throw new SessionNotFoundException(sessionId);
                }

                var before = session.Context.RawOrNull(SummaryField);
                var summary = await summarizer.SummarizeAsync(sessionId, SummaryOf(session), dropped, cancellationToken)
                    .ConfigureAwait(false);
                if (summary is null
                    || await TrySetSummaryAsync(origin, append.FirstSequence, before, summary, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }
            }

            LogSummaryConflict(MaxSummaryAttempts);
        }
        catch (SessionNotFoundException)
        {
            LogSummarizedSessionEnded();
        }
        catch (Exception exception)
        {
            LogSummaryFailed(exception);
        }
    }

    /// <summary>
    /// Whether both are one session, and not two of the same id. The newest message always stays, so that a session
    /// which got a message of some number has none but lower numbers only if it was begun anew.
    /// </summary>
    private static bool IsLaterStateOf(Session origin, Session session, long sequence) =>
        session.CreatedAt == origin.CreatedAt
        && (origin.UserId is null || session.UserId == origin.UserId)
        && session.Messages.Count > 0
        && session.Messages[^1].Sequence >= sequence;

    private static string? SummaryOf(Session session) =>
        session.Context.TryGetJson(SummaryField, out var json) && json.ValueKind is JsonValueKind.String ? json.GetString() : null;

    /// <returns>False where the summary is no longer the one that was continued.</returns>
    /// <exception cref="SessionNotFoundException">
    /// The session has ended, whether or not another has its id now.
    /// </exception>
    private async ValueTask<bool> TrySetSummaryAsync(
        Session origin, long sequence, string? before, string summary, CancellationToken cancellationToken)
    {
        var session = await UpdateAsync(
            origin.SessionId,
            (origin, sequence, before, summary),
            static (_, session, change, _) =>
                !IsLaterStateOf(change.origin, session, change.sequence) ? throw new SessionNotFoundException(session.SessionId)
                : session.Context.RawOrNull(SummaryField) != change.before ? session
                : session with { Context = session.Context.Set(SummaryField, change.summary) },
            cancellationToken).ConfigureAwait(false);
        return SummaryOf(session) == summary;
    }

    [LoggerMessage(EventId = 7, Level = LogLevel.Information,
        Message = "A session ended before the summary of its trimmed messages was ready; the summary was dropped.")]
    private partial void LogSummarizedSessionEnded();

    [LoggerMessage(EventId = 2, Level = LogLevel.Error,
        Message = "The summary of trimmed messages failed. The messages that displaced them are stored; the summary is the one before.")]
    private partial void LogSummaryFailed(Exception exception);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning,
        Message = "The summary of trimmed messages was given up: others changed it during each of {Attempts} attempts.")]
    private partial void LogSummaryConflict(int attempts);
}
