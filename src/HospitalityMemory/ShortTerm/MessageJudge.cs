using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>
/// Determines what trimming needs to know about a message: its weight, whether it is spared, and whether it starts a turn.
/// </summary>
/// <param name="counter">Counts tokens; null where tokens are not limited.</param>
internal sealed class MessageJudge(IMessageTokenCounter? counter)
{
    /// <summary>A message that begins a group of its own, at an index of an append.</summary>
    public NewMessage Judge(SessionMessage message, int index = 0)
    {
        var judged = new NewMessage(message, MessageGroup.OfAppend(index))
        {
            Weight = Weight(message),
            IsSpared = IsSpared(message),
            StartsTurn = StartsTurn(message),
        };
        return message.HasDetails && HashOfId(message) is { } hash ? judged with { IdHash = hash } : judged;
    }

    /// <summary>
    /// The same for a message whose id was repaired. It is recognized by the id as it was given, since a repair may make two ids
    /// equal.
    /// </summary>
    public NewMessage Judge(SessionMessage message, SessionMessage given, int index = 0) =>
        message.MessageId == given.MessageId ? Judge(message, index) : Judge(message, index) with { IdHash = HashOfId(given) };

    public MessageReplacement Judge(SessionMessage? message, long sequence, long edits) => message is null
        ? new(sequence, edits, null)
        : new(sequence, edits, message.WithSequence(sequence))
        {
            Weight = Weight(message),
            IsSpared = IsSpared(message),
            StartsTurn = StartsTurn(message),
        };

    public static bool IsSpared(SessionMessage message) => message.Pinned || message.Role == MessageRole.System;

    private int Weight(SessionMessage message)
    {
        var tokens = counter?.CountTokens(message) ?? 0;
        return tokens >= 0
            ? tokens
            : throw new InvalidOperationException($"{counter!.GetType()} counted {tokens} tokens; at least 0 are expected.");
    }

    /// <summary>Whether the guest speaks. An answer to an agent's question, such as an approval, does not start a turn.</summary>
    private static bool StartsTurn(SessionMessage message) => message.Role == MessageRole.User && !message.HasToolCallIds;

    /// <summary>
    /// The hash of the message's id. An empty id is none: callers without ids may pass an empty one, and their messages must not
    /// become one.
    /// </summary>
    public static UInt128? HashOfId(SessionMessage message) => message.MessageId is { Length: > 0 } id ? HashOf(id) : null;

    // 128 bits of SHA-256: ids come from outside, and a message would be lost if somebody could make two ids with one hash.
    private static UInt128 HashOf(string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Identifier.HalfPairProblem(id) is null ? Encoding.UTF8.GetBytes(id) : BytesOfHalfPairs(id), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>The bytes of a text that UTF-8 cannot express: a byte that UTF-8 never has, and then the UTF-16 units.</summary>
    private static byte[] BytesOfHalfPairs(string id)
    {
        var bytes = new byte[1 + (id.Length * sizeof(char))];
        bytes[0] = 0xff;
        for (var i = 0; i < id.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(1 + (i * sizeof(char))), id[i]);
        }

        return bytes;
    }
}
