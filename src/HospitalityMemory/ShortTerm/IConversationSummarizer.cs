namespace HospitalityMemory;

/// <summary>Sums up messages that were trimmed from a session.</summary>
/// <remarks>
/// <para>Trimmed messages wait with their session until a summary has taken them in. A failure, a time-out or a restart loses none of
/// them: the next summary gets them again. After a failure, the next summary is made once as many further messages were trimmed as a summary
/// needs.</para>
/// <para>The summarizer is called in the background, outside of appends. For one session there is only one call at a time, over all
/// servers, with at least <see cref="ShortTermMemoryOptions.SummarizeAfter"/> messages and for
/// at most <see cref="ShortTermMemoryOptions.SummaryTimeout"/>.</para>
/// <para>Register one with <c>services.AddSingleton&lt;IConversationSummarizer, ...&gt;()</c>; for a memory with a service key with
/// <c>AddKeyedSingleton</c> under that key. It must be thread safe. It may use the memory itself.</para>
/// </remarks>
public interface IConversationSummarizer
{
    /// <summary>Makes a summary of trimmed messages.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="previousSummary">The summary so far, to be continued; null where there is none.</param>
    /// <param name="trimmedMessages">
    /// The messages that were trimmed since that summary, in the order in which they were trimmed.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the time is up or the host stops.</param>
    /// <returns>
    /// The new summary, which is kept in the session's context as <c>conversation_summary</c>. Null keeps the previous summary;
    /// the messages are dropped all the same.
    /// </returns>
    ValueTask<string?> SummarizeAsync(
        string sessionId,
        string? previousSummary,
        IReadOnlyList<SessionMessage> trimmedMessages,
        CancellationToken cancellationToken);
}
