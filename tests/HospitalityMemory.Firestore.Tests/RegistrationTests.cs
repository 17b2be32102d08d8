using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using static HospitalityMemory.Testing.Conformance.ProfileSamples;

namespace HospitalityMemory.Firestore.Tests;

[Collection(UsesEmulator.Name)]
public sealed class RegistrationTests(FirestoreEmulator emulator)
{
    [SkippableFact]
    public async Task One_line_keeps_profiles_in_Firestore_and_another_host_reads_them()
    {
        var project = FirestoreEmulator.NewProject();
        var host = emulator.Host;
        await using var one = Provider(builder => builder.UseFirestoreProfiles(project, options => options.EmulatorHost = host));
        await using var other = Provider(builder => builder.UseFirestoreProfiles(project, static _ => new("unused"), options => options.EmulatorHost = host));

        await one.GetRequiredService<ILongTermMemory>().AddBookingToHistoryAsync("guest", Booking("b"));
        var profile = await other.GetRequiredService<ILongTermMemory>().GetUserProfileAsync("guest");

        Assert.Equal("b", Assert.Single(profile!.BookingHistory).BookingId);
        Assert.Equal("firestore", other.GetRequiredService<IProfileStore>().Name);
        Assert.True(other.GetRequiredService<IProfileStore>().IsRemote);
    }

    [Fact]
    public void The_emulator_of_the_environment_is_used_unless_the_settings_say_otherwise()
    {
        var before = Environment.GetEnvironmentVariable("FIRESTORE_EMULATOR_HOST");
        try
        {
            Environment.SetEnvironmentVariable("FIRESTORE_EMULATOR_HOST", "localhost:1234");
            using var set = Provider(builder => builder.UseFirestoreProfiles("p", static _ => new("unused")));
            using var changed = Provider(builder => builder.UseFirestoreProfiles("p", static _ => new("unused"), options => options.EmulatorHost = null));

            Assert.Equal("localhost:1234", set.GetRequiredService<IOptions<FirestoreProfileOptions>>().Value.EmulatorHost);
            Assert.Null(changed.GetRequiredService<IOptions<FirestoreProfileOptions>>().Value.EmulatorHost);
        }
        finally
        {
            Environment.SetEnvironmentVariable("FIRESTORE_EMULATOR_HOST", before);
        }
    }

    [Fact]
    public async Task The_last_choice_of_a_store_wins_and_nothing_is_left_of_the_one_before()
    {
        await using var provider = Provider(builder => builder
            .UseFirestoreProfiles("first", static _ => new("unused"), options => options.SumShards = 3)
            .UseFirestoreProfiles("second", static _ => new("unused"), options => options.EmulatorHost = TestStore.FakeHost));

        var options = provider.GetRequiredService<IOptions<FirestoreProfileOptions>>().Value;
        Assert.Equal(("second", 10, TestStore.FakeHost), (options.ProjectId, options.SumShards, options.EmulatorHost));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_option_is_bound_and_code_wins(bool isFromContainer)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ProjectId"] = "section",
            ["DatabaseId"] = "database",
            ["Endpoint"] = "https://example.com/",
            ["EmulatorHost"] = "localhost:1",
            ["QuotaProject"] = "quota",
            ["AttemptTimeout"] = "00:00:01",
            ["Timeout"] = "00:00:02",
            ["MaxAttempts"] = "3",
            ["InitialRetryDelay"] = "00:00:04",
            ["MaxRetryDelay"] = "00:00:05",
            ["SumShards"] = "6",
        };
        Assert.Equal(
            typeof(FirestoreProfileOptions).GetProperties().Select(property => property.Name).Order(), settings.Keys.Order());
        var configuration = Configure(settings);

