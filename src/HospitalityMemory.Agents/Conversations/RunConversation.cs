namespace HospitalityMemory.Agents;

/// <summary>A conversation as one run sees it. It is read once, and updated with what the run itself writes. Thread safe.</summary>
internal sealed class RunConversation(AgentMemory memory, GuestConversation conversation, string runId)
{
    private readonly Lock _lock = new();
    private Task<Session>? _session;
    private SessionInfo? _latest;

    public IShortTermMemory Memory { get; } = memory.ShortTerm;

    public GuestConversation Conversation { get; } = conversation;

    /// <summary>The name of the run.</summary>
    public string RunId { get; } = runId;

    /// <summary>The messages as this run knows them.</summary>
    public RunHistory History { get; } = new();

    /// <summary>The session as it was when the run first asked for it. A missing one is created.</summary>
    /// <exception cref="SessionOwnershipException">The session is another guest's.</exception>
    public async ValueTask<Session> GetSessionAsync(CancellationToken cancellationToken)
    {
        Task<Session> reading;
        lock (_lock)
        {
            // If one caller cancelled the reading, or it failed, the next caller reads again.
            reading = _session is { IsFaulted: false, IsCanceled: false } known ? known : _session = ReadAsync(cancellationToken);
        }

        return await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Guest, state and slots as this run knows them: as read, or as its tools have changed them since.</summary>
    /// <exception cref="SessionOwnershipException">The session is another guest's.</exception>
    public async ValueTask<SessionInfo> GetInfoAsync(CancellationToken cancellationToken)
    {
        var session = await GetSessionAsync(cancellationToken).ConfigureAwait(false);
        return Volatile.Read(ref _latest) ?? session;
    }

    /// <summary>
    /// Takes in what a write of this run returned. If several writes run at once, the newest version is kept, whichever returns last.
    /// </summary>
    public void Note(SessionInfo written)
    {
        lock (_lock)
        {
            if (_latest is not { } latest || latest.CreatedAt != written.CreatedAt || latest.Version <= written.Version)
            {
                Volatile.Write(ref _latest, written);
            }
        }
    }

    // A conversation without a guest must not use the session of a guest: a caller who names nobody gets nobody's words.
    private async Task<Session> ReadAsync(CancellationToken cancellationToken)
    {
        // Usually one look is enough, because the messages at the end of the run extend the lifetime.
        var known = await Memory.PeekSessionAsync(Conversation.SessionId, cancellationToken).ConfigureAwait(false);
        if (known is not null && known.UserId == Conversation.UserId && IsFarFromItsEnd(known))
        {
            return known;
        }

        return Conversation.UserId is null && known?.UserId is not null
            ? throw new SessionOwnershipException(Conversation.SessionId)
            : await Memory.GetOrCreateSessionAsync(Conversation.SessionId, Conversation.UserId, cancellationToken).ConfigureAwait(false);
    }

    // A model may take long, and the session must not end meanwhile.
    private bool IsFarFromItsEnd(Session session) =>
        (session.ExpiresAt - memory.TimeProvider.GetUtcNow()) * 2 > session.ExpiresAt - session.UpdatedAt;
}
