using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>Which sessions a guest has.</summary>
/// <remarks>
/// A guest's index is a hash from session id to stamp. It names every session of the guest, and may name some that are
/// not: one whose creation failed, or that expired. Those are passed over, and taken out once they are older than any
/// call can be under way. An entry is only taken out with the stamp that was seen, lest one goes that was made anew
/// meanwhile. The index outlives its sessions by a day; who uses a session in the second half of that is told to put
/// it into the index anew.
/// </remarks>
internal sealed class GuestIndex(RedisCaller redis, RedisSessionKeys keys)
{
    /// <summary>
    /// How old an entry of a guest's index is that no call under way can have made, clocks that differ allowed for.
    /// </summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(5);

    /// <summary>How much longer than its sessions an index is kept, and after how much of it that is done anew.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(24);
    private static readonly TimeSpan Half = TimeSpan.FromHours(12);

    /// <summary>Until which expiry of a session its guest's index is kept long enough, when it was entered for another.</summary>
    public static RedisValue KeptFor(DateTimeOffset expiresAt) => RedisTime.Format(expiresAt + Half);

    /// <summary>All that the index of a guest names.</summary>
    public ValueTask<HashEntry[]> ReadAsync(string userId, CancellationToken cancellationToken) =>
        redis.ReadHashAsync(keys.UserIndex(userId), cancellationToken);

    /// <summary>The same for an erasure, which does not depend on it: what is no index under the guest's key goes.</summary>
    public async ValueTask<HashEntry[]> ReadToEraseAsync(string userId, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(userId, cancellationToken).ConfigureAwait(false);
        }
        catch (CorruptDataException)
        {
            await RemoveAsync(userId, [], cancellationToken).ConfigureAwait(false);
            return [];
        }
    }

    /// <summary>Whether an entry is so old that whoever made it has created its session by now, or never will.</summary>
    public static bool IsSettled(RedisValue stamp, DateTimeOffset now) =>
        SessionOwner.Read(stamp.ToString()).Entered + Settled.TotalMilliseconds < now.ToUnixTimeMilliseconds();

    /// <summary>Takes entries out that name no session of the guest.</summary>
    public async ValueTask RemoveAsync(string userId, IEnumerable<HashEntry> entries, CancellationToken cancellationToken) =>
        await redis.WriteAsync(
            SessionScripts.RemoveFromIndex,
            [keys.UserIndex(userId)],
            [.. entries.SelectMany(static entry => (RedisValue[])[entry.Name, entry.Value, ""])],
            cancellationToken).ConfigureAwait(false);

    /// <summary>Notes that a session is, or is about to be, the guest's.</summary>
    public ValueTask<IndexEntry> AddAsync(
        SessionInfo session, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancellationToken) =>
        AddAsync(session.SessionId, SessionOwner.New(session.UserId!, session.CreatedAt, now), expiresAt, now, cancellationToken);

    /// <summary>Does what a script noted: puts a used session into its guest's index anew.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="note">Its expiry, a space, and its owner; empty for nothing to do.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask FollowAsync(string sessionId, string? note, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (note is null or "" || note.IndexOf(' ', StringComparison.Ordinal) is not (> 0 and var space)
            || SessionOwner.Parse(note[(space + 1)..]) is not { } owner)
        {
            return;
        }

        try
        {
            var expiresAt = RedisTime.Parse(System.Text.Encoding.UTF8.GetBytes(note[..space]));
            await AddAsync(sessionId, owner, expiresAt, now, cancellationToken).ConfigureAwait(false);
            await redis.WriteAsync(
                SessionScripts.Indexed,
                keys.ShardOf(sessionId).Of(sessionId),
                [sessionId, owner.ToString(), KeptFor(expiresAt)],
                cancellationToken).ConfigureAwait(false);
        }
        catch (MemoryUnavailableException)
        {
            // The step itself is done. The index is kept for hours still, and the session's next uses try again.
        }
    }

    /// <summary>Takes an entry back for which no session came, and puts back what it displaced.</summary>
    public async ValueTask UndoAsync(string sessionId, IndexEntry? made, CancellationToken cancellationToken)
    {
        if (made is { Owner: var owner } entry)
        {
            await redis.WriteAsync(
                SessionScripts.RemoveFromIndex,
                [keys.UserIndex(owner.UserId)],
                [sessionId, owner.Stamp, entry.FormerStamp ?? ""],
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a session that is gone, or another guest's now, out of its guest's index.</summary>
    public async ValueTask ForgetAsync(string sessionId, SessionOwner? former, CancellationToken cancellationToken)
    {
        if (former is { } owner)
        {
            await redis.WriteAsync(
                SessionScripts.RemoveFromIndex, [keys.UserIndex(owner.UserId)], [sessionId, owner.Stamp, ""], cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async ValueTask<IndexEntry> AddAsync(
        string sessionId, SessionOwner owner, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var former = await redis.WriteAsync(
            SessionScripts.AddToIndex,
            [keys.UserIndex(owner.UserId)],
            [sessionId, owner.Stamp, (long)Math.Max((expiresAt - now + Margin).TotalMilliseconds, 1)],
            cancellationToken).ConfigureAwait(false);
        return new(owner, (string?)former);
    }
}
