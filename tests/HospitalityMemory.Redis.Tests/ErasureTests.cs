using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using static HospitalityMemory.Redis.Tests.Sessions;

namespace HospitalityMemory.Redis.Tests;

/// <summary>The erasure of a guest with broken or left-over keys. No key of the guest stays.</summary>
[Collection(SharedRedis.Name)]
public sealed class ErasureTests(RedisFixture redis)
{
    private readonly string _prefix = $"test-{Guid.NewGuid():n}:";

    private IDatabase Database => redis.Connection.GetDatabase();

    private RedisSessionKeys Keys => new(_prefix);

    [SkippableFact]
    public async Task Sessions_that_cannot_be_read_are_erased_and_counted()
    {
        var store = redis.CreateStore(_prefix);
        string[] broken = ["json", "newer", "fields", "type", "none", "message", "list"];
        foreach (var id in (string[])[.. broken, "well"])
        {
            await CreateFilledAsync(store, id);
        }

        await BreakAsync(broken);
        await CreateFilledAsync(store, "other", "other");

        var erased = await store.EraseAsync("guest", T0, default);

        Assert.Equal((8, 8, 8, 0), (erased.Found, erased.Erased, erased.Ended.Count, erased.Left));
        Assert.Equal(broken.Length, erased.Unreadable);
        await AssertOnlyOtherStaysAsync(store);
    }

    [SkippableFact]
    public async Task A_guest_with_sessions_that_cannot_be_read_gets_a_receipt_at_the_first_try()
    {
        await using var provider = Build();
        var shortTerm = provider.GetRequiredService<IShortTermMemory>();
        foreach (var id in (string[])["well", "newer", "message"])
        {
            await shortTerm.GetOrCreateSessionAsync(id, "guest");
            await shortTerm.AddMessageAsync(id, MessageRole.User, "a secret");
        }

        await BreakAsync("newer", "message");
        await provider.GetRequiredService<ILongTermMemory>().AddBookingToHistoryAsync("guest", new() { BookingId = "b", City = "Porto", CheckIn = new(2026, 1, 1) });

        var receipt = await provider.GetRequiredService<IGuestMemory>().EraseGuestAsync("guest");

        Assert.Equal(new SessionErasure { Found = 3, Deleted = 3, Left = 0, Unreadable = 2 }, receipt.Sessions);
        Assert.Equal(new ProfileErasure { ProfilesDeleted = 1, BookingsDeleted = 1, ProfilesLeft = 0, BookingsLeft = 0 }, receipt.Profile);
        Assert.True(receipt.IsComplete);
        Assert.Equal(0, await CountKeysAsync(""));
    }

    [SkippableFact]
    public async Task An_expired_session_leaves_no_key()
    {
        var store = redis.CreateStore(_prefix);
        await CreateFilledAsync(store, "s1");
        await CreateFilledAsync(store, "other", "other");
        Assert.Empty(await ListAsync(store, "guest", T0.AddHours(1)));

        var erased = await store.EraseAsync("guest", T0.AddHours(1), default);

        Assert.Equal([new SessionEnd("s1", SessionEndReason.Expired)], erased.Ended);
        await AssertOnlyOtherStaysAsync(store);
    }

    [SkippableTheory]
    [InlineData("messages")]
    [InlineData("messages, after a list")]
    [InlineData("messages, without an index")]
    [InlineData("messages, without books")]
    [InlineData("index")]
    [InlineData("books")]
    public async Task What_is_left_over_is_found_by_the_index_or_by_the_books(string left)
    {
        var store = redis.CreateStore(_prefix);
        await CreateFilledAsync(store, "s1");
        await CreateFilledAsync(store, "other", "other");
        await CreateFilledAsync(store, "anonymous", null);
        var shard = Keys.ShardOf("s1");
        if (left.StartsWith("messages", StringComparison.Ordinal))
        {
            await Database.KeyDeleteAsync(shard.Session("s1"));
        }

        switch (left)
        {
            case "messages, after a list":
                Assert.Empty(await ListAsync(store, "guest", T0.AddMinutes(10)));
                break;
            case "messages, without books":
            case "index":
                await Database.KeyDeleteAsync([shard.Owners, shard.Expiry]);
                break;
            case "messages, without an index":
            case "books":
                await Database.KeyDeleteAsync(Keys.UserIndex("guest"));
                break;
        }

        var erased = await store.EraseAsync("guest", T0.AddMinutes(10), default);

        Assert.Equal((1, 1, 0), (erased.Found, erased.Erased, erased.Left));
        Assert.Equal(left is "messages, without books" ? 0 : 1, erased.Ended.Count);
        Assert.Equal(0, await CountKeysAsync("s1"));
        Assert.Equal(0, await CountKeysAsync("guest"));
        Assert.NotNull(await store.PeekAsync("other", T0, default));
        Assert.NotNull(await store.PeekAsync("anonymous", T0, default));
        Assert.Equal(0, (await store.EraseAsync("guest", T0, default)).Found);
    }

