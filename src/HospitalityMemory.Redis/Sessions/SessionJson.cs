using System.Buffers;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Redis;

/// <summary>Sessions and messages as Redis has them.</summary>
internal static class SessionJson
{
    private static ReadOnlySpan<byte> MessagesField => ",\"messages\":["u8;

    public static ReadOnlyMemory<byte> WriteState(Session session) => Write(session, MemoryJson.WriteSessionState);

    /// <summary>
    /// The message as JSON without its opening brace: the script puts that and the number before it.
    /// </summary>
    public static ReadOnlyMemory<byte> WriteUnnumbered(SessionMessage message) =>
        Write(message.WithSequence(0), MemoryJson.WriteMessage)[1..];

    /// <summary>The messages; null for none.</summary>
    public static SessionMessage[]? ReadMessages(byte[][] stored) =>
        stored is [] ? null : Array.ConvertAll(stored, static json => MemoryJson.ReadMessage(json));

    /// <summary>
    /// State and messages as one document: to parse it once takes half as long as to parse each message.
    /// </summary>
    public static Session ReadSession(ReadOnlySpan<byte> state, byte[][] messages)
    {
        state = state.TrimEnd(" \t\r\n"u8);
        if (messages is [] || state is not [.., (byte)'}'])
        {
            return MemoryJson.ReadSession(state);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(state.Length + MessagesField.Length + messages.Sum(message => message.Length + 1) + 1);
        try
        {
            var length = 0;
            Add(state[..^1]);
            Add(MessagesField);
            foreach (var message in messages)
            {
                Add(message);
                Add(","u8);
            }

            // In the place of the last comma.
            length--;
            Add("]}"u8);
            return MemoryJson.ReadSession(buffer.AsSpan(0, length));

            void Add(ReadOnlySpan<byte> part)
            {
                part.CopyTo(buffer.AsSpan(length));
                length += part.Length;
            }
        }
        finally
        {
            // What guests said must not wait in the pool for its next renter.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    // Not pooled: a cancelled call leaves its bytes to the client, which may send them later.
    private static ReadOnlyMemory<byte> Write<T>(T value, Action<T, IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        write(value, buffer);
        return buffer.WrittenMemory;
    }
}
