using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>Says of a message what a store has to know to trim: what it weighs, whether it may go, and whether it starts a turn.</summary>
/// <param name="counter">Counts tokens; null where nobody asks for them.</param>
internal sealed class MessageJudge(IMessageTokenCounter? counter)
{
    /// <summary>A message that begins a group of its own, at a place within an append.</summary>
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

    /// <summary>The same of a message that was repaired: it is known by its id as its caller gave it, lest two ids become one.</summary>
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

    /// <summary>What the guest says, but for the answer to an agent's question, such as an approval.</summary>
    private static bool StartsTurn(SessionMessage message) => message.Role == MessageRole.User && !message.HasToolCallIds;

    /// <summary>The hash of the message's id. An empty one is none: many that have no id say it so, and would all be one message.</summary>
    public static UInt128? HashOfId(SessionMessage message) => message.MessageId is { Length: > 0 } id ? HashOf(id) : null;

    // 128 bits of SHA-256: ids come from outside, and two that somebody made alike would lose a message.
    private static UInt128 HashOf(string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Identifier.HalfPairProblem(id) is null ? Encoding.UTF8.GetBytes(id) : BytesOfHalfPairs(id), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>The bytes of a text that UTF-8 has no form for: its units, behind a byte that no UTF-8 has.</summary>
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
