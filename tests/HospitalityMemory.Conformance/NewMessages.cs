using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>Messages as a memory hands them to a store: a user's starts a turn, a pinned or a system's is spared.</summary>
internal static class NewMessages
{
    /// <summary>A message in a group of its own, unless it is told which.</summary>
    /// <param name="message">The message.</param>
    /// <param name="index">Its index within the append.</param>
    /// <param name="group">Its group; null for its own.</param>
    public static NewMessage Of(SessionMessage message, int index = 0, MessageGroup? group = null) =>
        new(message, group ?? MessageGroup.OfAppend(index))
        {
            IsSpared = IsSpared(message),
            StartsTurn = StartsTurn(message),
            IdHash = message.MessageId is { } id ? HashOf(id) : null,
        };

    /// <summary>Messages of which each is in a group of its own.</summary>
    public static MessageAppend Each(IEnumerable<SessionMessage> messages) => new([.. messages.Select((message, index) => Of(message, index))]);

    /// <summary>Messages that are one group.</summary>
    public static MessageAppend Together(IEnumerable<SessionMessage> messages) =>
        new([.. messages.Select((message, index) => Of(message, index, MessageGroup.OfAppend(0)))]);

    /// <summary>What a stored message becomes.</summary>
    public static MessageReplacement Replacement(long sequence, long edits, SessionMessage? message) =>
        new(sequence, edits, message?.WithSequence(sequence))
        {
            IsSpared = message is not null && IsSpared(message),
            StartsTurn = message is not null && StartsTurn(message),
        };

    /// <summary>Any 128 bits that tell ids apart will do: a store does not know of what they are.</summary>
    public static UInt128 HashOf(string messageId) =>
        BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)));

    private static bool IsSpared(SessionMessage message) => message.Pinned || message.Role == MessageRole.System;

    private static bool StartsTurn(SessionMessage message) => message.Role == MessageRole.User;
}
