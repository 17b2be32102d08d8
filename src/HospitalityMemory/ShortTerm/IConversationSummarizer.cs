namespace HospitalityMemory;

/// <summary>Condenses messages that a session had to let go.</summary>
/// <remarks>
/// Called after the messages that displaced them are stored, within the call that added those; its failure is logged
/// and loses no message that is stored. Register one with <c>services.AddSingleton&lt;IConversationSummarizer,
/// ...&gt;()</c>. Must be thread safe.
/// </remarks>
public interface IConversationSummarizer
{
    /// <summary>Makes a summary of what went.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="previousSummary">The summary so far, to be continued; null where there is none.</param>
    /// <param name="droppedMessages">What went, oldest first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// The new summary, kept in the session's context as <c>conversation_summary</c>; null leaves the one before.
    /// </returns>
    ValueTask<string?> SummarizeAsync(
        string sessionId,
        string? previousSummary,
        IReadOnlyList<SessionMessage> droppedMessages,
        CancellationToken cancellationToken);
}
