using System.Globalization;
using System.Security.Cryptography;
using HospitalityMemory.Stores;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>Which sessions a guest has.</summary>
/// <remarks>
/// A guest's index is a hash from session id to stamp. It names every session of the guest, and may name some that are
/// not: one whose creation failed, or that expired. Those are passed over, and taken out once they are older than any
/// call can be under way. An entry is only taken out with the stamp that was seen, lest one goes that was made anew
/// meanwhile.
/// </remarks>
internal sealed class GuestIndex(RedisCaller redis, RedisSessionKeys keys, SessionReader reader)
{
    /// <summary>
    /// How old an entry of a guest's index is that no call under way can have made, clocks that differ allowed for.
    /// </summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(5);

    /// <summary>The live sessions of a guest, in the order of the contract.</summary>
    public async ValueTask<IReadOnlyList<Session>> ListAsync(
        string userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var index = await redis.ReadHashAsync(keys.UserIndex(userId), cancellationToken).ConfigureAwait(false);
        var reads = Array.ConvertAll(index, entry => reader.PeekAsync(entry.Name.ToString(), now, cancellationToken).AsTask());
        var found = await Task.WhenAll(reads).ConfigureAwait(false);

        var sessions = new List<Session>(found.Length);
        List<RedisValue>? leftovers = null;
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i] is { } session && session.UserId == userId)
            {
                sessions.Add(session);
            }
            else if (IsSettled(index[i].Value, now))
            {
                (leftovers ??= []).AddRange([index[i].Name, index[i].Value, ""]);
            }
        }

        if (leftovers is not null)
        {
            await redis.WriteAsync(
                SessionScripts.RemoveFromIndex, [keys.UserIndex(userId)], [.. leftovers], cancellationToken).ConfigureAwait(false);
        }

        sessions.Sort(StoreOrder.OfSessions);
        return sessions;
    }

    /// <summary>Notes that a session is, or is about to be, the guest's.</summary>
    public async ValueTask<IndexEntry> AddAsync(
        string sessionId, string userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var owner = Stamp(userId, now);
        var former = await redis.WriteAsync(
            SessionScripts.AddToIndex, [keys.UserIndex(userId)], [sessionId, owner.Stamp], cancellationToken).ConfigureAwait(false);
        return new(owner, (string?)former);
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

    private static SessionOwner Stamp(string userId, DateTimeOffset now) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{now.ToUnixTimeMilliseconds()}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}"),
        userId);

    /// <summary>
    /// Whether an entry is so old that whoever made it has created its session by now, or never will.
    /// </summary>
    private static bool IsSettled(RedisValue stamp, DateTimeOffset now)
    {
        var text = stamp.ToString();
        var end = text.LastIndexOf('-');
        return end <= 0
            || !long.TryParse(text.AsSpan(0, end), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var made)
            || made + Settled.TotalMilliseconds < now.ToUnixTimeMilliseconds();
    }
}
