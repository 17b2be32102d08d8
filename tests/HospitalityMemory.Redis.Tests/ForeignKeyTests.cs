using HospitalityMemory.Stores;
using StackExchange.Redis;
using static HospitalityMemory.Redis.Tests.Sessions;

namespace HospitalityMemory.Redis.Tests;

/// <summary>
/// Another program has put something else under one of the store's keys. Everything else is still served, swept, counted and
/// erased.
/// </summary>
[Collection(SharedRedis.Name)]
public sealed class ForeignKeyTests(RedisFixture redis)
{
    private readonly string _prefix = $"test-{Guid.NewGuid():n}:";

    public static TheoryData<string> Keys { get; } = ["session", "messages", "waiting", "ids", "expiry", "sizes", "owners"];

    private IDatabase Database => redis.Connection.GetDatabase();

    [SkippableTheory]
    [MemberData(nameof(Keys))]
    public async Task Clean_up_and_usage_of_the_rest_go_on(string name)
    {
        var store = redis.CreateStore(_prefix);
        await FillAsync(store);
        await ReplaceAsync(name);

        Assert.True((await store.GetUsageAsync(T0, default)).LiveSessions >= 1);
        var listed = await ListAsync(store, null);
        Assert.Contains(listed, session => session is { SessionId: "far", Problem: null });
        Assert.Single(await ListAsync(store, "other"));
        var removed = await store.RemoveExpiredAsync(100, T0.AddHours(2), default);

        Assert.Contains("far", removed);
        Assert.False(await Database.KeyExistsAsync(ShardOf("far").Session("far")));
        await CreateAsync(store, "far", "other");
    }

    [SkippableTheory]
    [MemberData(nameof(Keys))]
    public async Task An_append_that_fails_is_not_stored_and_one_that_does_not_is_stored_once(string name)
    {
        var store = redis.CreateStore(_prefix);
        await FillAsync(store);
        await ReplaceAsync(name);
        var messages = ShardOf("near").Messages("near");
        var before = await LengthAsync(messages);
        var appends = new Func<ValueTask<SessionWriteResult>>[]
        {
            () => store.AppendAsync("near", Of(Says("usual")), T0, Limits, default),
            () => store.AppendAsync("near", Of(Says("named") with { MessageId = "new" }) with { IdHash = 8 }, T0, Limits, default),
            () => store.AppendAsync("near", Each([Says("two"), Says("three")]), T0, Limits, default),
            () => store.AppendAsync("near", Of(Says("trims")), T0, Limits with { MaxMessages = 1, KeepsTrimmed = true }, default),
        };

        foreach (var append in appends)
        {
            try
            {
                var result = await append();
                Assert.Equal(SessionWriteStatus.Done, result.Status);
                Assert.NotEqual(before, await LengthAsync(messages));
            }
            catch (CorruptDataException)
            {
                Assert.Equal(before, await LengthAsync(messages));
            }

            before = await LengthAsync(messages);
        }

        if (name is "expiry" or "sizes" or "owners")
        {
            Assert.Equal(1, before);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Keys))]
    [InlineData("user")]
    public async Task The_guest_is_erased_and_what_cannot_be_looked_into_is_told(string name)
    {
        var store = redis.CreateStore(_prefix);
        await FillAsync(store);
        await ReplaceAsync(name);

        var erased = await store.EraseAsync("guest", T0, default);

        Assert.Equal((1, 1), (erased.Found, erased.Erased));
        Assert.Equal(name is "owners" ? 1 : 0, erased.Left);
        foreach (var key in ShardOf("near").OwnOf("near").Append(new RedisSessionKeys(_prefix).UserIndex("guest")))
        {
            Assert.False(await Database.KeyExistsAsync(key));
        }

        Assert.Single(await ListAsync(store, "other"));
    }

    private async Task FillAsync(ISessionStore store)
    {
        await CreateAsync(store, "near", "guest");
        await CreateAsync(store, "far", "other");
        foreach (var id in (string[])["near", "far"])
        {
            await SayAsync(store, id, "one");
            await store.AppendAsync(id, Of(Says("two") with { MessageId = "two" }) with { IdHash = 7 }, T0, Limits with { MaxMessages = 1, KeepsTrimmed = true }, default);
        }

        Assert.NotEqual(RedisSessionKeys.ShardNumber("near"), RedisSessionKeys.ShardNumber("far"));
    }

    private async Task ReplaceAsync(string name)
    {
        var shard = ShardOf("near");
        var own = shard.OwnOf("near");
        var key = name switch
        {
            "session" => own[0],
            "messages" => own[1],
            "waiting" => own[2],
            "ids" => own[3],
            "expiry" => shard.Expiry,
            "sizes" => shard.Sizes,
            "owners" => shard.Owners,
            _ => new RedisSessionKeys(_prefix).UserIndex("guest"),
        };
        Assert.True(await Database.KeyDeleteAsync(key), name);
        await Database.StringSetAsync(key, "another program's");
    }

    private async Task<long> LengthAsync(RedisKey list) =>
        await Database.KeyTypeAsync(list) is RedisType.List ? await Database.ListLengthAsync(list) : -1;

    private RedisSessionKeys.Shard ShardOf(string id) => new RedisSessionKeys(_prefix).ShardOf(id);
}
