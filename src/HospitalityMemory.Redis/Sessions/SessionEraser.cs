using System.Diagnostics.CodeAnalysis;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Redis;

/// <summary>Erases a guest's sessions by their keys.</summary>
/// <remarks>
/// It erases the sessions that the guest's index names, and those that the books of any shard have as the guest's. Each of the two finds
/// what the other has lost; together they find expired sessions too, and messages whose session is gone. The index is cleared last: if an
/// erasure breaks off, the next one still finds the sessions.
/// </remarks>
internal sealed class SessionEraser(
    RedisCaller redis, RedisSessionKeys keys, KnownSessions known, GuestIndex index, SessionReader reader, SessionBooks books)
{
    /// <summary>How many calls are under way at once. Redis serves other calls in between.</summary>
    private const int AtOnce = 64;

    /// <summary>What a script found.</summary>
    private enum Found
    {
        Nothing = 0,
        LeftOver = 1,
        Expired = 2,
        Live = 3,
    }

    public async ValueTask<ErasedSessions> EraseAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var entries = await index.ReadToEraseAsync(userId, cancellationToken).ConfigureAwait(false);
        string[] named = [.. entries.Select(static entry => entry.Name.ToString())];
        var (owned, _) = await FindOwnedAsync(userId, cancellationToken).ConfigureAwait(false);
        string[] ids = [.. named.Union(owned, StringComparer.Ordinal)];
        var erased = await EachAsync(ids, id => EraseAsync(id, userId, now, cancellationToken)).ConfigureAwait(false);
        if (entries is not [])
        {
            // Entries without a session are removed too. A session whose creation is under way will be in its shard's books in a moment.
            await index.RemoveAsync(userId, entries, cancellationToken).ConfigureAwait(false);
        }

        SessionEnd[] ended = [.. erased.Where(static one => one.Found > Found.LeftOver).Select(static one => one.End)];
        var (left, closed) = await FindOwnedAsync(userId, cancellationToken).ConfigureAwait(false);
        var count = erased.Count(static one => one.Found > Found.Nothing);
        books.CountExpired(ended.Count(static end => end.Reason is SessionEndReason.Expired));
        return new()
        {
            Found = count,
            Erased = count,
            Ended = ended,
            Unreadable = erased.Count(static one => one is { Found: > Found.LeftOver, CanRead: false }),
            Left = left.Count + closed,
        };
    }

    /// <summary>
    /// Finds the guest's sessions in the books of all shards, and counts the books that cannot be read because another program has put
    /// something else under their keys. Each of those may hold a session of the guest.
    /// </summary>
    private async ValueTask<(List<string> Ids, int Closed)> FindOwnedAsync(string userId, CancellationToken cancellationToken)
    {
        var owned = await EachAsync(keys.Shards, FindAsync).ConfigureAwait(false);
        return ([.. owned.OfType<string[]>().SelectMany(static ids => ids)], owned.Count(static ids => ids is null));

        async Task<string[]?> FindAsync(RedisSessionKeys.Shard shard)
        {
            try
            {
                return (string[])(await redis.ReadAsync(SessionScripts.Owned, [shard.Owners], [userId], cancellationToken).ConfigureAwait(false))!;
            }
            catch (CorruptDataException)
            {
                return null;
            }
        }
    }

    private async Task<Erased> EraseAsync(string sessionId, string userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var canRead = await CanReadAsync(sessionId, cancellationToken).ConfigureAwait(false);
        var answer = await redis.WriteAsync(
            SessionScripts.Erase, keys.ShardOf(sessionId).Of(sessionId), [sessionId, RedisTime.Format(now), userId], cancellationToken)
            .ConfigureAwait(false);
        known.Forget(sessionId);
        var found = (Found)(int)answer[0];
        if (found is not Found.Nothing)
        {
            await index.ForgetAsync(sessionId, SessionOwner.Parse((string?)answer[1]), cancellationToken).ConfigureAwait(false);
        }

        return new(found, canRead, new(sessionId, found is Found.Live ? SessionEndReason.Deleted : SessionEndReason.Expired));
    }

    /// <summary>Whether a session, live or expired, can be read whole, if there is one. It is erased in both cases.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever is wrong with it, it cannot be read.")]
    private async ValueTask<bool> CanReadAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            await reader.PeekAsync(sessionId, DateTimeOffset.UnixEpoch, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // If the server is out of reach, the next call fails.
            return false;
        }
    }

    private static async ValueTask<List<TResult>> EachAsync<T, TResult>(IReadOnlyList<T> all, Func<T, Task<TResult>> work)
    {
        var results = new List<TResult>(all.Count);
        foreach (var some in all.Chunk(AtOnce))
        {
            results.AddRange(await Task.WhenAll(some.Select(work)).ConfigureAwait(false));
        }

        return results;
    }

    private readonly record struct Erased(Found Found, bool CanRead, SessionEnd End);
}
