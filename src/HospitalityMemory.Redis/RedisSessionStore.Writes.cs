using System.Security.Cryptography;
using StackExchange.Redis;

namespace HospitalityMemory.Stores;

/// <content>The writes of a session.</content>
internal sealed partial class RedisSessionStore
{
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
        var state = Write(session, MemoryJson.WriteSessionState);
        if (state.Length > limits.MaxSessionBytes)
        {
            return TooLarge(state.Length);
        }

        // A guest's index has its own place, so that it cannot be part of the step: it is written first. Should the
        // step then fail, the index names a session that is not there, which readers bear.
        IndexEntry? entry = session.UserId is { } userId
            ? await AddToIndexAsync(session.SessionId, userId, session.CreatedAt, cancellationToken).ConfigureAwait(false)
            : null;
        var shard = _keys.ShardOf(session.SessionId);
        var answer = await _redis.WriteAsync(
            RedisScript.Create,
            [shard.Session(session.SessionId), shard.Messages(session.SessionId), shard.Expiry, shard.Sizes, shard.Owners],
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
            ],
            cancellationToken).ConfigureAwait(false);
        if ((Answer)(int)answer[0] is Answer.Missing)
        {
            await UndoAsync(session.SessionId, entry, cancellationToken).ConfigureAwait(false);
            return new(SessionWriteStatus.AlreadyExists);
        }

        Interlocked.Add(ref _expired, (long)answer[1]);
        if (SessionOwner.Parse((string?)answer[2]) is { } former && former.UserId != session.UserId)
        {
            await ForgetAsync(session.SessionId, former, cancellationToken).ConfigureAwait(false);
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
        var shard = _keys.ShardOf(session.SessionId);
        RedisKey[] keys = [shard.Session(session.SessionId), shard.Messages(session.SessionId), shard.Sizes, shard.Owners];
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
            Write(session, MemoryJson.WriteSessionState),
            limits.MaxSessionBytes,
            session.UserId ?? "",
            NewStateStamp(),
        ];
        var answer = await _redis.WriteAsync(RedisScript.Replace, keys, values, cancellationToken).ConfigureAwait(false);
        IndexEntry? entry = null;
        if ((Answer)(int)answer[0] is Answer.IndexNeeded)
        {
            entry = await AddToIndexAsync(session.SessionId, session.UserId!, now, cancellationToken).ConfigureAwait(false);
            answer = await _redis.WriteAsync(
                RedisScript.Replace, keys, [.. values, entry.Value.Owner.ToString()], cancellationToken).ConfigureAwait(false);
        }

        if ((Answer)(int)answer[0] is Answer.Done)
        {
            await ForgetAsync(session.SessionId, SessionOwner.Parse((string?)answer[2]), cancellationToken).ConfigureAwait(false);
            return new(SessionWriteStatus.Done);
        }

        await UndoAsync(session.SessionId, entry, cancellationToken).ConfigureAwait(false);
        return (Answer)(int)answer[0] switch
        {
            Answer.Missing => NotFound,
            Answer.Conflict => new(SessionWriteStatus.Conflict),
            _ => TooLarge((long)answer[1]),
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
            values[AppendSettings + i] = WriteUnnumbered(messages[i]);
        }

        return AppendAsync(sessionId, values, cancellationToken);
    }

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, SessionMessage message, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var values = AppendValues(sessionId, 1, now, limits);
        values[AppendSettings] = WriteUnnumbered(message);
        return AppendAsync(sessionId, values, cancellationToken);
    }

    /// <summary>How many values come before the messages.</summary>
    private const int AppendSettings = 7;

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

    private async ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, RedisValue[] values, CancellationToken cancellationToken)
    {
        var shard = _keys.ShardOf(sessionId);
        var answer = await _redis.WriteAsync(
            RedisScript.Append,
            [shard.Session(sessionId), shard.Messages(sessionId), shard.Sizes],
            values,
            cancellationToken).ConfigureAwait(false);
        return (Answer)(int)answer[0] switch
        {
            Answer.Missing => NotFound,
            Answer.TooLarge => TooLarge((long)answer[1]),
            _ => new(SessionWriteStatus.Done)
            {
                FirstSequence = (long)answer[1],
                DroppedMessages = ReadMessages((byte[][])answer[2]!),
            },
        };
    }

    private static RedisValue NewStateStamp() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>
    /// The message as JSON without its opening brace: the script puts that and the number before it.
    /// </summary>
    private static ReadOnlyMemory<byte> WriteUnnumbered(SessionMessage message) =>
        Write(message.WithSequence(0), MemoryJson.WriteMessage)[1..];

    private static SessionWriteResult TooLarge(long size) => new(SessionWriteStatus.TooLarge) { SizeBytes = size };
}
