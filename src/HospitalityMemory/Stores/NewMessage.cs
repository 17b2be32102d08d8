namespace HospitalityMemory.Stores;

/// <summary>A message to be appended, with what the memory says of it. A store takes it as it is and reads no text.</summary>
/// <param name="Message">The message, complete but for its sequence number.</param>
/// <param name="Group">What it belongs to.</param>
public readonly record struct NewMessage(SessionMessage Message, MessageGroup Group)
{
    // In two fields, since a nullable one of this size makes the whole half as large again.
    private readonly bool _hasId;
    private readonly UInt128 _idHash;

    /// <summary>What it weighs, in tokens; 0 where nobody counts them.</summary>
    public int Weight { get; init; }

    /// <summary>Whether trimming spares it, and with it its group.</summary>
    public bool IsSpared { get; init; }

    /// <summary>Whether it starts a turn of the conversation.</summary>
    public bool StartsTurn { get; init; }

    /// <summary>
    /// 128 bits of a hash of the message's id; null where it has none. A store remembers the last
    /// <see cref="SessionLimits.RememberedIds"/> of a session with the sequence numbers that the messages got.
    /// </summary>
    public UInt128? IdHash
    {
        get => _hasId ? _idHash : null;
        init => (_hasId, _idHash) = (value is not null, value.GetValueOrDefault());
    }

    internal bool HasId => _hasId;
}

/// <summary>The group that a new message belongs to.</summary>
public readonly record struct MessageGroup
{
    private readonly long _value;

    private MessageGroup(long value) => _value = value;

    /// <summary>A group that its first message no longer stands in: it is the first to go. The default value.</summary>
    public static MessageGroup Orphaned => default;

    /// <summary>Whether the group is that of a message of the same append, whose index <see cref="Index"/> is.</summary>
    public bool IsOfAppend => _value < 0;

    /// <summary>The index within the append of the group's first message; only where <see cref="IsOfAppend"/>.</summary>
    public int Index => (int)(-1 - _value);

    /// <summary>
    /// The number of a group that was stored before: the sequence number of its first message; 0 where it is orphaned.
    /// Only where not <see cref="IsOfAppend"/>.
    /// </summary>
    public long Number => _value;

    /// <summary>The group whose first message has an index within the same append; a message's own for a group of its own.</summary>
    /// <param name="index">The index, from 0.</param>
    /// <returns>The group.</returns>
    public static MessageGroup OfAppend(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new(-1L - index);
    }

    /// <summary>A group that was stored before.</summary>
    /// <param name="number">Its number, from 1.</param>
    /// <returns>The group.</returns>
    public static MessageGroup Stored(long number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return new(number);
    }
}

/// <summary>Two groups that become one, since a message belongs to both.</summary>
/// <param name="From">The number of the group that goes: its messages get the other number.</param>
/// <param name="Into">The lower number, which stays.</param>
public readonly record struct GroupMerge(long From, long Into);

/// <summary>Messages to be appended in one step, all or none.</summary>
/// <param name="Messages">The messages, at least one, oldest first.</param>
public sealed record MessageAppend(IReadOnlyList<NewMessage> Messages)
{
    /// <summary>Stored groups that become one by these messages; carried out before they are appended.</summary>
    public IReadOnlyList<GroupMerge> Merges { get; init; } = [];
}
