using System.Buffers;
using StackExchange.Redis;

namespace HospitalityMemory.Stores;

/// <summary>
/// A session as this process read it last, so that Redis need not send again what has not changed. It is never
/// believed: the stamps and the last message say what of it still holds.
/// </summary>
/// <param name="Session">The session; its times are those of the read.</param>
/// <param name="Incarnation">Made when the session was created: tells it from others that had the id.</param>
/// <param name="StateStamp">Made anew with every write of the state.</param>
/// <param name="LastMessage">
/// The last message as Redis has it. A number alone would not do: a failover may lose the latest writes, and give their
/// numbers to others.
/// </param>
/// <param name="SizeBytes">About what it holds.</param>
internal sealed record KnownSession(Session Session, RedisValue Incarnation, RedisValue StateStamp, byte[] LastMessage, long SizeBytes)
{
    private static ReadOnlySpan<byte> MessagesField => ",\"messages\":["u8;

    /// <summary>The number of the last message.</summary>
    public long LastSequence => Session.Messages[^1].Sequence;

    /// <summary>The whole session, as the script <c>read</c> answered.</summary>
    public static KnownSession FromAll(RedisResult answer)
    {
        var (state, messages) = ((byte[])answer[4]!, (byte[][])answer[6]!);
        return new(
            ReadSession(state, messages),
            (RedisValue)answer[2],
            (RedisValue)answer[3],
            messages is [.., var last] ? last : [],
            state.Length + messages.Sum(static message => (long)message.Length));
    }

    /// <summary>This, and what the script <c>read</c> answered to have changed since.</summary>
    /// <returns>The session as it is now; null where what is known is not what Redis has.</returns>
    public KnownSession? With(RedisResult answer)
    {
        var (kept, messages) = ((int)answer[5], (byte[][])answer[6]!);
        if (messages is not [var last, .. var added]
            || !last.AsSpan().SequenceEqual(LastMessage)
            || kept - added.Length > Session.Messages.Count)
        {
            return null;
        }

        var current = this;
        if ((byte[]?)answer[4] is { } state)
        {
            current = current with
            {
                Session = MemoryJson.ReadSession(state) with { Messages = Session.Messages },
                StateStamp = (RedisValue)answer[3],
            };
        }

        return added is [] && kept == Session.Messages.Count ? current : current.WithMessages(kept, added);
    }

    private KnownSession WithMessages(int kept, byte[][] added)
    {
        var messages = new SessionMessage[kept];
        var older = kept - added.Length;
        var skipped = Session.Messages.Count - older;
        for (var i = 0; i < older; i++)
        {
            messages[i] = Session.Messages[skipped + i];
        }

        for (var i = 0; i < added.Length; i++)
        {
            messages[older + i] = MemoryJson.ReadMessage(added[i]);
        }

        return this with
        {
            Session = Session with { Messages = MessageList.From(messages) },
            LastMessage = added is [.., var last] ? last : LastMessage,
            SizeBytes = SizeBytes + added.Sum(static message => (long)message.Length),
        };
    }

    /// <summary>
    /// State and messages as one document: to parse it once takes half as long as to parse each message.
    /// </summary>
    private static Session ReadSession(ReadOnlySpan<byte> state, byte[][] messages)
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
}
