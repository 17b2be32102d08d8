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
/// <param name="ListStamp">Made anew whenever messages changed otherwise than by new ones, or by the oldest going.</param>
/// <param name="StateStamp">Made anew with every write of the state.</param>
/// <param name="LastDigest">
/// The SHA-1 of the last item as Redis has it; empty where there is none. A number alone would not do: a failover may
/// lose the latest writes, and give their numbers to others.
/// </param>
/// <param name="SizeBytes">About what it holds.</param>
internal sealed record KnownSession(Session Session, RedisValue ListStamp, RedisValue StateStamp, string LastDigest, long SizeBytes)
{
    /// <summary>How long an answer is that says that all of it holds still.</summary>
    private const int UnchangedLength = 4;

    /// <summary>How long one is that says so of the state.</summary>
    private const int SameStateLength = 6;

    /// <summary>The number of the last message.</summary>
    public long LastSequence => Session.Messages is [.., var last] ? last.Sequence : 0;

    /// <summary>What the script <c>read</c> answered.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="before">What was known before; null for nothing.</param>
    /// <returns>The session as it is now; the same instance where nothing has changed.</returns>
    public static KnownSession FromRead(RedisResult answer, KnownSession? before)
    {
        if (answer.Length == UnchangedLength)
        {
            return before!;
        }

        var (kept, items) = ((int)answer[4], (byte[][])answer[5]!);
        if (answer.Length == SameStateLength)
        {
            return before!.With(kept, items);
        }

        var (state, stamp, list) = ((byte[]?)answer[6], (RedisValue)answer[7], (RedisValue)answer[8]);
        if (kept < 0)
        {
            return new(
                SessionItems.ReadSession(state, items),
                list,
                stamp,
                items is [.., var last] ? DigestOf(last) : "",
                (state?.Length ?? 0) + items.Sum(static item => (long)item.Length));
        }

        var current = before! with { Session = new(MemoryJson.ReadSessionState(state), before.Session.Messages), StateStamp = stamp };
        return current.With(kept, items);
    }

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
            messages[older + i] = SessionItems.ReadMessage(added[i]);
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
