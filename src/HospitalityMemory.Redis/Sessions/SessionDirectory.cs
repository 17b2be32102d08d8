using System.Globalization;
using HospitalityMemory.Stores;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>Lists sessions, page by page: a guest's by the guest's index, all of them by the shards' books.</summary>
internal sealed class SessionDirectory(RedisCaller redis, RedisSessionKeys keys, GuestIndex index)
{
    /// <summary>How many shards are asked at once for the ids of all sessions.</summary>
    private const int ShardsAtOnce = 16;

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
        var rest = entries.Select(static entry => new Place(SessionOwner.Read(entry.Value.ToString()).Created, entry)).Order().ToList();
        if (query.After is { } after)
        {
            var last = Place.Parse(after);
            rest.RemoveAll(place => place.CompareTo(last) <= 0);
        }

        var page = rest.Take(query.Max).ToList();
        var found = await ReadAsync([.. page.Select(static place => place.Id)], now, cancellationToken).ConfigureAwait(false);
        var sessions = found.Where(one => one is { } listed && listed.UserId == userId).Select(static one => one!.Value.Info).ToList();
        sessions.Sort(StoreOrder.OfSessions);
        var leftovers = page.Where((place, i) => found[i]?.UserId != userId && GuestIndex.IsSettled(place.Entry.Value, now)).ToList();
        if (leftovers is not [])
        {
            await index.RemoveAsync(userId, leftovers.Select(static place => place.Entry), cancellationToken).ConfigureAwait(false);
        }

        return new(sessions, page.Count < rest.Count ? page[^1].ToString() : null);
    }

    private async ValueTask<SessionPage> ListAllAsync(SessionQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (first, after) = query.After is { } text ? ParseShard(text) : (0, "");
        var ids = new List<(int Shard, string Id)>();
        while (first < RedisSessionKeys.ShardCount && ids.Count < query.Max)
        {
            var asked = Enumerable.Range(first, Math.Min(ShardsAtOnce, RedisSessionKeys.ShardCount - first)).ToArray();
            var named = await Task.WhenAll(asked.Select(shard => NameAsync(shard, shard == first ? after : ""))).ConfigureAwait(false);
            ids.AddRange(asked.SelectMany((shard, i) => named[i].Select(id => (shard, id))));
            (first, after) = (first + asked.Length, "");
        }

        var isLast = first >= RedisSessionKeys.ShardCount && ids.Count <= query.Max;
        var page = ids.Take(query.Max).ToList();
        var found = await ReadAsync([.. page.Select(static one => one.Id)], now, cancellationToken).ConfigureAwait(false);
        return new(
            [.. found.OfType<Listed>().Select(static one => one.Info)],
            isLast ? null : string.Create(CultureInfo.InvariantCulture, $"{page[^1].Shard} {page[^1].Id}"));

        // One more than asked for says whether there are more.
        async Task<string[]> NameAsync(int shard, string after) => (string[])(await redis.ReadAsync(
            SessionScripts.List, [keys.Shards[shard].Expiry], [after, query.Max + 1L], cancellationToken).ConfigureAwait(false))!;
    }

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
        catch (MemoryUnavailableException exception) when (exception.InnerException is RedisServerException { Message: var message }
            && (message.Contains("WRONGTYPE", StringComparison.Ordinal) || message.Contains("user_script", StringComparison.Ordinal)))
        {
            return new(await OwnerAsync(sessionId, cancellationToken).ConfigureAwait(false), Unreadable(sessionId, null, "Its key holds something else."));
        }

        if (answer.IsNull)
        {
            return null;
        }

        var owner = SessionOwner.Parse((string?)answer[5])?.UserId;
        try
        {
            return new(owner, SessionReader.ReadInfo((byte[]?)answer[3], (byte[])answer[0]!, (byte[])answer[1]!, (bool)answer[2]));
        }
        catch (SchemaVersionException exception)
        {
            return new(owner, Unreadable(sessionId, owner, exception.Message) with { CreatedAt = CreationOf((byte[]?)answer[4]) });
        }
    }

    private async ValueTask<string?> OwnerAsync(string sessionId, CancellationToken cancellationToken) =>
        SessionOwner.Parse(await redis.ReadFieldAsync(keys.ShardOf(sessionId).Owners, sessionId, cancellationToken).ConfigureAwait(false))?.UserId;

    private static SessionInfo Unreadable(string sessionId, string? userId, string problem) =>
        new() { SessionId = sessionId, UserId = userId, CreatedAt = default, Problem = problem };

    private static DateTimeOffset CreationOf(byte[]? stored)
    {
        try
        {
            return RedisTime.Parse(stored);
        }
        catch (SchemaVersionException)
        {
            return default;
        }
    }

    private static (int Shard, string After) ParseShard(string after) =>
        after.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space
            && int.TryParse(after.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
            && shard < RedisSessionKeys.ShardCount
            ? (shard, after[(space + 1)..])
            : throw NotOurs(after);

    private static ArgumentException NotOurs(string after) =>
        new($"A page of sessions begins where the page before said, which was not '{after}'.", nameof(after));

    /// <summary>A session that is listed, and its guest as the shard's books have it.</summary>
    private readonly record struct Listed(string? UserId, SessionInfo Info);

    /// <summary>Where a session stands in its guest's list: the latest created first, then by id.</summary>
    private readonly record struct Place(long Created, HashEntry Entry) : IComparable<Place>
    {
        public string Id => Entry.Name.ToString();

        public static Place Parse(string text) =>
            text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space
                && long.TryParse(text.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var created)
                ? new(created, new(text[(space + 1)..], ""))
                : throw NotOurs(text);

        public int CompareTo(Place other) =>
            other.Created.CompareTo(Created) is var order and not 0 ? order : string.CompareOrdinal(Id, other.Id);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Created} {Id}");
    }
}
