namespace HospitalityMemory.Stores;

/// <summary>A session's trimmed messages that wait for a summary, and the claim on them. Not thread safe.</summary>
internal sealed class WaitingMessages
{
    /// <summary>The bytes that it takes without any message.</summary>
    public const long EmptyBytes = 160;

    private readonly Queue<SessionMessage> _messages = new();
    private long _messageBytes;
    private TrimmedLease _lease;

    public int Count => _messages.Count;

    public long Bytes => EmptyBytes + _messageBytes;

    /// <summary>The most bytes that it takes once more are added. The limit for waiting messages bounds them.</summary>
    public static long MostBytesWith(WaitingMessages? waiting, long more) =>
        EmptyBytes + Math.Min((waiting?._messageBytes ?? 0) + more, SessionLimits.MaxWaitingBytes);

    /// <summary>Whether the oldest messages must go once more are added.</summary>
    public static bool IsTooMuchWith(WaitingMessages? waiting, int count, long bytes) =>
        (waiting?.Count ?? 0) + count > SessionLimits.MaxWaitingMessages
        || (waiting?._messageBytes ?? 0) + bytes > SessionLimits.MaxWaitingBytes;

    /// <summary>Adds a message.</summary>
    /// <returns>How many messages had to go.</returns>
    public int Add(SessionMessage message)
    {
        _messages.Enqueue(message);
        _messageBytes += SessionSize.Placed(message);
        var before = Count;
        while (IsTooMuchWith(this, 0, 0))
        {
            _messageBytes -= SessionSize.Placed(_messages.Dequeue());
        }

        return before - Count;
    }

    public bool IsClaimed(UInt128 token, long now) => _lease.Token == token && _lease.Until.UtcTicks > now;

    /// <summary>Claims what waits, unless another claim is in force.</summary>
    /// <returns>The waiting messages; null where another claim has them or there are none.</returns>
    public SessionMessage[]? TryClaim(TrimmedLease lease, DateTimeOffset now)
    {
        if (Count is 0 || (_lease.Until > now && _lease.Token != lease.Token))
        {
            return null;
        }

        _lease = lease;
        return [.. _messages];
    }

    public void Release(UInt128 token)
    {
        if (_lease.Token == token)
        {
            _lease = default;
        }
    }

    /// <summary>
    /// Removes the messages that a summary has taken in, and ends the claim. Messages wait in the order in which they were
    /// trimmed, which is not the order of their numbers. Where the last message taken in is gone, the messages before it are gone
    /// too.
    /// </summary>
    public void Take(long through)
    {
        _lease = default;
        if (!_messages.Any(message => message.Sequence == through))
        {
            return;
        }

        SessionMessage taken;
        do
        {
            taken = _messages.Dequeue();
            _messageBytes -= SessionSize.Placed(taken);
        }
        while (taken.Sequence != through);
    }
}
