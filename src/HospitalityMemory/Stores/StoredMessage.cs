namespace HospitalityMemory.Stores;

/// <summary>A message as stored, with what the memory decided about it when it was appended.</summary>
/// <param name="Message">The message.</param>
/// <param name="Group">The sequence number of its group's first message; 0 where that message was gone already.</param>
/// <param name="Weight">Its weight, in tokens.</param>
/// <param name="IsSpared">Whether trimming spares it.</param>
/// <param name="StartsTurn">Whether it starts a turn of the conversation.</param>
public readonly record struct StoredMessage(SessionMessage Message, long Group, int Weight, bool IsSpared, bool StartsTurn);

/// <summary>The messages to read: those after a sequence number, or the latest.</summary>
/// <param name="Max">How many at most, from 1.</param>
/// <param name="After">The sequence number to start after, 0 for the beginning; null for the latest messages.</param>
public readonly record struct MessageRange(int Max, long? After);

/// <summary>Messages of a session as of one moment.</summary>
/// <param name="Messages">The messages, oldest first.</param>
/// <param name="Count">How many the session has in all.</param>
/// <param name="LastSequence">The last sequence number that was given; 0 for none.</param>
/// <param name="Edits">How often a message of the session was replaced or removed, or all were cleared.</param>
public sealed record StoredMessages(IReadOnlyList<StoredMessage> Messages, int Count, long LastSequence, long Edits);

/// <summary>The replacement of a stored message.</summary>
/// <param name="Sequence">The message's sequence number.</param>
/// <param name="Edits">The session's edits when the message was read. If there were more since, nothing is done.</param>
/// <param name="Message">The new message, with that sequence number; null to remove the message.</param>
public sealed record MessageReplacement(long Sequence, long Edits, SessionMessage? Message)
{
    /// <summary>The new message's weight, in tokens.</summary>
    public int Weight { get; init; }

    /// <summary>Whether trimming spares it.</summary>
    public bool IsSpared { get; init; }

    /// <summary>Whether it starts a turn of the conversation.</summary>
    public bool StartsTurn { get; init; }
}
