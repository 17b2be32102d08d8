using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>How a host chooses SQLite, and with which settings.</summary>
public sealed class RegistrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, "is not set; it must name a file, such as 'Data Source=guests.db'.")]
    [InlineData("Data Source=:memory:", "names ':memory:', a database in memory or none")]
    [InlineData("Data Source=shared;Mode=Memory;Cache=Shared", "names 'shared', a database in memory or none")]
    [InlineData("Mode=ReadWrite", "names '', a database in memory or none")]
    [InlineData("Data Source=file:guests.db?mode=memory", "names 'file:guests.db?mode=memory', a URI; it must name a file by its path")]
    [InlineData("Data Source=guests.db;Mode=ReadOnly", "has Mode=ReadOnly, but a memory is written to; it must be")]
    [InlineData("Data Source=guests.db;Cache=Shared", "has Cache=Shared, under which readers wait for writers; it must be left out.")]
    [InlineData("Data Source=guests.db;Colour=hunter2", "cannot be read")]
    public async Task A_connection_string_that_cannot_be_served_ends_the_start(string? connectionString, string problem)
    {
        var profiles = await StartAsync(Configure(("ConnectionString", connectionString)), memory => memory.UseSqliteProfiles());
        var sessions = await StartAsync(Configure(("ConnectionString", connectionString)), memory => memory.UseSqliteSessions());

        Assert.StartsWith($"HospitalityMemory:Sqlite:ConnectionString {problem}", Assert.Single(profiles.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", profiles.ToString(), StringComparison.Ordinal);
        Assert.Equal(profiles.Failures, sessions.Failures);
    }

    [Fact]
    public async Task Wrong_settings_end_the_start_and_are_all_named_with_what_is_allowed()
    {
        var error = await StartAsync(Configure(), memory => memory.UseSqliteProfiles("Data Source=guests.db", options =>
        {
            options.BusyTimeout = TimeSpan.Zero;
            options.Synchronous = (SqliteSynchronous)7;
        }));

        Assert.Equal(
            [
                "HospitalityMemory:Sqlite:Synchronous is '7'; it must be Full or Normal.",
                "HospitalityMemory:Sqlite:BusyTimeout is '00:00:00'; it must be from 00:00:01 to 00:05:00.",
            ],
            error.Failures);
    }

    [Theory]
    [InlineData("BusyTimeout", "5")]
    [InlineData("busytimeout", "7")]
    [InlineData("BusyTimeout", "soon")]
    [InlineData("Synchronous", "Sometimes")]
    public async Task A_value_of_another_kind_ends_the_start_and_is_named(string name, string value)
    {
        var error = await StartAsync(Configure((name, value)), memory => memory.UseSqliteSessions("Data Source=guests.db"));

        Assert.Contains($"HospitalityMemory:Sqlite:{name}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_option_is_bound_for_both_roles_and_code_wins(bool isFromContainer)
    {
        var configuration = Configure(("ConnectionString", "Data Source=section.db"), ("Synchronous", "Normal"), ("BusyTimeout", "00:00:07"));
        var services = new ServiceCollection();
        (isFromContainer ? services.AddSingleton(configuration).AddHospitalityMemory() : services.AddHospitalityMemory(configuration))
            .UseSqliteSessions()
            .UseSqliteProfiles("Data Source=code.db", options => options.Synchronous = SqliteSynchronous.Full)
            .Services.Configure<SqliteProfileOptions>(options => options.BusyTimeout = TimeSpan.FromSeconds(9));
        using var provider = services.BuildServiceProvider();

        Assert.Equal(("Data Source=section.db", SqliteSynchronous.Normal, TimeSpan.FromSeconds(7)), Of<SqliteSessionOptions>());
        Assert.Equal(("Data Source=code.db", SqliteSynchronous.Full, TimeSpan.FromSeconds(9)), Of<SqliteProfileOptions>());

        (string?, SqliteSynchronous, TimeSpan) Of<TOptions>()
            where TOptions : SqliteOptions =>
            provider.GetRequiredService<IOptions<TOptions>>().Value is var options
                ? (options.ConnectionString, options.Synchronous, options.BusyTimeout)
                : default;
    }

    [Fact]
    public async Task Nothing_is_left_of_an_earlier_choice_and_the_configuration_alone_is_enough()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory(Configure(("ConnectionString", _folder.ConnectionString())))
            .UseSqliteSessions("nonsense", options => options.Synchronous = (SqliteSynchronous)7)
            .UseSqliteSessions()
            .UseSqliteProfiles();
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<IShortTermMemory>().CreateSessionAsync("s1");
        await provider.GetRequiredService<ILongTermMemory>().AddBookingToHistoryAsync("guest", Testing.Conformance.ProfileSamples.Booking("b"));

        using var plain = _folder.Plain();
        Assert.Equal("s1 guest", plain.Scalar("SELECT session_id || ' ' || (SELECT user_id FROM memory_profiles) FROM memory_sessions"));
        Assert.Equal("sqlite", provider.GetRequiredService<INamedSumStore>().Name);
    }

    [Fact]
    public void Every_option_is_bound_those_of_the_future_too()
    {
        var paths = Check<SqliteProfileOptions>(memory => memory.UseSqliteProfiles());
        Assert.Equal(paths, Check<SqliteSessionOptions>(memory => memory.UseSqliteSessions()));
        Assert.Contains("ConnectionString", paths);

        static IReadOnlyList<string> Check<TOptions>(Action<IHospitalityMemoryBuilder> choose)
            where TOptions : SqliteOptions, new() =>
            OptionsConformance.EveryOptionIsBound(
                "HospitalityMemory:Sqlite",
                new Dictionary<string, string> { ["ConnectionString"] = "Data Source=section.db" },
                settings =>
                {
                    var services = new ServiceCollection();
                    choose(services.AddHospitalityMemory(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
                    using var provider = services.BuildServiceProvider();
                    return provider.GetRequiredService<IOptions<TOptions>>().Value;
                });
    }

    [Fact]
    public async Task A_wrong_setting_is_nobodys_business_once_another_store_is_chosen()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddHospitalityMemory(Configure(("BusyTimeout", "soon"))).UseSqliteSessions().UseSqliteProfiles()
            .UseSessionStore(_ => _folder.Sessions()).UseProfileStore(_ => _folder.Profiles());
        using var host = builder.Build();

        await host.StartAsync();
        await host.StopAsync();
    }

    [Fact]
    public async Task Of_several_memories_the_error_says_which()
    {
        var error = await StartAsync(Configure(), memory => memory.Services.AddHospitalityMemory("blue").UseSqliteSessions(
            "Data Source=guests.db", options => options.BusyTimeout = TimeSpan.Zero));

        Assert.Equal(
            ["HospitalityMemory:Sqlite:BusyTimeout of the memory 'blue' is '00:00:00'; it must be from 00:00:01 to 00:05:00."], error.Failures);
    }

    [Fact]
    public async Task Two_memories_of_one_host_share_a_file_and_its_writer_and_see_nothing_of_each_other()
    {
        var services = new ServiceCollection();
        foreach (var memory in (IHospitalityMemoryBuilder[])[services.AddHospitalityMemory(TakeTime), services.AddHospitalityMemory("Blue", TakeTime)])
        {
            memory.UseSqliteSessions(_folder.ConnectionString()).UseSqliteProfiles(_folder.ConnectionString());
        }

        await using var provider = services.BuildServiceProvider();
        foreach (var key in (string?[])[null, "Blue"])
        {
            await provider.GetRequiredKeyedService<IShortTermMemory>(key).CreateSessionAsync("s1", key ?? "plain");
            await provider.GetRequiredKeyedService<ILongTermMemory>(key).AddBookingToHistoryAsync(
                "guest", Testing.Conformance.ProfileSamples.Booking(key ?? "plain"));
        }

        Assert.Equal("Blue", (await provider.GetRequiredKeyedService<IShortTermMemory>("Blue").PeekSessionAsync("s1"))!.UserId);
        Assert.Equal("plain", (await provider.GetRequiredService<IShortTermMemory>().PeekSessionAsync("s1"))!.UserId);
        Assert.Equal(1, (await provider.GetRequiredService<IShortTermMemory>().GetMemoryUsageAsync()).SessionsCount);
        using var plain = _folder.Plain();
        Assert.Equal("plain", plain.Scalar("SELECT user_id FROM memory_sessions"));
        Assert.Equal("Blue", plain.Scalar("SELECT user_id FROM memory$$42lue$_sessions"));
        Assert.Equal("plain", plain.Scalar("SELECT booking_id FROM memory_bookings"));
        Assert.Equal("Blue", plain.Scalar("SELECT booking_id FROM memory$$42lue$_bookings"));
        const string OfBlue = "SELECT count(*) FROM sqlite_master WHERE name LIKE 'memory$$42lue$%'";
        Assert.Equal(plain.Scalar("SELECT count(*) FROM sqlite_master WHERE name LIKE 'memory\\_%' ESCAPE '\\'"), plain.Scalar(OfBlue));
        Assert.Equal(0L, plain.Scalar($"{OfBlue} AND instr(sql, 'memory_') > 0"));

        // The clock is the machine's, and all other tests use the same disk.
        static void TakeTime(HospitalityMemoryOptions options) =>
            options.ShortTerm.Timeout = options.LongTerm.Timeout = TimeSpan.FromMinutes(1);
    }

    [Fact]
    public void Null_and_nothing_are_refused()
    {
        var memory = new ServiceCollection().AddHospitalityMemory();

        Assert.Throws<ArgumentNullException>(() => ((IHospitalityMemoryBuilder)null!).UseSqliteSessions());
        Assert.Throws<ArgumentNullException>(() => ((IHospitalityMemoryBuilder)null!).UseSqliteProfiles());
        Assert.Throws<ArgumentNullException>(() => memory.UseSqliteSessions((string)null!));
        Assert.Throws<ArgumentNullException>(() => memory.UseSqliteProfiles((Action<SqliteProfileOptions>)null!));
        Assert.Throws<ArgumentNullException>(() => memory.UseSqliteProfiles("Data Source=guests.db", null!));
        Assert.Throws<ArgumentException>(() => memory.UseSqliteSessions(" "));
    }

    [Fact]
    public void The_file_is_the_one_that_the_path_meant_when_the_settings_were_read()
    {
        Assert.Equal(Path.GetFullPath("guests.db"), PathOf("Data Source=guests.db"));
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "data", "guests.db"), PathOf("Data Source=|DataDirectory|data/guests.db"));

        static string PathOf(string connectionString) =>
            SqliteSettings.Create(new SqliteSessionOptions { ConnectionString = connectionString }).Path;
    }

    private static async Task<OptionsValidationException> StartAsync(IConfiguration configuration, Action<IHospitalityMemoryBuilder> choose)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        choose(builder.Services.AddHospitalityMemory(configuration));
        using var host = builder.Build();
        return await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
    }

    private static IConfiguration Configure(params (string Name, string? Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"HospitalityMemory:Sqlite:{setting.Name}", setting.Value)))
        .Build();
}
