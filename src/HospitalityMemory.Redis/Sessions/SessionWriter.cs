using System.Security.Cryptography;
using HospitalityMemory.Stores;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>The writes of a session. A change of its guest is written to the guest's index as well.</summary>
internal sealed class SessionWriter(
    RedisCaller redis, RedisSessionKeys keys, KnownSessions known, GuestIndex index, SessionBooks books)
{
    /// <summary>How many values of an append come before the messages.</summary>
    private const int AppendSettings = 7;

    /// <summary>The place of the owner among the values of a replacement.</summary>
    private const int ReplaceOwner = 12;

    private static readonly SessionWriteResult NotFound = new(SessionWriteStatus.NotFound);

    /// <summary>What the scripts answer first.</summary>
    private enum Answer
    {
        Missing = 0,
        Done = 1,
        Conflict = 2,
        TooLarge = 3,
        IndexNeeded = 5,
    }

    public async ValueTask<SessionWriteResult> TryCreateAsync(
        Session session, SessionLimits limits, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var state = SessionJson.WriteState(session);
        if (state.Length > limits.MaxSessionBytes)
        {
            return TooLarge(state.Length);
        }

        // A guest's index has its own place, so that it cannot be part of the step: it is written first. Should the
        // step then fail, the index names a session that is not there, which readers bear.
        IndexEntry? entry = session.UserId is { } userId
            ? await index.AddAsync(session.SessionId, userId, session.CreatedAt, cancellationToken).ConfigureAwait(false)
            : null;
        var shard = keys.ShardOf(session.SessionId);
        var answer = await redis.WriteAsync(
            SessionScripts.Create,
            [shard.Session(session.SessionId), shard.Messages(session.SessionId), shard.Expiry, shard.Sizes, shard.Owners],
            CreateValues(session, state, entry),
            cancellationToken).ConfigureAwait(false);
        if (Of(answer) is Answer.Missing)
        {
            await index.UndoAsync(session.SessionId, entry, cancellationToken).ConfigureAwait(false);
            return new(SessionWriteStatus.AlreadyExists);
        }

        books.CountExpired((int)answer[1]);
        if (SessionOwner.Parse((string?)answer[2]) is { } former && former.UserId != session.UserId)
        {
            await index.ForgetAsync(session.SessionId, former, cancellationToken).ConfigureAwait(false);
        }

        return new(SessionWriteStatus.Done)
        {
            Session = session.Messages.Count is 0 ? session : session with { Messages = MessageList.Empty },
        };
    }

    public async ValueTask<SessionWriteResult> TryReplaceAsync(
        Session session, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (state, stamp, before) = (SessionJson.WriteState(session), NewStateStamp(), known.Find(session.SessionId));
        var shard = keys.ShardOf(session.SessionId);
        RedisKey[] names = [shard.Session(session.SessionId), shard.Messages(session.SessionId), shard.Sizes, shard.Owners];
        var values = ReplaceValues(session, state, stamp, before, now, limits);
        var answer = await redis.WriteAsync(SessionScripts.Replace, names, values, cancellationToken).ConfigureAwait(false);
        IndexEntry? entry = null;
        if (Of(answer) is Answer.IndexNeeded)
        {
            entry = await index.AddAsync(session.SessionId, session.UserId!, now, cancellationToken).ConfigureAwait(false);
            values[ReplaceOwner] = entry.Value.Owner.ToString();
            answer = await redis.WriteAsync(SessionScripts.Replace, names, values, cancellationToken).ConfigureAwait(false);
        }

        if (Of(answer) is not Answer.Done)
        {
            await index.UndoAsync(session.SessionId, entry, cancellationToken).ConfigureAwait(false);
            return Refused(answer);
        }

        var current = KnownSession.FromReplace(state.Span, stamp, answer, session, before);
        known.Keep(session.SessionId, current);
        await index.ForgetAsync(session.SessionId, SessionOwner.Parse((string?)answer[2]), cancellationToken).ConfigureAwait(false);
        return new(SessionWriteStatus.Done)
        {
            Session = current.Session with { ExpiresAt = RedisTime.Parse((byte[])answer[1]!), UpdatedAt = session.UpdatedAt },
        };
    }

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId,
        IReadOnlyList<SessionMessage> messages,
        DateTimeOffset now,
        SessionLimits limits,
        CancellationToken cancellationToken)
    {
        var values = AppendValues(sessionId, messages.Count, now, limits);
        for (var i = 0; i < messages.Count; i++)
        {
            values[AppendSettings + i] = SessionJson.WriteUnnumbered(messages[i]);
        }

        return AppendAsync(sessionId, values, cancellationToken);
    }

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, SessionMessage message, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var values = AppendValues(sessionId, 1, now, limits);
        values[AppendSettings] = SessionJson.WriteUnnumbered(message);
        return AppendAsync(sessionId, values, cancellationToken);
    }

    public async ValueTask<bool> DeleteAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        known.Forget(sessionId);
        var shard = keys.ShardOf(sessionId);
        var owner = await redis.WriteAsync(
            SessionScripts.Delete,
            [shard.Session(sessionId), shard.Messages(sessionId), shard.Expiry, shard.Sizes, shard.Owners],
            [sessionId, RedisTime.Format(now)],
            cancellationToken).ConfigureAwait(false);
        if (owner.IsNull)
        {
            return false;
        }

        await index.ForgetAsync(sessionId, SessionOwner.Parse((string?)owner), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, RedisValue[] values, CancellationToken cancellationToken)
    {
        var shard = keys.ShardOf(sessionId);
        var answer = await redis.WriteAsync(
            SessionScripts.Append,
            [shard.Session(sessionId), shard.Messages(sessionId), shard.Sizes],
            values,
            cancellationToken).ConfigureAwait(false);
        return Of(answer) is Answer.Done
            ? new(SessionWriteStatus.Done)
            {
                FirstSequence = (long)answer[1],
                DroppedMessages = SessionJson.ReadMessages((byte[][])answer[2]!),
            }
            : Refused(answer);
    }

    private static RedisValue[] CreateValues(Session session, ReadOnlyMemory<byte> state, IndexEntry? entry) =>
    [
        session.SessionId,
        RedisTime.Format(session.CreatedAt),
        RedisTime.Format(session.ExpiresAt),
        RedisTime.Format(session.CreatedAt),
        RedisTime.Format(session.UpdatedAt),
        session.Version,
        state,
        entry?.Owner.ToString() ?? "",
        NewStateStamp(),
    ];

    private static RedisValue[] ReplaceValues(
        Session session, ReadOnlyMemory<byte> state, RedisValue stamp, KnownSession? before, DateTimeOffset now, SessionLimits limits)
    {
        RedisValue[] values =
        [
            session.SessionId,
            RedisTime.Format(now),
            RedisTime.Format(now + limits.Lifetime),
            RedisTime.Format(limits.MaximumLifetime),
            RedisTime.Format(session.CreatedAt),
            RedisTime.Format(session.UpdatedAt),
            session.Version - 1,
            session.Version,
            state,
            limits.MaxSessionBytes,
            session.UserId ?? "",
            stamp,
            "",
        ];
        return before is null ? values : [.. values, before.Incarnation, before.LastSequence, before.LastDigest];
    }

    private static RedisValue[] AppendValues(string sessionId, int messages, DateTimeOffset now, SessionLimits limits)
    {
        var values = new RedisValue[AppendSettings + messages];
        values[0] = sessionId;
        values[1] = RedisTime.Format(now);
        values[2] = RedisTime.Format(now + limits.Lifetime);
        values[3] = RedisTime.Format(limits.MaximumLifetime);
        values[4] = limits.MaxMessages;
        values[5] = limits.MaxSessionBytes;
        values[6] = limits.WantsDroppedMessages;
        return values;
    }

    private static RedisValue NewStateStamp() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    private static Answer Of(RedisResult answer) => (Answer)(int)answer[0];

    private static SessionWriteResult Refused(RedisResult answer) => Of(answer) switch
    {
        Answer.Missing => NotFound,
        Answer.Conflict => new(SessionWriteStatus.Conflict),
        _ => TooLarge((long)answer[1]),
    };

    private static SessionWriteResult TooLarge(long size) => new(SessionWriteStatus.TooLarge) { SizeBytes = size };
}
