using System.Security.Cryptography;
using HospitalityMemory.Stores;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>Writes the state of sessions. When a session gets its guest, the guest's index is written too.</summary>
internal sealed class StateWriter(
    RedisCaller redis, RedisSessionKeys keys, KnownSessions known, GuestIndex index, SessionBooks books)
{
    /// <summary>The position of the owner among the values of a replacement. The expiry of the owner's index entry follows it.</summary>
    private const int ReplaceOwner = StepValues.OfWrite + 11;

    /// <summary>The position of the guest from whom the session may be taken.</summary>
    private const int ReplaceTakenFrom = ReplaceOwner + 2;

    /// <summary>How many values a usual replacement takes: one without lifetimes of the session's own, claim and owner.</summary>
    private const int ReplaceUsual = StepValues.OfWrite + 7;

    /// <summary>The length of the answer when a replacement had no further effect.</summary>
    private const int UsualAnswer = 3;

    /// <summary>The position of the former owner in the longer answer.</summary>
    private const int FormerOwner = 8;

    public async ValueTask<SessionWriteResult> TryCreateAsync(
        SessionInfo session, SessionLimits limits, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var state = SessionItems.WriteState(session);
        if (!TrimmingLimits.Of(limits, state.Length).LeavesRoomBeside(sparedBytes: 0))
        {
            return new(SessionWriteStatus.TooLarge) { SizeBytes = state.Length };
        }

        // The guest's index may lie in another slot and cannot be written by the same script. It is written first. If the script then
        // fails, the index names a session that is not there, which readers skip.
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
        var isUsual = taken is null && session.Lifetime is null && session.MaxLifetime is null && limits.TakenFrom is null;
        var values = ReplaceValues(session, taken, now, limits, isUsual ? ReplaceUsual : ReplaceTakenFrom + 1);
        var answer = await redis.WriteAsync(SessionScripts.Replace, names, values, cancellationToken).ConfigureAwait(false);
        IndexEntry? entry = null;
        if (StepAnswer.NeedsIndex(answer))
        {
            var expiresAt = now + limits.LifetimeOf(session);
            entry = await index.AddAsync(session, expiresAt, now, cancellationToken).ConfigureAwait(false);
            values = ReplaceValues(session, taken, now, limits, ReplaceTakenFrom + 1);
            values[ReplaceOwner] = entry.Value.Owner.ToString();
            values[ReplaceOwner + 1] = GuestIndex.KeptFor(expiresAt);
            answer = await redis.WriteAsync(SessionScripts.Replace, names, values, cancellationToken).ConfigureAwait(false);
        }

        if (!StepAnswer.IsDone(answer))
        {
            await index.UndoAsync(session.SessionId, entry, cancellationToken).ConfigureAwait(false);
            return StepAnswer.Refused(answer);
        }

        var info = WithoutMessages(session) with
        {
            ExpiresAt = now + limits.Lifetime,
            IsIncomplete = session.IsIncomplete || (bool)answer[1],
        };
        return answer.Length is UsualAnswer
            ? new(SessionWriteStatus.Done) { Info = info, Waiting = (int)answer[2] }
            : await FollowAsync(info, answer, now, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Carries out the further effects of an unusual replacement, in the guest's index and in the result.</summary>
    private async ValueTask<SessionWriteResult> FollowAsync(
        SessionInfo session, RedisResult answer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await index.FollowAsync(session.SessionId, (string?)answer[5], now, cancellationToken).ConfigureAwait(false);
        await index.ForgetAsync(session.SessionId, SessionOwner.Parse((string?)answer[FormerOwner]), cancellationToken).ConfigureAwait(false);
        return new(SessionWriteStatus.Done)
        {
            Info = session with { ExpiresAt = RedisTime.Parse((byte[])answer[3]!), UpdatedAt = RedisTime.Parse((byte[])answer[4]!) },
            Trimmed = (int)answer[6],
            Waiting = (int)answer[2],
            WaitingLost = (int)answer[7],
        };
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
        RedisTime.Format(session.MaxLifetime),
        session.IsIncomplete,
        GuestIndex.KeptFor(session.ExpiresAt),
    ];

    private static RedisValue[] ReplaceValues(
        SessionInfo session, TrimmedTaken? taken, DateTimeOffset now, SessionLimits limits, int count)
    {
        var values = new RedisValue[count];
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
            RedisTime.Format(session.MaxLifetime),
            taken is { } claim ? StepValues.TokenOf(claim.Token) : "",
            taken?.Through ?? 0,
            "",
            "",
            limits.TakenFrom ?? "",
        ]).AsSpan(0, count - StepValues.OfWrite).CopyTo(values.AsSpan(StepValues.OfWrite));
        return values;
    }

    private static RedisValue NewStamp() => RandomNumberGenerator.GetHexString(16, lowercase: true);
}
