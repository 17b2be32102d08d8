using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using HospitalityMemory.Stores;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>
/// A session as this process read or wrote it last, so that Redis need not send again what has not changed. It is never
/// believed: the scripts say what of it still holds.
/// </summary>
/// <param name="Session">The session; its times are those of the read or the write.</param>
/// <param name="Incarnation">Made when the session was created: tells it from others that had the id.</param>
/// <param name="StateStamp">Made anew with every write of the state.</param>
/// <param name="LastDigest">
/// The SHA-1 of the last message as Redis has it; empty where there is none. A number alone would not do: a failover may
/// lose the latest writes, and give their numbers to others.
/// </param>
/// <param name="SizeBytes">About what it holds.</param>
internal sealed record KnownSession(Session Session, RedisValue Incarnation, RedisValue StateStamp, string LastDigest, long SizeBytes)
{
    /// <summary>The number of the last message.</summary>
    public long LastSequence => Session.Messages is [.., var last] ? last.Sequence : 0;

    /// <summary>What the script <c>read</c> answered.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="before">What was known before; null for nothing.</param>
    /// <returns>The session as it is now; the same instance where nothing has changed.</returns>
    public static KnownSession FromRead(RedisResult answer, KnownSession? before)
    {
        var (kept, messages) = ((int)answer[5], (byte[][])answer[6]!);
        var (incarnation, stamp, state) = ((RedisValue)answer[2], (RedisValue)answer[3], (byte[]?)answer[4]);
        if (kept < 0)
        {
            return FromAll(state!, incarnation, stamp, messages);
        }

        var current = state is null
            ? before!
            : before! with { Session = MemoryJson.ReadSession(state) with { Messages = before.Session.Messages }, StateStamp = stamp };
        return current.With(kept, messages);
    }

    /// <summary>A session whose state was written, and what the script <c>replace</c> answered of its messages.</summary>
    /// <param name="state">What was written.</param>
    /// <param name="stamp">The stamp under which it was.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="written">The session of that state.</param>
    /// <param name="before">What was known before; null for nothing.</param>
    public static KnownSession FromReplace(
        ReadOnlySpan<byte> state, RedisValue stamp, RedisResult answer, Session written, KnownSession? before)
    {
        var (kept, messages) = ((int)answer[4], (byte[][])answer[5]!);
        return kept < 0
            ? FromAll(state, (RedisValue)answer[3], stamp, messages)
            : (before! with { Session = written with { Messages = before.Session.Messages }, StateStamp = stamp }).With(kept, messages);
    }

    private static KnownSession FromAll(ReadOnlySpan<byte> state, RedisValue incarnation, RedisValue stamp, byte[][] messages) => new(
        SessionJson.ReadSession(state, messages),
        incarnation,
        stamp,
        messages is [.., var last] ? DigestOf(last) : "",
        state.Length + messages.Sum(static message => (long)message.Length));

    /// <summary>This, with the messages as they are now.</summary>
    /// <param name="kept">How many there are.</param>
    /// <param name="added">Those after the last one known.</param>
    private KnownSession With(int kept, byte[][] added)
    {
        if (added is [] && kept == Session.Messages.Count)
        {
            return this;
        }

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
            LastDigest = added is [.., var last] ? DigestOf(last) : LastDigest,
            SizeBytes = SizeBytes + added.Sum(static message => (long)message.Length),
        };
    }

    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "It is the one that scripts have; it tells a lost write from another.")]
    private static string DigestOf(byte[] message) => Convert.ToHexStringLower(SHA1.HashData(message));
}
