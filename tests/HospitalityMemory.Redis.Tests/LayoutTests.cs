using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using static HospitalityMemory.Redis.Tests.Sessions;

namespace HospitalityMemory.Redis.Tests;

/// <summary>What docs/redis-layout.md promises to other programs, seen through redis-cli.</summary>
public sealed partial class LayoutTests
{
    private const string Prefix = "hm:";

    [SkippableFact]
    public async Task A_plain_client_reads_a_session_its_messages_and_a_guests_index()
    {
        await using var server = await RedisServer.StartAsync();
        await using var store = Open(server);
        var session = New("session 1", "guest") with { Slots = new BookingSlots { City = "São Paulo" } };
        await store.TryCreateAsync(session, Limits, default);
        await SayAsync(store, "session 1", "hello");
        var sessionShard = $"{Prefix}{{{RedisSessionKeys.ShardNumber("session 1")}}}:";
        await store.AppendAsync("session 1", Of(Says("noted") with { Pinned = true }), T0.AddSeconds(1.5), Limits, default);

        // Python: binascii.crc_hqx(b"session 1", 0) & 255
        var userShard = $"{Prefix}{{{RedisSessionKeys.ShardNumber("guest")}}}:";

        using var state = JsonDocument.Parse(await server.CliAsync("HGET", $"{sessionShard}session:session 1", "state"));
        Assert.Equal("session 1", state.RootElement.GetProperty("session_id").GetString());
        Assert.Equal("São Paulo", state.RootElement.GetProperty("slots").GetProperty("city").GetString());
        Assert.Equal(1, state.RootElement.GetProperty("schema_version").GetInt32());
        Assert.False(state.RootElement.TryGetProperty("messages", out _));

        var fields = (await server.CliAsync("HMGET", $"{sessionShard}session:session 1", "created_at", "updated_at", "expires_at", "version", "sums", "kept_for"))
            .Split('\n');
        Assert.Equal(["1772366400.0000000", "1772366401.5000000", "1772368201.5000000", "1", fields[4], "1772368350.0000000"], fields);

        var items = (await server.CliAsync("LRANGE", $"{sessionShard}messages:session 1", "0", "-1")).Split('\n');
        Assert.Equal(["1 1 0 t ", "2 2 0 st "], items.Select(item => item[..item.IndexOf('{')]));
        var messages = items.Select(item => JsonDocument.Parse(item[item.IndexOf('{')..]).RootElement).ToList();
        Assert.Equal(["hello", "noted"], messages.Select(message => message.GetProperty("content").GetString()));
        Assert.Equal("user", messages[0].GetProperty("role").GetString());
        Assert.True(messages[1].GetProperty("pinned").GetBoolean());

        Assert.Equal("session 1", await server.CliAsync("HKEYS", $"{userShard}user:guest"));
        Assert.Equal("session 1", await server.CliAsync("ZRANGE", $"{sessionShard}expiry", "0", "-1"));
        Assert.EndsWith(" guest", await server.CliAsync("HGET", $"{sessionShard}owners", "session 1"), StringComparison.Ordinal);
        var (stateBytes, spared) = (Encoding.UTF8.GetByteCount(state.RootElement.GetRawText()), Encoding.UTF8.GetByteCount(items[1]));
        var bytes = $"{stateBytes + Encoding.UTF8.GetByteCount(items[0]) + spared}";
        Assert.Equal($"2 2 {bytes} 0 0 2 0 0 0 {stateBytes} {spared} 0 0", fields[4]);
        Assert.Equal(bytes, await server.CliAsync("HGET", $"{sessionShard}sizes", "session 1"));
        Assert.Equal(bytes, await server.CliAsync("HGET", $"{sessionShard}sizes", ""));
    }

    [Theory]
    [InlineData("123456789", 0xC3)]
    [InlineData("session_123", 0xD7)]
    [InlineData("São Paulo", 0xA9)]
    public void A_shard_is_the_low_byte_of_the_crc_of_redis_cluster(string id, int expected) =>
        Assert.Equal(expected, RedisSessionKeys.ShardNumber(id));

    /// <summary>
    /// The oldest server that the package supports cannot be installed everywhere, but a newer one knows each command's history.
    /// </summary>
    [SkippableFact]
    public async Task Every_command_of_the_scripts_is_in_Redis_6_2()
    {
        await using var server = await RedisServer.StartAsync();
        var scripts = typeof(SessionScripts).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => property.GetValue(null)).OfType<RedisScript>();
        var commands = scripts.SelectMany(script => Call().Matches(script.Text)).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.Contains("HINCRBY", commands);

        foreach (var command in commands)
        {
            var docs = (await server.CliAsync("COMMAND", "DOCS", command)).Split('\n');
            Assert.True(Version.Parse(docs[Array.IndexOf(docs, "since") + 1]) <= new Version(6, 2), $"{command}: {string.Join(' ', docs.Take(8))}");
        }
    }

    [SkippableFact]
    public async Task Nothing_is_left_of_a_deleted_session_nor_of_an_expired_one()
    {
        await using var server = await RedisServer.StartAsync();
        await using var store = Open(server);
        foreach (var id in (string[])["deleted", "expired"])
        {
            await CreateAsync(store, id, "guest");
            await SayAsync(store, id, "hello");
        }

        await store.DeleteAsync("deleted", T0, default);
        Assert.Equal(["expired"], await store.RemoveExpiredAsync(10, T0.AddMinutes(30), default));

        var keys = (await server.CliAsync("KEYS", "*")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(keys, key => Assert.EndsWith(":sizes", key, StringComparison.Ordinal));
        foreach (var key in keys)
        {
            Assert.Equal("\n0", await server.CliAsync("HGETALL", key));
        }
    }

    [SkippableFact]
    public async Task Redis_itself_frees_the_keys_some_minutes_after_the_lifetime()
    {
        await using var server = await RedisServer.StartAsync();
        await using var store = Open(server);
        await CreateAsync(store, "s1");
        await SayAsync(store, "s1", "hello");
        var shard = $"{Prefix}{{{RedisSessionKeys.ShardNumber("s1")}}}:";

        await AssertKeptAsync();
        await store.GetAsync("s1", T0.AddMinutes(20), Limits, default);
        await AssertKeptAsync();
        await store.AppendAsync("s1", Of(Says("hello again")), T0.AddMinutes(40), Limits, default);
        await AssertKeptAsync();

        async Task AssertKeptAsync()
        {
            foreach (var key in (string[])["session", "messages"])
            {
                var left = TimeSpan.FromMilliseconds(double.Parse(await server.CliAsync("PTTL", $"{shard}{key}:s1"), null));
                Assert.InRange(left, TimeSpan.FromMinutes(34.5), TimeSpan.FromMinutes(35));
            }
        }
    }

    private static RedisSessionStore Open(RedisServer server) => new(
        RedisConnection.Owned(server.ConnectionString),
        new RedisSessionOptions { KeyPrefix = Prefix });

    [GeneratedRegex(@"redis\.p?call\('([A-Z]+)'")]
    private static partial Regex Call();
}
