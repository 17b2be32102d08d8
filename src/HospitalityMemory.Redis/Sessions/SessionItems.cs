using System.Buffers;
using System.Buffers.Text;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Redis;

/// <summary>
/// Sessions and messages as Redis has them. A message is an item: its sequence number, group, weight and flags, each followed by a blank,
/// and then its JSON without the number.
/// </summary>
internal static class SessionItems
{
    private static ReadOnlySpan<byte> MessagesField => ",\"messages\":["u8;

    private static ReadOnlySpan<byte> SequenceField => "{\"sequence\":"u8;

    public static ReadOnlyMemory<byte> WriteState(SessionInfo session)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        MemoryJson.WriteSessionState(session, buffer);
        return buffer.WrittenMemory;
    }

    /// <summary>Writes the part of an item that follows its number and group: weight, flags and JSON.</summary>
    /// <remarks>The buffer is not pooled: after a cancelled call the client still has its bytes and may send them later.</remarks>
    public static ReadOnlyMemory<byte> Write(SessionMessage message, int weight, bool isSpared, bool startsTurn)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        Utf8Formatter.TryFormat(weight, buffer.GetSpan(16), out var length);
        buffer.Advance(length);
        buffer.Write((isSpared, startsTurn) switch
        {
            (true, true) => " st "u8,
            (true, false) => " s "u8,
            (false, true) => " t "u8,
            _ => " - "u8,
        });
        MemoryJson.WriteMessage(message.WithSequence(0), buffer);
        return buffer.WrittenMemory;
    }

    /// <summary>Reads a message with the facts that trimming needs.</summary>
    /// <exception cref="CorruptDataException">The bytes are no item.</exception>
    public static StoredMessage ReadStored(byte[] item)
    {
        var facts = Facts.Of(item);
        return new(ReadMessage(item, facts), facts.Group, facts.Weight, facts.IsSpared, facts.StartsTurn);
    }

    /// <summary>Reads a message.</summary>
    /// <exception cref="CorruptDataException">The bytes are no item.</exception>
    public static SessionMessage ReadMessage(byte[] item) => ReadMessage(item, Facts.Of(item));

    /// <summary>
    /// Reads state and messages as one document: parsing it once takes half as long as parsing each message.
    /// </summary>
    public static Session ReadSession(ReadOnlySpan<byte> state, byte[][] items)
    {
        state = state.TrimEnd(" \t\r\n"u8);
        if (items is [] || state is not [.., (byte)'}'])
        {
            return MemoryJson.ReadSession(state);
        }

        var most = state.Length + MessagesField.Length + items.Sum(static item => item.Length + SequenceField.Length + 1) + 1;
        var buffer = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            return MemoryJson.ReadSession(buffer.AsSpan(0, WriteDocument(buffer, state, items)));
        }
        finally
        {
            // What guests said must not wait in the pool for its next renter.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static int WriteDocument(byte[] buffer, ReadOnlySpan<byte> state, byte[][] items)
    {
        var length = 0;
        Add(state[..^1]);
        Add(MessagesField);
        foreach (var item in items)
        {
            // The number becomes the message's first field, after its opening brace.
            var start = Facts.Of(item).JsonStart;
            Add(SequenceField);
            Add(item.AsSpan(0, item.AsSpan().IndexOf((byte)' ')));
            Add(","u8);
            Add(item.AsSpan(start + 1));
            Add(","u8);
        }

        // Overwrites the last comma.
        length--;
        Add("]}"u8);
        return length;

        void Add(ReadOnlySpan<byte> part)
        {
            part.CopyTo(buffer.AsSpan(length));
            length += part.Length;
        }
    }

    private static SessionMessage ReadMessage(byte[] item, Facts facts) =>
        MemoryJson.ReadMessage(item.AsSpan(facts.JsonStart)).WithSequence(facts.Sequence);

    /// <summary>The facts before an item's JSON, and where the JSON begins.</summary>
    private readonly record struct Facts(long Sequence, long Group, int Weight, bool IsSpared, bool StartsTurn, int JsonStart)
    {
        public static Facts Of(ReadOnlySpan<byte> item)
        {
            var rest = item;
            if (TryTake(ref rest, out var sequence) && sequence > 0 && TryTake(ref rest, out var group) && TryTake(ref rest, out var weight)
                && weight is >= 0 and <= int.MaxValue && rest.IndexOf((byte)' ') is > 0 and var end && rest[(end + 1)..] is [(byte)'{', ..])
            {
                var flags = rest[..end];
                return new(sequence, group, (int)weight, flags.Contains((byte)'s'), flags.Contains((byte)'t'), item.Length - rest.Length + end + 1);
            }

            throw new CorruptDataException(
                StoredDataKind.Message,
                "A stored message does not follow the layout: its number, group, weight and flags and its JSON are expected.", null);
        }

        private static bool TryTake(ref ReadOnlySpan<byte> rest, out long number)
        {
            if (Utf8Parser.TryParse(rest, out number, out var read) && read < rest.Length && rest[read] is (byte)' ')
            {
                rest = rest[(read + 1)..];
                return true;
            }

            return false;
        }
    }
}
