using System.Globalization;
using HospitalityMemory.Stores;
using StackExchange.Redis;
using static HospitalityMemory.Redis.Tests.Sessions;

namespace HospitalityMemory.Redis.Tests;

/// <summary>Redis evicted keys, or somebody deleted or broke them. The loss is reported, and what is left stays usable.</summary>
[Collection(SharedRedis.Name)]
public sealed class LossTests(RedisFixture redis)
{
    private static readonly SessionLimits Trimming = Limits with { MaxMessages = 1, KeepsTrimmed = true };

    private readonly string _prefix = $"test-{Guid.NewGuid():n}:";

    private IDatabase Database => redis.Connection.GetDatabase();

    private RedisSessionKeys Keys => new(_prefix);

    [SkippableFact]
    public async Task Messages_that_went_are_told_by_every_read_and_kept_with_the_session_from_the_next_write_on()
    {
        var store = redis.CreateStore(_prefix);
        await CreateAsync(store, "s1", "guest");
        await SayAsync(store, "s1", "lost 1");
        await SayAsync(store, "s1", "lost 2");
        Assert.False((await store.GetAsync("s1", T0, Limits, default))!.IsIncomplete);
        await Database.KeyDeleteAsync(Keys.ShardOf("s1").Messages("s1"));

        Assert.True((await store.GetAsync("s1", T0, Limits, default))!.IsIncomplete);
        Assert.True((await store.PeekAsync("s1", T0, default))!.IsIncomplete);
        Assert.True((await store.PeekInfoAsync("s1", T0, default))!.IsIncomplete);
        Assert.True(Assert.Single(await ListAsync(store, "guest")).IsIncomplete);

        Assert.Equal(3, (await SayAsync(store, "s1", "after")).FirstSequence);
        var read = (await redis.CreateStore(_prefix).GetAsync("s1", T0, Limits, default))!;
        Assert.Equal(["after"], read.Messages.Select(message => message.Content));
        Assert.True(read.IsIncomplete);
        await AssertAllKeysEndAsync();
        await AssertCountedAsync("s1");
    }

    [SkippableTheory]
    [InlineData("state")]
    [InlineData("edit")]
    [InlineData("clear")]
    public async Task A_write_of_another_kind_keeps_the_loss_as_well(string kind)
    {
        var store = redis.CreateStore(_prefix);
        await CreateAsync(store, "s1");
        for (var i = 1; i <= 3; i++)
        {
            await SayAsync(store, "s1", $"m{i}");
        }

        // Only some of them are removed, as in a repair by hand.
        await Database.ListLeftPopAsync(Keys.ShardOf("s1").Messages("s1"));

        var status = kind switch
        {
            "state" => (await store.TryReplaceAsync(Next((await store.PeekInfoAsync("s1", T0, default))!), null, T0, Limits, default)).Status,
            "edit" => (await store.TryReplaceMessageAsync("s1", new(2, 0, Says("edited")), T0, Limits, default)).Status,
            _ => (await store.ClearMessagesAsync("s1", T0, Limits, default)).Status,
        };

        Assert.Equal(SessionWriteStatus.Done, status);
        Assert.True((await store.PeekAsync("s1", T0, default))!.IsIncomplete);
        await SayAsync(store, "s1", "after");
        Assert.True((await store.PeekAsync("s1", T0, default))!.IsIncomplete);
        await AssertCountedAsync("s1");
    }

    [SkippableFact]
    public async Task Waiting_messages_that_went_are_told()
    {
        var store = redis.CreateStore(_prefix);
        await CreateAsync(store, "s1");
        await store.AppendAsync("s1", Each([Says("a"), Says("b"), Says("c")]), T0, Trimming, default);
        Assert.Equal(1, await Database.KeyExistsAsync([Keys.ShardOf("s1").OwnOf("s1")[2]]));
        await Database.KeyDeleteAsync(Keys.ShardOf("s1").OwnOf("s1")[2]);

        Assert.True((await store.PeekAsync("s1", T0, default))!.IsIncomplete);
        Assert.Null(await store.LeaseTrimmedAsync("s1", new(1, T0.AddMinutes(1)), T0, default));
        var result = await store.AppendAsync("s1", Of(Says("d")), T0, Trimming, default);

        Assert.Equal((1, 1, 0), (result.Trimmed, result.Waiting, result.WaitingLost));
        Assert.True((await store.PeekAsync("s1", T0, default))!.IsIncomplete);
        Assert.Equal("c", Assert.Single((await store.LeaseTrimmedAsync("s1", new(1, T0.AddMinutes(1)), T0, default))!.Messages).Content);
        await AssertAllKeysEndAsync();
    }

