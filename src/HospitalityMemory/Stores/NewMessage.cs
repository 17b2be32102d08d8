namespace HospitalityMemory.Stores;

/// <summary>
/// A message to append, with what the memory decided about it. A store uses this as it is and never looks at the text.
/// </summary>
/// <param name="Message">The message, complete except for its sequence number.</param>
/// <param name="Group">The group that it belongs to.</param>
public readonly record struct NewMessage(SessionMessage Message, MessageGroup Group)
{
    // Two fields, since a nullable of this size would make the struct half as large again.
    private readonly bool _hasId;
    private readonly UInt128 _idHash;

    /// <summary>Its weight in tokens; 0 where tokens are not counted.</summary>
    public int Weight { get; init; }

    /// <summary>Whether trimming spares it, and its group with it.</summary>
    public bool IsSpared { get; init; }

    /// <summary>Whether it starts a turn of the conversation.</summary>
    public bool StartsTurn { get; init; }

    /// <summary>
    /// 128 bits of a hash of the message's id; null where it has none. A store remembers a session's last
    /// <see cref="SessionLimits.RememberedIds"/> hashes with the sequence numbers of their messages.
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

    /// <summary>
    /// The group of a message whose group's first message is gone. Such a message is dropped first. The default value.
    /// </summary>
    public static MessageGroup Orphaned => default;

    /// <summary>Whether the group begins with a message of the same append, at <see cref="Index"/>.</summary>
    public bool IsOfAppend => _value < 0;

    /// <summary>
    /// The index within the append of the group's first message. Valid only where <see cref="IsOfAppend"/> is true.
    /// </summary>
    public int Index => (int)(-1 - _value);

    /// <summary>
    /// The number of a stored group: the sequence number of its first message; 0 where it is orphaned. Valid only where
    /// <see cref="IsOfAppend"/> is false.
    /// </summary>
    public long Number => _value;

    /// <summary>
    /// The group that begins at an index of the same append. A message's own index gives it a group of its own.
    /// </summary>
    /// <param name="index">The index, from 0.</param>
    /// <returns>The group.</returns>
    public static MessageGroup OfAppend(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new(-1L - index);
    }

    /// <summary>A group that is stored already.</summary>
    /// <param name="number">Its number, from 1.</param>
    /// <returns>The group.</returns>
    public static MessageGroup Stored(long number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return new(number);
    }
}

/// <summary>Merges two groups, since a message belongs to both.</summary>
/// <param name="From">The number of the group that disappears; its messages get the other number.</param>
/// <param name="Into">The lower number, which stays.</param>
public readonly record struct GroupMerge(long From, long Into);

/// <summary>Messages to be appended in one step, all or none.</summary>
/// <param name="Messages">The messages, at least one, oldest first.</param>
public sealed record MessageAppend(IReadOnlyList<NewMessage> Messages)
{
    /// <summary>Stored groups that these messages join. They are merged before the messages are appended.</summary>
    public IReadOnlyList<GroupMerge> Merges { get; init; } = [];
}
