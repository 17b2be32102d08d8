using System.Globalization;
using HospitalityMemory.Stores;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>The writes of a session's messages, and the claims on those that wait for a summary.</summary>
internal sealed class MessageWriter(RedisCaller redis, RedisSessionKeys keys, GuestIndex index)
{
    /// <summary>How many values of an append come before its messages. Each message takes <see cref="OfMessage"/> more.</summary>
    private const int AppendSettings = StepValues.OfWrite + 1;
    private const int OfMessage = 3;

    public async ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, MessageAppend append, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var values = AppendValues(sessionId, append.Messages.Count, now, limits);
        values[StepValues.OfWrite] = string.Join(
            ' ', append.Merges.Select(static merge => string.Create(CultureInfo.InvariantCulture, $"{merge.From} {merge.Into}")));
        for (var i = 0; i < append.Messages.Count; i++)
        {
            SetMessage(values.AsSpan(AppendSettings + (OfMessage * i)), append.Messages[i]);
        }

        return await AppendAsync(sessionId, append.Messages, values, now, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, NewMessage message, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var values = AppendValues(sessionId, 1, now, limits);
        values[StepValues.OfWrite] = "";
        SetMessage(values.AsSpan(AppendSettings), message);
        return AppendAsync(sessionId, [message], values, now, cancellationToken);
    }

    public async ValueTask<SessionWriteResult> TryReplaceMessageAsync(
        string sessionId, MessageReplacement replacement, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var values = new RedisValue[StepValues.OfWrite + 3];
        StepValues.SetWrite(values, sessionId, now, limits);
        values[StepValues.OfWrite] = replacement.Sequence;
        values[StepValues.OfWrite + 1] = replacement.Edits;
        values[StepValues.OfWrite + 2] = replacement.Message is { } message
            ? SessionItems.Write(message, replacement.Weight, replacement.IsSpared, replacement.StartsTurn)
            : "";
        var answer = await redis.WriteAsync(
            SessionScripts.Edit, keys.ShardOf(sessionId).Of(sessionId), values, cancellationToken).ConfigureAwait(false);
        if (!StepAnswer.IsDone(answer))
        {
            return StepAnswer.Refused(answer);
        }

        await index.FollowAsync(sessionId, (string?)answer[4], now, cancellationToken).ConfigureAwait(false);
        return new(SessionWriteStatus.Done)
        {
            Message = (bool)answer[5] ? replacement.Message : null,
            Trimmed = (int)answer[1],
            Waiting = (int)answer[2],
            WaitingLost = (int)answer[3],
        };
    }

    public async ValueTask<SessionWriteResult> ClearAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var values = new RedisValue[StepValues.OfUse];
        StepValues.SetUse(values, sessionId, now, limits);
        var answer = await redis.WriteAsync(
            SessionScripts.Clear, keys.ShardOf(sessionId).Of(sessionId), values, cancellationToken).ConfigureAwait(false);
        if (!StepAnswer.IsDone(answer))
        {
            return StepAnswer.Refused(answer);
        }

        await index.FollowAsync(sessionId, (string?)answer[1], now, cancellationToken).ConfigureAwait(false);
        return new(SessionWriteStatus.Done);
    }

    public async ValueTask<TrimmedMessages?> LeaseAsync(
        string sessionId, TrimmedLease lease, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var answer = await redis.WriteAsync(
            SessionScripts.Lease,
            keys.ShardOf(sessionId).Of(sessionId),
            [sessionId, RedisTime.Format(now), StepValues.TokenOf(lease.Token), RedisTime.Format(lease.Until)],
            cancellationToken).ConfigureAwait(false);
        return answer.IsNull
            ? null
            : new(
                SessionReader.ReadInfo(sessionId, answer),
                Array.ConvertAll((byte[][])answer[4]!, static item => SessionItems.ReadMessage(item)));
    }

    public async ValueTask ReleaseAsync(string sessionId, UInt128 token, CancellationToken cancellationToken) =>
        await redis.WriteAsync(
            SessionScripts.Release, keys.ShardOf(sessionId).Of(sessionId), [StepValues.TokenOf(token)], cancellationToken)
            .ConfigureAwait(false);

    private async ValueTask<SessionWriteResult> AppendAsync(
        string sessionId,
        IReadOnlyList<NewMessage> messages,
        RedisValue[] values,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var answer = await redis.WriteAsync(
            SessionScripts.Append, keys.ShardOf(sessionId).Of(sessionId), values, cancellationToken).ConfigureAwait(false);
        if (!StepAnswer.IsDone(answer))
        {
            return StepAnswer.Refused(answer);
        }

        if (answer.Length > 5)
        {
            await index.FollowAsync(sessionId, (string?)answer[5], now, cancellationToken).ConfigureAwait(false);
        }

        var (first, numbers) = ((long)answer[1], answer.Length > 6 ? (long[]?)answer[6] : null);
        return new(SessionWriteStatus.Done)
        {
            Message = numbers is null && messages is [var only] ? only.Message.WithSequence(first) : null,
            FirstSequence = first,
            Sequences = numbers,
            Trimmed = (int)answer[2],
            Waiting = (int)answer[3],
            WaitingLost = answer.Length > 4 ? (int)answer[4] : 0,
        };
    }

    private static RedisValue[] AppendValues(string sessionId, int messages, DateTimeOffset now, SessionLimits limits)
    {
        var values = new RedisValue[AppendSettings + (OfMessage * messages)];
        StepValues.SetWrite(values, sessionId, now, limits);
        return values;
    }

    private static void SetMessage(Span<RedisValue> values, in NewMessage message)
    {
        values[0] = message.Group.IsOfAppend ? -1 - message.Group.Index : message.Group.Number;
        values[1] = StepValues.HashOf(message.IdHash);
        values[2] = SessionItems.Write(message.Message, message.Weight, message.IsSpared, message.StartsTurn);
    }
}