    [SkippableFact]
    public async Task Every_key_has_an_end_and_use_moves_it()
    {
        var store = redis.CreateStore(_prefix);
        await CreateAsync(store, "s1", "guest");
        await store.AppendAsync("s1", Of(Says("a")) with { IdHash = 1 }, T0, Trimming, default);
        await store.AppendAsync("s1", Of(Says("b")) with { IdHash = 2 }, T0, Trimming, default);
        Assert.Equal(8, await AssertAllKeysEndAsync());

        // All keys look as if they were last used half a day ago. The books and the index are kept for what is used now.
        foreach (var key in await KeysAsync())
        {
            await Database.KeyExpireAsync(key, TimeSpan.FromMinutes(1));
        }

        await Database.KeyDeleteAsync(Keys.UserIndex("guest"));
        await Database.KeyDeleteAsync([Keys.ShardOf("s1").Expiry, Keys.ShardOf("s1").Sizes]);
        for (var minutes = 20; minutes <= 13 * 60; minutes += 20)
        {
            Assert.NotNull(await store.GetAsync("s1", T0.AddMinutes(minutes), Limits, default));
        }

        Assert.Equal(8, await AssertAllKeysEndAsync());
        foreach (var key in await KeysAsync())
        {
            Assert.InRange((await Database.KeyTimeToLiveAsync(key))!.Value, TimeSpan.FromMinutes(30), TimeSpan.FromHours(26));
        }

        Assert.Single(await ListAsync(store, "guest", T0.AddHours(13)));
        Assert.Single(await ListAsync(store, null, T0.AddHours(13)));
        await AssertCountedAsync("s1");
    }

    [SkippableFact]
    public async Task A_session_that_cannot_be_read_is_listed_as_such_and_can_be_deleted()
    {
        var store = redis.CreateStore(_prefix);
        foreach (var id in (string[])["well", "json", "newer", "fields", "type", "none"])
        {
            await CreateAsync(store, id, "guest");
        }

        await Database.HashSetAsync(Keys.ShardOf("json").Session("json"), "state", "{");
        await Database.HashSetAsync(Keys.ShardOf("newer").Session("newer"), "state", """{"session_id":"newer","schema_version":99}""");
        await Database.HashSetAsync(Keys.ShardOf("fields").Session("fields"), "expires_at", "tomorrow");
        await Database.StringSetAsync(Keys.ShardOf("type").Session("type"), "no hash");
        await Database.HashDeleteAsync(Keys.ShardOf("none").Session("none"), "state");

        foreach (var userId in (string?[])["guest", null])
        {
            var listed = (await ListAsync(store, userId)).ToDictionary(session => session.SessionId);
            Assert.Equal(["fields", "json", "newer", "none", "type", "well"], listed.Keys.Order(StringComparer.Ordinal));
            Assert.All(listed.Values, session => Assert.Equal(session.SessionId is "well", session.Problem is null));
            Assert.Equal(T0, listed["json"].CreatedAt);
        }

        foreach (var id in (string[])["json", "newer", "fields", "type", "none"])
        {
            Assert.True(await store.DeleteAsync(id, T0, default), id);
        }

        Assert.Equal("well", Assert.Single(await ListAsync(store, "guest")).SessionId);
        Assert.Equal("well", Assert.Single(await ListAsync(store, null)).SessionId);
    }

    [SkippableFact]
    public async Task A_lower_lifetime_is_swept_when_it_ends()
    {
        var store = redis.CreateStore(_prefix);
        await CreateAsync(store, "s1", "guest");
        await store.GetAsync("s1", T0.AddMinutes(1), Limits with { Lifetime = TimeSpan.FromMinutes(5) }, default);

        Assert.Equal(0, (await store.GetUsageAsync(T0.AddMinutes(6), default)).LiveSessions);
        Assert.Equal(["s1"], await store.RemoveExpiredAsync(10, T0.AddMinutes(6), default));
    }

    private async Task<List<RedisKey>> KeysAsync()
    {
        var keys = new List<RedisKey>();
        await foreach (var key in redis.Connection.GetServers()[0].KeysAsync(pattern: $"{_prefix}*"))
        {
            keys.Add(key);
        }

        return keys;
    }

    private async Task<int> AssertAllKeysEndAsync()
    {
        var keys = await KeysAsync();
        foreach (var key in keys)
        {
            Assert.True(await Database.KeyTimeToLiveAsync(key) is not null, key);
        }

        return keys.Count;
    }

    /// <summary>The counts agree with what is stored.</summary>
    private async Task AssertCountedAsync(string id)
    {
        var shard = Keys.ShardOf(id);
        var items = await Database.ListRangeAsync(shard.Messages(id));
        var bytes = await Database.HashStringLengthAsync(shard.Session(id), "state") + items.Sum(item => item.Length());
        var sums = await SumsAsync(Database, shard.Session(id));
        Assert.Equal((items.Length, bytes), (sums["count"], sums["bytes"]));
        Assert.Equal(bytes.ToString(CultureInfo.InvariantCulture), (await Database.HashGetAsync(shard.Sizes, id)).ToString());
        Assert.Equal(bytes.ToString(CultureInfo.InvariantCulture), (await Database.HashGetAsync(shard.Sizes, "")).ToString());
    }
}
