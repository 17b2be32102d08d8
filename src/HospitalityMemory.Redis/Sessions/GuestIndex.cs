using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>The index of each guest's sessions.</summary>
/// <remarks>
/// A guest's index is a hash from session id to stamp. It names every session of the guest, and may name others: one whose creation failed,
/// or one that expired. Such entries are skipped, and are removed once no call that is still under way can have made them. An entry is
/// removed only with the stamp that was seen; otherwise an entry that was made again meanwhile could go. The index outlives its sessions by
/// a day. A call that uses a session in the second half of that day is told to enter it again.
/// </remarks>
internal sealed class GuestIndex(RedisCaller redis, RedisSessionKeys keys)
{
    /// <summary>
    /// The age at which no call that is still under way can have made an entry. It allows for clocks that differ.
    /// </summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(5);

    /// <summary>How much longer than its sessions an index is kept. After half of that time its life is extended.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(24);
    private static readonly TimeSpan Half = TimeSpan.FromHours(12);

    /// <summary>
    /// The latest expiry of a session for which its guest's index is kept long enough, if the session is entered with this expiry.
    /// </summary>
    public static RedisValue KeptFor(DateTimeOffset expiresAt) => RedisTime.Format(expiresAt + Half);

    /// <summary>Reads all entries of a guest's index.</summary>
    public ValueTask<HashEntry[]> ReadAsync(string userId, CancellationToken cancellationToken) =>
        redis.ReadHashAsync(keys.UserIndex(userId), cancellationToken);

    /// <summary>Reads the entries for an erasure, which must go on without them: anything else under the guest's key is removed.</summary>
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

    /// <summary>Removes entries that name no session of the guest.</summary>
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

    /// <summary>Follows a script's note: enters a used session in its guest's index again.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="note">The session's expiry, a space, and its owner; empty if there is nothing to do.</param>
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
            // The step itself is done. The index is still kept for hours, and the session's next uses try again.
        }
    }

    /// <summary>Removes an entry whose session was not created, and puts back the entry that it displaced.</summary>
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

    /// <summary>Removes a session that is gone, or that is now another guest's, from its former guest's index.</summary>
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
