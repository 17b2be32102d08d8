using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <summary>Keeps a session's summary of the messages that it let go.</summary>
internal sealed partial class SummaryKeeper(
    IConversationSummarizer summarizer, ISessionStore store, TimeProvider timeProvider, SessionUpdater updater, ILogger logger)
{
    /// <summary>The context field that holds the summary of what was trimmed.</summary>
    internal const string SummaryField = "conversation_summary";

    private const int MaxAttempts = 4;

    private readonly ILogger _logger = logger;

    /// <summary>
    /// Continues the session's summary. A summary that another call wrote meanwhile is continued in turn, not
    /// overwritten; a session that was begun anew under the same id gets none of it. The messages are stored by now, so
    /// that no failure may make the call look as if they were not.
    /// </summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever a host's summarizer throws is logged.")]
    public async ValueTask ContinueAsync(
        string sessionId,
        SessionWriteResult append,
        DateTimeOffset appendedAt,
        IReadOnlyList<SessionMessage> dropped,
        CancellationToken cancellationToken)
    {
        try
        {
            await TryContinueAsync(sessionId, append, appendedAt, dropped, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionNotFoundException)
        {
            LogSessionEnded();
        }
        catch (Exception exception)
        {
            LogFailed(exception);
        }
    }

    private async ValueTask TryContinueAsync(
        string sessionId,
        SessionWriteResult append,
        DateTimeOffset appendedAt,
        IReadOnlyList<SessionMessage> dropped,
        CancellationToken cancellationToken)
    {
        var origin = append.Session;
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var session = await store.PeekAsync(sessionId, timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);

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
            if (summary is null || await TrySetAsync(new(origin, append.FirstSequence, before, summary), cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        LogConflict(MaxAttempts);
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
    private async ValueTask<bool> TrySetAsync(NextSummary next, CancellationToken cancellationToken)
    {
        var session = await updater.UpdateAsync(next.Origin.SessionId, next, cancellationToken).ConfigureAwait(false);
        return SummaryOf(session) == next.Summary;
    }

    [LoggerMessage(EventId = 7, Level = LogLevel.Information,
        Message = "A session ended before the summary of its trimmed messages was ready; the summary was dropped.")]
    private partial void LogSessionEnded();

    [LoggerMessage(EventId = 2, Level = LogLevel.Error,
        Message = "The summary of trimmed messages failed. The messages that displaced them are stored; the summary is the one before.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning,
        Message = "The summary of trimmed messages was given up: others changed it during each of {Attempts} attempts.")]
    private partial void LogConflict(int attempts);

    /// <summary>Sets the summary where it is still the one that was continued.</summary>
    private readonly record struct NextSummary(Session Origin, long Sequence, string? Before, string Summary) : ISessionChange
    {
        public ChangedSession Apply(Session current, DateTimeOffset now)
        {
            if (!IsLaterStateOf(Origin, current, Sequence))
            {
                throw new SessionNotFoundException(current.SessionId);
            }

            var state = current.State;
            return ChangedSession.Of(
                current,
                state.Context.RawOrNull(SummaryField) == Before ? state with { Context = state.Context.Set(SummaryField, Summary) } : state);
        }
    }
}
