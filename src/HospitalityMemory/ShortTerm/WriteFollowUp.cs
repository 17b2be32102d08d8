using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>
/// What follows a write to a session: the sessions that it ended are reported, a refusal becomes its exception, and from time to
/// time the usage of the store is checked.
/// </summary>
internal sealed class WriteFollowUp(ISessionStore store, SessionLimits limits, SessionEnds ends, UsageMonitor usage)
{
    /// <summary>Whether a write is done and nothing follows, in which case its caller need not wait. Counts its bytes.</summary>
    public bool IsSettled(in SessionWriteResult result, long writtenBytes) =>
        result.Status is SessionWriteStatus.Done && result.Ended is null && !usage.IsCheckDue(writtenBytes);

    /// <exception cref="HospitalityMemoryException">The write was refused; nothing was changed.</exception>
    public async ValueTask CompleteAsync(
        string sessionId, SessionWriteResult result, long writtenBytes, CancellationToken cancellationToken)
    {
        await TellEndsAsync(result, cancellationToken).ConfigureAwait(false);
        if (result.Status is not SessionWriteStatus.Done)
        {
            throw Refusal(sessionId, result);
        }

        await usage.CheckAfterWriteAsync(writtenBytes).ConfigureAwait(false);
    }

    /// <summary>Reports the sessions that a write ended, even where the write is refused or tried again.</summary>
    public ValueTask TellEndsAsync(in SessionWriteResult result, CancellationToken cancellationToken) =>
        result.Ended is { } ended ? ends.TellAsync(ended, cancellationToken) : default;

    private Exception Refusal(string sessionId, SessionWriteResult result) => result.Status switch
    {
        SessionWriteStatus.NotFound => new SessionNotFoundException(sessionId),
        SessionWriteStatus.AlreadyExists => new SessionAlreadyExistsException(sessionId),
        SessionWriteStatus.TooLarge => new SessionTooLargeException(sessionId, result.SizeBytes, limits.MaxSessionBytes, result.Spared ?? []),
        SessionWriteStatus.Full => new MemoryUnavailableException(FormattableString.Invariant(
            $"Short-term memory is full: its sessions may hold {limits.MaxTotalBytes} bytes (ShortTerm.MaxSizeMegabytes or STM_MAX_SIZE_MB). Nothing was changed.")),
        _ => new InvalidOperationException(
            FormattableString.Invariant($"The store '{store.Name}' answered {result.Status}, which this step has no use for.")),
    };
}
