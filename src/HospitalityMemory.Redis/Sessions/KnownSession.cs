using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using HospitalityMemory.Stores;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>
/// A session as this process read or wrote it last. Redis need not send again what has not changed. What is known is used only as far as
/// the scripts confirm it.
/// </summary>
/// <param name="Session">The session. Its times are those of that read or write.</param>
/// <param name="ListStamp">Changes whenever the messages change in another way than by new ones or by the loss of the oldest.</param>
/// <param name="StateStamp">Changes with every write of the state.</param>
/// <param name="LastDigest">
/// The SHA-1 of the last item as Redis has it; empty if there is none. The number of the last message would not be enough: a failover may
/// lose the latest writes, and others then get their numbers.
/// </param>
/// <param name="SizeBytes">The approximate size.</param>
internal sealed record KnownSession(Session Session, RedisValue ListStamp, RedisValue StateStamp, string LastDigest, long SizeBytes)
{
    /// <summary>The length of an answer that says that everything still holds.</summary>
    private const int UnchangedLength = 4;

    /// <summary>The length of an answer that says that the state still holds.</summary>
    private const int SameStateLength = 6;

    /// <summary>The number of the last message.</summary>
    public long LastSequence => Session.Messages is [.., var last] ? last.Sequence : 0;

    /// <summary>Reads an answer of the script <c>read</c>.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="before">What was known before; null if nothing was.</param>
    /// <returns>The session as it is now; the same instance if nothing has changed.</returns>
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

    /// <summary>This session with the messages as they are now.</summary>
    /// <param name="kept">How many messages there are.</param>
    /// <param name="added">The messages after the last known one.</param>
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
