using System.Security.Cryptography;
using HospitalityMemory.Stores;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>The writes of a session's state. That one gets its guest is written to the guest's index as well.</summary>
internal sealed class StateWriter(
    RedisCaller redis, RedisSessionKeys keys, KnownSessions known, GuestIndex index, SessionBooks books)
{
    /// <summary>The places of the owner and of its expiry among the values of a replacement.</summary>
    private const int ReplaceOwner = StepValues.OfWrite + 11;

    public async ValueTask<SessionWriteResult> TryCreateAsync(
        SessionInfo session, SessionLimits limits, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var state = SessionItems.WriteState(session);
        if (state.Length > limits.MaxSessionBytes)
        {
            return new(SessionWriteStatus.TooLarge) { SizeBytes = state.Length };
        }

        // A guest's index has its own place, so that it cannot be part of the step: it is written first. Should the
        // step then fail, the index names a session that is not there, which readers bear.
        IndexEntry? entry = session.UserId is not null
            ? await index.AddAsync(session, session.ExpiresAt, session.CreatedAt, cancellationToken).ConfigureAwait(false)
            : null;
        var answer = await redis.WriteAsync(
            SessionScripts.Create,
            keys.ShardOf(session.SessionId).Of(session.SessionId),
            CreateValues(session, limits, state, entry),
            cancellationToken).ConfigureAwait(false);
        if (!StepAnswer.IsDone(answer))
        {
            await index.UndoAsync(session.SessionId, entry, cancellationToken).ConfigureAwait(false);
            return new(SessionWriteStatus.AlreadyExists);
        }

        var hasExpired = (bool)answer[1];
        books.CountExpired(hasExpired ? 1 : 0);
        if (SessionOwner.Parse((string?)answer[2]) is { } former && former.UserId != session.UserId)
        {
            await index.ForgetAsync(session.SessionId, former, cancellationToken).ConfigureAwait(false);
        }

        return new(SessionWriteStatus.Done)
        {
            Info = WithoutMessages(session),
            Ended = hasExpired ? [new(session.SessionId, SessionEndReason.Expired)] : null,
        };
    }

    public async ValueTask<SessionWriteResult> TryReplaceAsync(
        SessionInfo session, TrimmedTaken? taken, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var names = keys.ShardOf(session.SessionId).Of(session.SessionId);
        var values = ReplaceValues(session, taken, now, limits);
        var answer = await redis.WriteAsync(SessionScripts.Replace, names, values, cancellationToken).ConfigureAwait(false);
        IndexEntry? entry = null;
        if (StepAnswer.NeedsIndex(answer))
        {
            var expiresAt = now + limits.LifetimeOf(session);
            entry = await index.AddAsync(session, expiresAt, now, cancellationToken).ConfigureAwait(false);
            values[ReplaceOwner] = entry.Value.Owner.ToString();
            values[ReplaceOwner + 1] = GuestIndex.KeptFor(expiresAt);
            answer = await redis.WriteAsync(SessionScripts.Replace, names, values, cancellationToken).ConfigureAwait(false);
        }

        if (!StepAnswer.IsDone(answer))
        {
            await index.UndoAsync(session.SessionId, entry, cancellationToken).ConfigureAwait(false);
            return StepAnswer.Refused(answer);
        }

        await index.FollowAsync(session.SessionId, (string?)answer[3], now, cancellationToken).ConfigureAwait(false);
        return new(SessionWriteStatus.Done)
        {
            Info = WithoutMessages(session) with
            {
                ExpiresAt = RedisTime.Parse((byte[])answer[1]!),
                UpdatedAt = RedisTime.Parse((byte[])answer[2]!),
                IsIncomplete = session.IsIncomplete || (bool)answer[4],
            },
            Trimmed = (int)answer[5],
            Waiting = (int)answer[6],
            WaitingLost = (int)answer[7],
        };
    }

    public async ValueTask<bool> DeleteAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        known.Forget(sessionId);
        var owner = await redis.WriteAsync(
            SessionScripts.Delete,
            keys.ShardOf(sessionId).Of(sessionId),
            [sessionId, RedisTime.Format(now)],
            cancellationToken).ConfigureAwait(false);
        if (owner.IsNull)
        {
            return false;
        }

        await index.ForgetAsync(sessionId, SessionOwner.Parse((string?)owner), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static SessionInfo WithoutMessages(SessionInfo session) =>
        session is Session { Messages.Count: > 0 } whole ? whole with { Messages = MessageList.Empty } : session;

    private static RedisValue[] CreateValues(SessionInfo session, SessionLimits limits, ReadOnlyMemory<byte> state, IndexEntry? entry) =>
    [
        session.SessionId,
        RedisTime.Format(session.CreatedAt),
        RedisTime.Format(session.ExpiresAt),
        RedisTime.Format(session.CreatedAt),
        RedisTime.Format(session.UpdatedAt),
        session.Version,
        state,
        entry?.Owner.ToString() ?? "",
        NewStamp(),
        RedisTime.Format(limits.LifetimeOf(session)),
        RedisTime.Format(session.Lifetime),
        RedisTime.Format(session.MaximumLifetime),
        session.IsIncomplete,
        GuestIndex.KeptFor(session.ExpiresAt),
    ];

    private static RedisValue[] ReplaceValues(SessionInfo session, TrimmedTaken? taken, DateTimeOffset now, SessionLimits limits)
    {
        var values = new RedisValue[ReplaceOwner + 2];
        StepValues.SetWrite(values, session.SessionId, now, limits);
        ((RedisValue[])
        [
            RedisTime.Format(session.CreatedAt),
            RedisTime.Format(session.UpdatedAt),
            session.Version - 1,
            session.Version,
            SessionItems.WriteState(session),
            session.UserId ?? "",
            NewStamp(),
            RedisTime.Format(session.Lifetime),
            RedisTime.Format(session.MaximumLifetime),
            taken is { } claim ? StepValues.TokenOf(claim.Token) : "",
            taken?.Through ?? 0,
            "",
            "",
        ]).CopyTo(values, StepValues.OfWrite);
        return values;
    }

    private static RedisValue NewStamp() => RandomNumberGenerator.GetHexString(16, lowercase: true);
}