        var bound = Read(memory => memory.UseFirestoreProfiles(static _ => new("unused")));
        Assert.Equal(
            ("section", "database", "https://example.com/", "localhost:1", "quota"),
            (bound.ProjectId, bound.DatabaseId, bound.Endpoint.AbsoluteUri, bound.EmulatorHost, bound.QuotaProject));
        Assert.Equal((1, 2, 4, 5), (bound.AttemptTimeout.TotalSeconds, bound.Timeout.TotalSeconds, bound.InitialRetryDelay.TotalSeconds, bound.MaxRetryDelay.TotalSeconds));
        Assert.Equal((3, 6), (bound.MaxAttempts, bound.SumShards));

        var changed = Read(memory => memory
            .UseFirestoreProfiles("code", static _ => new("unused"), options => options.SumShards = 7)
            .Services.Configure<FirestoreProfileOptions>(options => options.MaxAttempts = 8));
        Assert.Equal(("code", "database", 7, 8), (changed.ProjectId, changed.DatabaseId, changed.SumShards, changed.MaxAttempts));

        FirestoreProfileOptions Read(Action<IHospitalityMemoryBuilder> choose)
        {
            var services = new ServiceCollection();
            choose(isFromContainer ? services.AddSingleton(configuration).AddHospitalityMemory() : services.AddHospitalityMemory(configuration));
            using var provider = services.BuildServiceProvider();
            return provider.GetRequiredService<IOptions<FirestoreProfileOptions>>().Value;
        }
    }

    [Theory]
    [InlineData("Timeout", "30")]
    [InlineData("MaxAttempts", "many")]
    [InlineData("SumShards", "0")]
    public async Task A_wrong_value_of_the_section_ends_the_start_and_is_named(string name, string value)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddHospitalityMemory(Configure(new() { [name] = value })).UseFirestoreProfiles("p", static _ => new("unused"));
        using var host = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains($"HospitalityMemory:Firestore:{name}", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_settings_end_the_start_and_are_named()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddHospitalityMemory().UseFirestoreProfiles("bad/project", static _ => new("unused"), options =>
        {
            options.DatabaseId = "";
            options.Endpoint = new Uri("http://example.com/");
            options.EmulatorHost = "http://localhost:8080";
            options.QuotaProject = "a b";
            options.AttemptTimeout = TimeSpan.Zero;
            options.Timeout = TimeSpan.FromDays(1);
            options.MaxAttempts = 0;
            options.InitialRetryDelay = TimeSpan.FromSeconds(-1);
            options.MaxRetryDelay = TimeSpan.FromDays(1);
            options.SumShards = 1_001;
        });
        using var host = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(11, exception.Failures.Count());
        Assert.Contains("HospitalityMemory:Firestore:ProjectId is 'bad/project'; it must be", exception.Message, StringComparison.Ordinal);
        Assert.Contains("HospitalityMemory:Firestore:MaxAttempts is '0'; it must be from 1 to 100.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_arguments_are_refused()
    {
        var builder = new ServiceCollection().AddHospitalityMemory();

        Assert.Throws<ArgumentNullException>(() => ((IHospitalityMemoryBuilder)null!).UseFirestoreProfiles("p", static _ => new("unused")));
        Assert.Throws<ArgumentNullException>(() => builder.UseFirestoreProfiles(null!, static _ => new("unused")));
        Assert.Throws<ArgumentNullException>(() => builder.UseFirestoreProfiles("p", (Func<CancellationToken, ValueTask<string>>)null!));
        Assert.Throws<ArgumentNullException>(() => builder.UseFirestoreProfiles("p", (Action<FirestoreProfileOptions>)null!));
    }

    [SkippableFact]
    public async Task No_log_names_a_guest()
    {
        var log = new List<string>();
        var host = emulator.Host;
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new ListLoggerProvider(log)));
        services.AddHospitalityMemory().UseFirestoreProfiles(
            FirestoreEmulator.NewProject(), static _ => new("unused"), options => options.EmulatorHost = host);
        await using var provider = services.BuildServiceProvider();
        var memory = provider.GetRequiredService<ILongTermMemory>();

        await memory.AddBookingToHistoryAsync("secret-guest", Booking("secret-booking"));
        await foreach (var _ in memory.GetBookingHistoryAsync("secret-guest"))
        {
        }

        await memory.DeleteUserProfileAsync("secret-guest");

        Assert.All(log, line =>
        {
            Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
            Assert.DoesNotContain(FirestoreNames.EncodeId("secret-guest"), line, StringComparison.Ordinal);
            Assert.DoesNotContain(FirestoreNames.EncodeId("secret-booking"), line, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_option_is_bound_those_of_the_future_too() => OptionsConformance.EveryOptionIsBound(
        "HospitalityMemory:Firestore",
        new Dictionary<string, string>
        {
            ["ProjectId"] = "project",
            ["DatabaseId"] = "database",
            ["Endpoint"] = "https://firestore.example/",
            ["EmulatorHost"] = "127.0.0.1:1",
            ["QuotaProject"] = "payer",
        },
        settings =>
        {
            using var provider = new ServiceCollection()
                .AddHospitalityMemory(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
                .UseFirestoreProfiles(static _ => new("unused")).Services.BuildServiceProvider();
            return provider.GetRequiredService<IOptions<FirestoreProfileOptions>>().Value;
        });

    [Fact]
    public async Task A_wrong_setting_is_nobodys_business_once_another_store_is_chosen_and_else_the_error_says_whose()
    {
        await StartAsync(isReplaced: true);
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(isReplaced: false));

        Assert.StartsWith(
            "HospitalityMemory:Firestore:MaxAttempts of the memory 'blue' is '0'; it must be", Assert.Single(error.Failures), StringComparison.Ordinal);

        static async Task StartAsync(bool isReplaced)
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            var memory = builder.Services.AddHospitalityMemory("blue")
                .UseFirestoreProfiles("p", static _ => new("unused"), options => options.MaxAttempts = 0);
            if (isReplaced)
            {
                memory.UseProfileStore(_ => new TestStore(TestStore.FakeHost).Store);
            }

            using var host = builder.Build();
            await host.StartAsync();
            await host.StopAsync();
        }
    }

    [Fact]
    public void The_documents_of_an_application_lie_below_one_of_its_name_unless_it_has_none()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseFirestoreProfiles("p", static _ => new("unused"));
        services.AddHospitalityMemory("blue").UseFirestoreProfiles("p", static _ => new("unused"));
        services.AddHospitalityMemory("red", options => options.Application = "..").UseFirestoreProfiles("p", static _ => new("unused"));
        using var provider = services.BuildServiceProvider();

        const string Documents = "projects/p/databases/(default)/documents";
        Assert.Equal($"{Documents}/users/id-Z3Vlc3Q", provider.GetRequiredService<FirestorePaths>().User("guest"));
        Assert.Equal($"{Documents}/applications/id-Ymx1ZQ/users/id-Z3Vlc3Q", provider.GetRequiredKeyedService<FirestorePaths>("blue").User("guest"));
        Assert.Equal($"{Documents}/applications/id-Ymx1ZQ/named_sums/3.7", provider.GetRequiredKeyedService<FirestorePaths>("blue").Sums(7, 3));
        Assert.Equal($"{Documents}/applications/id-Li4/users/id-Z3Vlc3Q", provider.GetRequiredKeyedService<FirestorePaths>("red").User("guest"));
    }

    private static IConfiguration Configure(Dictionary<string, string?> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"HospitalityMemory:Firestore:{setting.Key}", setting.Value)))
        .Build();

    private static ServiceProvider Provider(Action<IHospitalityMemoryBuilder> choose)
    {
        var services = new ServiceCollection();
        choose(services.AddHospitalityMemory());
        return services.BuildServiceProvider();
    }

    private sealed class ListLoggerProvider(List<string> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            log.Add(state.ToString()!);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (log)
            {
                log.Add(formatter(state, exception) + exception);
            }
        }

        public void Dispose()
        {
        }
    }
}
