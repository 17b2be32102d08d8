using System.Globalization;
using HospitalityMemory.Stores;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>Lists sessions page by page: a guest's by the guest's index, all sessions by the books of the shards.</summary>
internal sealed class SessionDirectory(RedisCaller redis, RedisSessionKeys keys, GuestIndex index)
{
    /// <summary>How many shards are asked at once for the ids of all sessions.</summary>
    private const int ShardsAtOnce = 16;

    private readonly string _list = $"redis {keys.Shards[0].Expiry}";

    /// <summary>A page of sessions.</summary>
    public ValueTask<SessionPage> ListAsync(SessionQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return query.UserId is { } userId
            ? ListAsync(userId, query, now, cancellationToken)
            : ListAllAsync(query, now, cancellationToken);
    }

    private async ValueTask<SessionPage> ListAsync(
        string userId, SessionQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entries = await index.ReadAsync(userId, cancellationToken).ConfigureAwait(false);
        var rest = entries.Select(Entry.Read).Order().ToList();
        if (SessionPlace.Of(query, _list) is { } after)
        {
            rest.RemoveAll(entry => Entry.Compare(entry.Place, after) <= 0);
        }

        var page = rest.Take(query.Max).ToList();
        var found = await ReadAsync([.. page.Select(static entry => entry.Id)], now, cancellationToken).ConfigureAwait(false);
        var sessions = found.OfType<Listed>().Where(listed => listed.MayBeOf(userId)).Select(static listed => listed.Info).ToList();
        var leftovers = page.Where((entry, i) => found[i]?.MayBeOf(userId) is not true && GuestIndex.IsSettled(entry.Stored.Value, now)).ToList();
        if (leftovers is not [])
        {
            await index.RemoveAsync(userId, leftovers.Select(static entry => entry.Stored), cancellationToken).ConfigureAwait(false);
        }

        return new(sessions, page.Count < rest.Count ? page[^1].Place.ToNext(query, _list) : null);
    }

    private async ValueTask<SessionPage> ListAllAsync(SessionQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (first, after) = ReadShard(query);
        var named = new List<(SessionPlace Place, string Id)>();
        while (first < RedisSessionKeys.ShardCount && named.Count < query.Max)
        {
            var asked = Enumerable.Range(first, Math.Min(ShardsAtOnce, RedisSessionKeys.ShardCount - first)).ToArray();
            var answers = await Task.WhenAll(asked.Select(shard => NameAsync(shard, shard == first ? after : ""))).ConfigureAwait(false);
            named.AddRange(asked.SelectMany((shard, i) => answers[i].Chunk(2).Select(pair => (new SessionPlace(shard, ToNumber(pair[0])), pair[1]))));
            (first, after) = (first + asked.Length, "");
        }

        var isLast = first >= RedisSessionKeys.ShardCount && named.Count <= query.Max;
        var page = named.Take(query.Max).ToList();
        var found = await ReadAsync([.. page.Select(static one => one.Id)], now, cancellationToken).ConfigureAwait(false);
        return new([.. found.OfType<Listed>().Select(static one => one.Info)], isLast ? null : page[^1].Place.ToNext(query, _list));

        // The call asks for one more than it needs, to learn whether there are more.
        async Task<string[]> NameAsync(int shard, string after)
        {
            try
            {
                return (string[])(await redis.ReadAsync(
                    SessionScripts.List, [keys.Shards[shard].Expiry], [after, query.Max + 1L], cancellationToken).ConfigureAwait(false))!;
            }
            catch (CorruptDataException)
            {
                // Another program has put something else in the place of this shard's book. The other shards' sessions are still listed.
                return [];
            }
        }
    }

    /// <summary>The shard in which a page begins, and the digits after which it begins there.</summary>
    private (int Shard, string After) ReadShard(SessionQuery query) => SessionPlace.Of(query, _list) is { } place
        ? ((int)Math.Clamp(place.First, 0, RedisSessionKeys.ShardCount), place.Second.ToString("x15", CultureInfo.InvariantCulture))
        : (0, "");

    private static long ToNumber(string digits) => long.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private Task<Listed?[]> ReadAsync(string[] sessionIds, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.WhenAll(sessionIds.Select(id => ReadAsync(id, now, cancellationToken)));

    private async Task<Listed?> ReadAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        RedisResult answer;
        try
        {
            answer = await redis.ReadAsync(
                SessionScripts.Info, keys.ShardOf(sessionId).Of(sessionId), [sessionId, RedisTime.Format(now)], cancellationToken)
                .ConfigureAwait(false);
        }
        catch (CorruptDataException exception)
        {
            return new(await OwnerAsync(sessionId, cancellationToken).ConfigureAwait(false), Unreadable(sessionId, null, exception.Message));
        }

        if (answer.IsNull)
        {
            return null;
        }

        var owner = SessionOwner.Parse((string?)answer[5])?.UserId;
        try
        {
            var info = SessionReader.ReadInfo(sessionId, answer);
            return new(owner, info.UserId == owner ? info : throw new MisplacedDataException(StoredDataKind.Session));
        }
        catch (UnreadableDataException exception)
        {
            return new(owner, Unreadable(sessionId, owner, exception.Message) with { CreatedAt = CreationOf((byte[]?)answer[4]) });
        }
    }

    private async ValueTask<string?> OwnerAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            return SessionOwner.Parse(await redis.ReadFieldAsync(keys.ShardOf(sessionId).Owners, sessionId, cancellationToken).ConfigureAwait(false))?.UserId;
        }
        catch (CorruptDataException)
        {
            return null;
        }
    }

    private static SessionInfo Unreadable(string sessionId, string? userId, string problem) =>
        new() { SessionId = sessionId, UserId = userId, CreatedAt = default, Problem = problem };

    private static DateTimeOffset CreationOf(byte[]? stored)
    {
        try
        {
            return RedisTime.Parse(stored);
        }
        catch (CorruptDataException)
        {
            return default;
        }
    }

    /// <summary>A session in the list, and its guest according to the shard's books.</summary>
    private readonly record struct Listed(string? UserId, SessionInfo Info)
    {
        /// <summary>Whether the session may be this guest's. If the books cannot say whose it is, the guest's index decides.</summary>
        public bool MayBeOf(string userId) => UserId == userId || (UserId is null && Info.Problem is not null);
    }

    /// <summary>A session in its guest's list. The latest created comes first; the random digits of the stamp decide between equals.</summary>
    private readonly record struct Entry(SessionPlace Place, HashEntry Stored) : IComparable<Entry>
    {
        public string Id => Stored.Name.ToString();

        public static Entry Read(HashEntry stored)
        {
            var (_, created, random) = SessionOwner.Read(stored.Value.ToString());
            return new(new(created, random), stored);
        }

        public static int Compare(SessionPlace one, SessionPlace other) =>
            other.First.CompareTo(one.First) is var order and not 0 ? order : one.Second.CompareTo(other.Second);

        public int CompareTo(Entry other) => Compare(Place, other.Place);
    }
}
