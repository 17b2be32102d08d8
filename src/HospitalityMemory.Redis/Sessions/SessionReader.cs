using HospitalityMemory.Stores;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>Reads sessions. For a session that this process knows, Redis sends only what is new.</summary>
internal sealed class SessionReader(RedisCaller redis, RedisSessionKeys keys, KnownSessions known, GuestIndex index)
{
    /// <summary>Reads a session and extends its lifetime.</summary>
    public ValueTask<Session?> GetAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var (before, values) = Prepare(sessionId);
        StepValues.SetUse(values, sessionId, now, limits);
        return ReadAsync(sessionId, before, values, now, cancellationToken);
    }

    /// <summary>Reads a session without extending its lifetime.</summary>
    public ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (before, values) = Prepare(sessionId);
        (values[0], values[1], values[2], values[3], values[4]) = (sessionId, RedisTime.Format(now), "", "", "");
        return ReadAsync(sessionId, before, values, now, cancellationToken);
    }

    /// <summary>Reads a session without its messages.</summary>
    public async ValueTask<SessionInfo?> PeekInfoAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var answer = await redis.ReadAsync(
            SessionScripts.Info, keys.ShardOf(sessionId).OwnOf(sessionId), [sessionId, RedisTime.Format(now)], cancellationToken)
            .ConfigureAwait(false);
        return answer.IsNull ? null : ReadInfo(sessionId, answer);
    }

    /// <summary>Reads some messages and extends the session's lifetime.</summary>
    public async ValueTask<StoredMessages?> GetMessagesAsync(
        string sessionId, MessageRange range, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var values = new RedisValue[StepValues.OfUse + 2];
        StepValues.SetUse(values, sessionId, now, limits);
        values[StepValues.OfUse] = range.Max;
        values[StepValues.OfUse + 1] = range.After is { } after ? after : "";
        var answer = await redis.ReadAsync(
            SessionScripts.Messages, keys.ShardOf(sessionId).Of(sessionId), values, cancellationToken).ConfigureAwait(false);
        if (answer.IsNull)
        {
            return null;
        }

        await index.FollowAsync(sessionId, (string?)answer[0], now, cancellationToken).ConfigureAwait(false);
        var messages = Array.ConvertAll((byte[][])answer[4]!, static item => SessionItems.ReadStored(item));
        return new(messages, (int)answer[1], (long)answer[2], (long)answer[3]);
    }

    /// <summary>Makes a session of the first values of a script's answer: expiry, update, whether it is incomplete, and state.</summary>
    /// <exception cref="UnreadableDataException">The state cannot be read, or is another session's.</exception>
    public static SessionInfo ReadInfo(string sessionId, RedisResult answer)
    {
        var info = MemoryJson.ReadSessionState((byte[]?)answer[3]);
        ThrowIfAnothers(info, sessionId);
        return info with
        {
            ExpiresAt = RedisTime.Parse((byte[]?)answer[0]),
            UpdatedAt = RedisTime.Parse((byte[]?)answer[1]),
            IsIncomplete = info.IsIncomplete || (bool)answer[2],
        };
    }

    private (KnownSession? Before, RedisValue[] Values) Prepare(string sessionId)
    {
        var before = known.Find(sessionId);
        var values = new RedisValue[before is null ? StepValues.OfUse : StepValues.OfUse + 5];
        if (before is not null)
        {
            values[StepValues.OfUse] = before.ListStamp;
            values[StepValues.OfUse + 1] = before.LastSequence;
            values[StepValues.OfUse + 2] = before.LastDigest;
            values[StepValues.OfUse + 3] = before.StateStamp;
            values[StepValues.OfUse + 4] = before.Session.Messages.Count;
        }

        return (before, values);
    }

    private async ValueTask<Session?> ReadAsync(
        string sessionId, KnownSession? before, RedisValue[] values, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var answer = await redis.ReadAsync(
            SessionScripts.Read, keys.ShardOf(sessionId).Of(sessionId), values, cancellationToken).ConfigureAwait(false);
        if (answer.IsNull)
        {
            known.Forget(sessionId);
            return null;
        }

        var current = KnownSession.FromRead(answer, before);
        ThrowIfAnothers(current.Session, sessionId);
        if (!ReferenceEquals(current, before))
        {
            known.Keep(sessionId, current);
        }

        await index.FollowAsync(sessionId, (string?)answer[3], now, cancellationToken).ConfigureAwait(false);
        return current.Session with
        {
            ExpiresAt = RedisTime.Parse((byte[]?)answer[0]),
            UpdatedAt = RedisTime.Parse((byte[]?)answer[1]),
            IsIncomplete = current.Session.IsIncomplete || (bool)answer[2],
        };
    }

    private static void ThrowIfAnothers(SessionInfo session, string sessionId)
    {
        if (session.SessionId != sessionId)
        {
            throw new MisplacedDataException(StoredDataKind.Session);
        }
    }
}
