namespace HospitalityMemory;

/// <summary>Condenses messages that a session had to let go.</summary>
/// <remarks>
/// Trimmed messages wait with their session until a summary has taken them in: a failure, a time-out or a restart loses
/// none of them, and the next summary is given them again, once as many messages as one is asked for were trimmed after a
/// failure. Called in the background, outside every append, one call at a
/// time for a session, over all servers, with at least <see cref="ShortTermMemoryOptions.SummarizeAfter"/> messages and for
/// at most <see cref="ShortTermMemoryOptions.SummaryTimeout"/>. Register one with
/// <c>services.AddSingleton&lt;IConversationSummarizer, ...&gt;()</c>; for a memory with a service key with
/// <c>AddKeyedSingleton</c> under that key. Must be thread safe. It may use the memory itself.
/// </remarks>
public interface IConversationSummarizer
{
    /// <summary>Makes a summary of what went.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="previousSummary">The summary so far, to be continued; null where there is none.</param>
    /// <param name="trimmedMessages">What went since that summary, oldest first.</param>
    /// <param name="cancellationToken">Cancelled when the time is up or the host stops.</param>
    /// <returns>
    /// The new summary, kept in the session's context as <c>conversation_summary</c>; null leaves the one before, and the
    /// messages go.
    /// </returns>
    ValueTask<string?> SummarizeAsync(
        string sessionId,
        string? previousSummary,
        IReadOnlyList<SessionMessage> trimmedMessages,
        CancellationToken cancellationToken);
}