    [SkippableFact]
    public async Task An_anonymous_session_that_an_index_names_is_nobodys()
    {
        var store = redis.CreateStore(_prefix);
        await CreateFilledAsync(store, "anonymous", null);
        await CreateFilledAsync(store, "other", "other");
        foreach (var id in (string[])["anonymous", "other", "never"])
        {
            await Database.HashSetAsync(Keys.UserIndex("guest"), id, "1-2-0000000000000000");
        }

        Assert.Equal(0, (await store.EraseAsync("guest", T0, default)).Found);

        Assert.False(await Database.KeyExistsAsync(Keys.UserIndex("guest")));
        Assert.Equal(2, (await ListAsync(store, null)).Count);
    }

    private static async Task CreateFilledAsync(ISessionStore store, string id, string? userId = "guest")
    {
        await CreateAsync(store, id, userId);
        foreach (var number in (uint[])[1, 2, 3])
        {
            await store.AppendAsync(id, Of(Says($"m{number}")) with { IdHash = number }, T0, Limits with { MaxMessages = 2, KeepsTrimmed = true }, default);
        }
    }

    private async Task BreakAsync(params string[] ids)
    {
        foreach (var id in ids)
        {
            var (session, messages) = (Keys.ShardOf(id).Session(id), Keys.ShardOf(id).Messages(id));
            await (id switch
            {
                "json" => Database.HashSetAsync(session, "state", "{"),
                "newer" => Database.HashSetAsync(session, "state", """{"session_id":"newer","user_id":"guest","schema_version":99}"""),
                "fields" => Database.HashSetAsync(session, "expires_at", "tomorrow"),
                "type" => Database.StringSetAsync(session, "no hash"),
                "none" => Database.HashDeleteAsync(session, "state"),
                "list" => Database.StringSetAsync(messages, "no list"),
                _ => (Task)Database.ListSetByIndexAsync(messages, 0, "1 1 0 t {"),
            });
        }
    }

    private async Task AssertOnlyOtherStaysAsync(ISessionStore store)
    {
        Assert.Equal(["other"], (await ListAsync(store, null)).Select(session => session.SessionId));
        foreach (var id in (string[])["json", "newer", "fields", "type", "none", "message", "list", "well", "s1", "guest"])
        {
            Assert.Equal(0, await CountKeysAsync($":{id}"));
        }

        foreach (var shard in Keys.Shards)
        {
            Assert.All(await Database.HashGetAllAsync(shard.Owners), owner => Assert.Equal("other", owner.Name));
            Assert.All(await Database.HashGetAllAsync(shard.Sizes), size => Assert.Contains(size.Name.ToString(), (string[])["", "other"]));
            Assert.All(await Database.SortedSetRangeByRankAsync(shard.Expiry), id => Assert.Equal("other", id));
        }
    }

    /// <summary>How many keys have this ending.</summary>
    private async Task<int> CountKeysAsync(string end)
    {
        var count = 0;
        await foreach (var key in redis.Connection.GetServers()[0].KeysAsync(pattern: $"{_prefix}*{end}"))
        {
            // The sum of a shard's sizes contains nothing about anybody.
            count += key.ToString().EndsWith(":sizes", StringComparison.Ordinal) ? 0 : 1;
        }

        return count;
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseSessionStore(_ => redis.CreateStore(_prefix));
        return services.BuildServiceProvider();
    }
}
