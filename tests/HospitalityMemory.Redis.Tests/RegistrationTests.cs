using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace HospitalityMemory.Redis.Tests;

/// <summary>How a host chooses Redis, and who closes the connection.</summary>
public sealed class RegistrationTests
{
    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_container_closes_a_connection_of_its_own(bool isAsync)
    {
        await using var server = await RedisServer.StartAsync();
        var provider = Build(memory => memory.UseRedisSessions($"{server.ConnectionString},name=owned"));
        await UseAsync(provider);
        Assert.True(await IsConnectedAsync(server, "owned"));

        if (isAsync)
        {
            await provider.DisposeAsync();
        }
        else
        {
            await Task.Run(provider.Dispose);
        }

        await RealTime.UntilAsync(async () => !await IsConnectedAsync(server, "owned"), "the connection is closed");
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_borrowed_connection_is_left_open(bool isFromContainer)
    {
        await using var server = await RedisServer.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var provider = Build(memory =>
        {
            if (isFromContainer)
            {
                memory.Services.AddSingleton<IConnectionMultiplexer>(connection);
                memory.UseRedisSessions(services => services.GetRequiredService<IConnectionMultiplexer>());
            }
            else
            {
                memory.UseRedisSessions(connection);
            }
        });
        await UseAsync(provider);

        await provider.DisposeAsync();

        Assert.True(connection.IsConnected);
        await connection.GetDatabase().PingAsync();
    }

    [SkippableFact]
    public async Task Options_are_copied()
    {
        await using var server = await RedisServer.StartAsync();
        var options = ConfigurationOptions.Parse(server.ConnectionString);
        await using var provider = Build(memory => memory.UseRedisSessions(options));
        options.EndPoints.Clear();

        await UseAsync(provider);
    }

    [SkippableFact]
    public async Task A_host_starts_without_its_redis_and_uses_it_once_it_is_there()
    {
        await using var server = await RedisServer.StartAsync();
        await server.KillAsync();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddHospitalityMemory().UseRedisSessions($"{server.ConnectionString},connectRetry=1,connectTimeout=500");
        using var host = builder.Build();
        await host.StartAsync();

        await Assert.ThrowsAsync<MemoryUnavailableException>(() => UseAsync(host.Services));
        await server.StartAgainAsync();
        await RealTime.UntilAsync(
            async () =>
            {
                try
                {
                    await UseAsync(host.Services);
                    return true;
                }
                catch (MemoryUnavailableException)
                {
                    return false;
                }
            },
            "the host uses its Redis");

        await host.StopAsync();
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_names_of_the_configuration_work(bool isFromContainer)
    {
        await using var server = await RedisServer.StartAsync();
        var configuration = Configure(("REDIS_HOST", "127.0.0.1"), ("REDIS_PORT", $"{server.Port}"));
        var services = new ServiceCollection();
        (isFromContainer ? services.AddSingleton(configuration).AddHospitalityMemory() : services.AddHospitalityMemory(configuration))
            .UseRedisSessions();
        await using var provider = services.BuildServiceProvider();

        await UseAsync(provider);

        Assert.NotEqual("0", await server.CliAsync("DBSIZE"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("redis")]
    [InlineData("6379 ")]
    public async Task A_bad_port_fails_at_the_start(string port)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddHospitalityMemory(Configure(("REDIS_PORT", port))).UseRedisSessions();
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains("REDIS_PORT", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{port}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("from 1 to 65535", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_earlier_choice_is_forgotten_and_a_bad_port_with_it()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory(Configure(("REDIS_PORT", "bad")))
            .UseRedisSessions(options => options.KeyPrefix = "first:")
            .UseRedisSessions("localhost");
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<RedisSessionOptions>>().Value;

        Assert.Equal(("localhost", "hm:"), (options.ConnectionString, options.KeyPrefix));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("blue")]
    public async Task A_bad_port_is_nobodys_business_once_another_store_is_chosen(string? key)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var bad = Configure(("REDIS_PORT", "bad"), ("HospitalityMemory:Redis:KeyPrefix", "{"));
        (key is null ? builder.Services.AddHospitalityMemory(bad) : builder.Services.AddHospitalityMemory(key, bad))
            .UseRedisSessions()
            .UseSessionStore(_ => new RedisSessionStore(RedisConnection.Owned(ConfigurationOptions.Parse("localhost")), new RedisSessionOptions()));
        using var host = builder.Build();

        await host.StartAsync();
        await host.StopAsync();
    }

    [Fact]
    public async Task Of_several_memories_the_error_says_which()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddHospitalityMemory("red").UseRedisSessions("localhost");
        builder.Services.AddHospitalityMemory("blue").UseRedisSessions("localhost", options => options.KeyPrefix = "{");
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.StartsWith("HospitalityMemory:Redis:KeyPrefix of the memory 'blue' is '{'; it must be", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_is_bound_those_of_the_future_too() => Assert.Equal(
        ["ConnectionString", "KeyPrefix"],
        OptionsConformance.EveryOptionIsBound(
            "HospitalityMemory:Redis",
            new Dictionary<string, string> { ["ConnectionString"] = "section:1", ["KeyPrefix"] = "section:" },
            settings =>
            {
                using var provider = new ServiceCollection()
                    .AddHospitalityMemory(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
                    .UseRedisSessions().Services.BuildServiceProvider();
                return provider.GetRequiredService<IOptions<RedisSessionOptions>>().Value;
            }));

    [Fact]
    public void A_memory_with_a_section_of_its_own_finds_the_flat_names_at_the_root()
    {
        var root = Configure(("REDIS_HOST", "flat"), ("Brands:Blue:Redis:KeyPrefix", "blue:"));
        var services = new ServiceCollection().AddSingleton<IConfiguration>(root);
        var blue = services.AddHospitalityMemory("blue", root.GetSection("Brands:Blue")).UseRedisSessions();
        using var provider = services.BuildServiceProvider();

        var options = blue.GetOptions<RedisSessionOptions>(provider);

        Assert.Equal(("flat:6379", "blue:"), (options.ConnectionString, options.KeyPrefix));
    }

    [SkippableFact]
    public async Task Two_memories_of_one_host_share_a_server_and_see_nothing_of_each_other()
    {
        await using var server = await RedisServer.StartAsync();
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseRedisSessions(server.ConnectionString);
        services.AddHospitalityMemory("blue").UseRedisSessions(server.ConnectionString);
        await using var provider = services.BuildServiceProvider();
        var (plain, blue) = (provider.GetRequiredService<IShortTermMemory>(), provider.GetRequiredKeyedService<IShortTermMemory>("blue"));
        await plain.CreateSessionAsync("s1", "guest");
        await blue.CreateSessionAsync("s1", "other");

        Assert.Equal("guest", (await plain.PeekSessionAsync("s1"))!.UserId);
        Assert.Equal("other", (await blue.PeekSessionAsync("s1"))!.UserId);
        Assert.Equal(1, (await blue.GetMemoryUsageAsync()).SessionsCount);
        var keys = (await server.CliAsync("KEYS", "*:session:s1")).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var shard = RedisSessionKeys.ShardNumber("s1");
        Assert.Equal([$"hm:blue:{{{shard}}}:session:s1", $"hm:{{{shard}}}:session:s1"], keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{")]
    [InlineData("a}")]
    [InlineData("a\n")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task A_bad_prefix_fails_at_the_start(string? prefix)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddHospitalityMemory().UseRedisSessions("localhost");
        builder.Services.Configure<RedisSessionOptions>(options => options.KeyPrefix = prefix!);
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(
            [$"HospitalityMemory:Redis:KeyPrefix is '{prefix ?? "null"}'; it must be 0 to 64 characters without braces and control characters."],
            error.Failures);
    }

    [Fact]
    public void Every_option_is_bound_and_code_wins_over_the_section_and_the_section_over_the_flat_names()
    {
        var configuration = Configure(
            ("HospitalityMemory:Redis:ConnectionString", "section:1"), ("HospitalityMemory:Redis:KeyPrefix", "section:"), ("REDIS_HOST", "flat"));

        Assert.Equal(("section:1", "section:"), Read(memory => memory.UseRedisSessions()));
        Assert.Equal(("code:2", "section:"), Read(memory => memory.UseRedisSessions("code:2")));
        Assert.Equal(("section:1", "code:"), Read(memory => memory.UseRedisSessions(options => options.KeyPrefix = "code:")));
        Assert.Equal(("code:2", "code:"), Read(memory => memory.UseRedisSessions("code:2", options => options.KeyPrefix = "code:")));
        Assert.Equal(("section:1", "later:"), Read(memory =>
            memory.UseRedisSessions().Services.Configure<RedisSessionOptions>(options => options.KeyPrefix = "later:")));

        // Null is what a host sets whose own setting is missing. It counts as not set, as the option's description says.
        Assert.Equal(("flat:6379", "section:"), Read(memory =>
            memory.UseRedisSessions().Services.Configure<RedisSessionOptions>(options => options.ConnectionString = null)));
        Assert.Equal(("later:3", "section:"), Read(memory =>
            memory.UseRedisSessions().Services.Configure<RedisSessionOptions>(options => options.ConnectionString = "later:3")));

        (string?, string) Read(Action<IHospitalityMemoryBuilder> choose)
        {
            var services = new ServiceCollection();
            choose(services.AddHospitalityMemory(configuration));
            using var provider = services.BuildServiceProvider();
            var options = provider.GetRequiredService<IOptions<RedisSessionOptions>>().Value;
            return (options.ConnectionString, options.KeyPrefix);
        }
    }

    [SkippableFact]
    public async Task Applications_with_prefixes_of_their_own_do_not_meet()
    {
        await using var server = await RedisServer.StartAsync();
        ServiceProvider Open(string prefix) => Build(memory =>
            memory.UseRedisSessions(server.ConnectionString, options => options.KeyPrefix = prefix));
        await using var first = Open("first:");
        await using var second = Open("");
        await first.GetRequiredService<IShortTermMemory>().CreateSessionAsync("s1");

        Assert.Null(await second.GetRequiredService<IShortTermMemory>().GetSessionAsync("s1"));
        Assert.Equal(0, (await second.GetRequiredService<IShortTermMemory>().GetMemoryUsageAsync()).SessionsCount);
    }

    [Theory]
    [InlineData("localhost:6379,password=hunter2,nonsense=1", "cannot be read")]
    [InlineData("password=hunter2", "names no server")]
    [InlineData("localhost,connectTimeout=hunter2", "cannot be read")]
    public async Task A_bad_connection_string_fails_at_the_start_without_being_told(string connectionString, string problem)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddHospitalityMemory(Configure(("HospitalityMemory:Redis:ConnectionString", connectionString))).UseRedisSessions();
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.StartsWith($"HospitalityMemory:Redis:ConnectionString {problem}; it must be", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Null_and_nothing_are_refused()
    {
        var memory = new ServiceCollection().AddHospitalityMemory();

        Assert.Throws<ArgumentNullException>(() => ((IHospitalityMemoryBuilder)null!).UseRedisSessions());
        Assert.Throws<ArgumentNullException>(() => memory.UseRedisSessions((string)null!));
        Assert.Throws<ArgumentException>(() => memory.UseRedisSessions(" "));
        Assert.Throws<ArgumentNullException>(() => memory.UseRedisSessions((Action<RedisSessionOptions>)null!));
        Assert.Throws<ArgumentNullException>(() => memory.UseRedisSessions("localhost", null!));
        Assert.Throws<ArgumentNullException>(() => memory.UseRedisSessions((IConnectionMultiplexer)null!));
        Assert.Throws<ArgumentNullException>(() => memory.UseRedisSessions((Func<IServiceProvider, IConnectionMultiplexer>)null!));
        Assert.Throws<ArgumentNullException>(() => memory.UseRedisSessions((ConfigurationOptions)null!));
        Assert.Throws<ArgumentException>(() => memory.UseRedisSessions(new ConfigurationOptions()));
    }

    [Fact]
    public async Task A_store_that_was_disposed_says_so()
    {
        var store = new RedisSessionStore(RedisConnection.Owned(ConfigurationOptions.Parse("localhost")), new RedisSessionOptions());
        await store.DisposeAsync();

        var error = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.PingAsync(default));

        Assert.IsType<ObjectDisposedException>(error.InnerException);
    }

    private static ServiceProvider Build(Action<IHospitalityMemoryBuilder> choose)
    {
        var services = new ServiceCollection();
        choose(services.AddHospitalityMemory());
        return services.BuildServiceProvider();
    }

    private static IConfiguration Configure(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
        .Build();

    private static async Task UseAsync(IServiceProvider provider)
    {
        var memory = provider.GetRequiredService<IShortTermMemory>();
        await memory.CreateSessionAsync("s1", "guest");
        await memory.UpdateSlotsAsync("s1", new BookingSlots { City = "Miami" });
        await memory.AddMessageAsync("s1", MessageRole.User, "hello");
        Assert.Equal("Miami", (await memory.GetSessionAsync("s1"))!.Slots.City);
        Assert.Single(await memory.ListUserSessionsAsync("guest").ToListAsync());
        Assert.True(await memory.DeleteSessionAsync("s1"));
    }

    private static async Task<bool> IsConnectedAsync(RedisServer server, string name) =>
        (await server.CliAsync("CLIENT", "LIST")).Contains($"name={name}", StringComparison.Ordinal);
}
