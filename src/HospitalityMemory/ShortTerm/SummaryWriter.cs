using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>
/// Makes one summary: claims the waiting messages, has them summed up, and stores the summary in the step that drops them.
/// </summary>
internal sealed class SummaryWriter(
    IConversationSummarizer summarizer,
    ISessionStore store,
    TimeProvider timeProvider,
    SessionLimits limits,
    ChangeQueue queue,
    CallLimit limit,
    TimeSpan timeout)
{
    /// <summary>The context field that holds the summary of trimmed messages.</summary>
    internal const string SummaryField = "conversation_summary";

    /// <summary>How much longer a claim lasts than the summarizer may take: the time to store the summary.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly WriteRetry _retry = new(limit.With(Margin));

    /// <summary>Takes one batch of messages into the summary.</summary>
    /// <returns>Whether it did; false where too few messages wait, or another process has claimed them.</returns>
    /// <exception cref="Exception">The summarizer or the store failed; the messages continue to wait.</exception>
    public async ValueTask<bool> TryWriteAsync(string sessionId, int least, CancellationToken cancellationToken)
    {
        var token = NewToken();
        var batch = await ClaimAsync(sessionId, token, cancellationToken).ConfigureAwait(false);
        if (batch is null)
        {
            return false;
        }

        var isTaken = false;
        try
        {
            if (batch.Messages.Count >= least)
            {
                var summary = await SummarizeAsync(batch, cancellationToken).ConfigureAwait(false);
                isTaken = await TryStoreAsync(batch, token, summary, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            if (!isTaken)
            {
                // Released without a token, even when the host stops: another process need not wait for the claim's end.
                await store.ReleaseTrimmedAsync(sessionId, token, CancellationToken.None).ConfigureAwait(false);
            }
        }

        return isTaken;
    }

    private ValueTask<TrimmedMessages?> ClaimAsync(string sessionId, UInt128 token, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        return store.LeaseTrimmedAsync(sessionId, new(token, now + timeout + Margin), now, cancellationToken);
    }

    private async ValueTask<string?> SummarizeAsync(TrimmedMessages batch, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // A summarizer that ignores its token is not waited for any longer than one that heeds it.
            var summary = await summarizer.SummarizeAsync(
                batch.Info.SessionId, SummaryOf(batch.Info), batch.Messages, either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false);
            return summary is null ? null : Identifier.Repaired(summary);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The summarizer took longer than the {timeout} that ShortTerm.SummaryTimeout allows.");
        }
    }

    private ValueTask<bool> TryStoreAsync(TrimmedMessages batch, UInt128 token, string? summary, CancellationToken cancellationToken) =>
        _retry.RunAsync<Storing, bool>(queue, batch.Info.SessionId, new(this, batch, token, summary), cancellationToken);

    private async ValueTask<WriteAttempt<bool>> TryStoreOnceAsync(
        TrimmedMessages batch, UInt128 token, string? summary, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var current = await store.PeekInfoAsync(batch.Info.SessionId, now, cancellationToken).ConfigureAwait(false);
        if (current is null || current.CreationTicks != batch.Info.CreationTicks || SummaryOf(current) != SummaryOf(batch.Info))
        {
            // The session has ended, or the host wrote a summary of its own. The next summary continues that one.
            return new(false);
        }

        var state = summary is null
            ? current.State
            : current.State with { Context = current.Context.Set(SummaryField, summary) };
        var taken = new TrimmedTaken(token, batch.Messages[^1].Sequence);
        var result = await store.TryReplaceAsync(
            current.WithState(state, now.UtcTicks), taken, now, limits, cancellationToken).ConfigureAwait(false);
        if (result.Status is not SessionWriteStatus.Conflict)
        {
            return new(IsStored(batch, result));
        }

        // Either the state changed, or the claim is no longer in force. A lost claim is not renewed: the messages that wait by
        // then may have been added after a clearing, or belong to another session with this id.
        var next = await store.PeekInfoAsync(batch.Info.SessionId, now, cancellationToken).ConfigureAwait(false);
        return next?.Version == current.Version ? new(false) : WriteAttempt<bool>.Lost;
    }

    private bool IsStored(TrimmedMessages batch, SessionWriteResult result) => result.Status switch
    {
        SessionWriteStatus.Done => true,
        SessionWriteStatus.NotFound => false,
        SessionWriteStatus.TooLarge => throw new SessionTooLargeException(
            batch.Info.SessionId, result.SizeBytes, limits.MaxSessionBytes, result.Spared ?? []),
        _ => throw new MemoryUnavailableException("Short-term memory is full: a summary was not stored."),
    };

    private static string? SummaryOf(SessionInfo session) =>
        session.Context.TryGetJson(SummaryField, out var json) && json.ValueKind is JsonValueKind.String ? json.GetString() : null;

    private static UInt128 NewToken()
    {
        Span<byte> bits = stackalloc byte[16];
        RandomNumberGenerator.Fill(bits);
        return BinaryPrimitives.ReadUInt128BigEndian(bits);
    }

    private readonly struct Storing(SummaryWriter writer, TrimmedMessages batch, UInt128 token, string? summary) : IRetriedWrite<bool>
    {
        public ValueTask<WriteAttempt<bool>> TryAsync(CancellationToken cancellationToken) =>
            writer.TryStoreOnceAsync(batch, token, summary, cancellationToken);

        /// <summary>Not counted: the metric counts lost attempts of writes that a caller waits for.</summary>
        public void OnLost()
        {
        }
    }
}
