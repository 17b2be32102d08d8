using System.Collections.Concurrent;
using HospitalityMemory.Stores;
using HospitalityMemory.Tests.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace HospitalityMemory.Tests.DependencyInjection;

/// <summary>Several memories in one host, each under a service key.</summary>
public sealed class KeyedMemoryTests
{
    private static readonly ServiceProviderOptions Strict = new() { ValidateOnBuild = true, ValidateScopes = true };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Each_key_has_a_memory_of_its_own_beside_the_one_without()
    {
        await using var provider = Build(services =>
        {
            services.AddHospitalityMemory();
            services.AddHospitalityMemory("blue");
            services.AddHospitalityMemory("red");
            services.AddSingleton<Concierge>();
        });
        var concierge = provider.GetRequiredService<Concierge>();
        await concierge.Blue.CreateSessionAsync("s1", "guest");

        Assert.Same(provider.GetRequiredKeyedService<IShortTermMemory>("blue"), concierge.Blue);
        Assert.Null(await concierge.Red.GetSessionAsync("s1"));
        Assert.Null(await concierge.Plain.GetSessionAsync("s1"));
        Assert.Equal(1, (await concierge.Blue.GetMemoryUsageAsync()).SessionsCount);
        Assert.Equal(0, (await concierge.Plain.GetMemoryUsageAsync()).SessionsCount);
        Assert.NotNull(provider.GetRequiredKeyedService<ILongTermMemory>("blue"));
        Assert.NotNull(provider.GetRequiredKeyedService<IMemoryAdministration>("blue"));
        await provider.GetRequiredKeyedService<IGuestMemory>("blue").CompleteBookingAsync(
            "s1", "guest", new() { BookingId = "b", City = "Miami", CheckIn = new(2026, 1, 1) });
        Assert.Null(await provider.GetRequiredService<ILongTermMemory>().GetUserProfileAsync("guest"));
        Assert.NotNull(await provider.GetRequiredKeyedService<ILongTermMemory>("blue").GetUserProfileAsync("guest"));
    }

    [Fact]
    public void With_keys_only_there_is_none_without()
    {
        using var provider = Build(services => services.AddHospitalityMemory("blue"));

        Assert.Null(provider.GetService<IGuestMemory>());
        Assert.Null(provider.GetService<ISessionStore>());
        Assert.Null(provider.GetKeyedService<IGuestMemory>("red"));
    }

    [Fact]
    public void Adding_one_twice_does_no_harm_and_its_builders_have_the_key()
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().Build();
        Assert.Equal("blue", services.AddHospitalityMemory("blue").ServiceKey);
        Assert.Equal("blue", services.AddHospitalityMemory("blue", _ => { }).ServiceKey);
        Assert.Same(configuration, services.AddHospitalityMemory("blue", configuration).Configuration);
        Assert.Null(services.AddHospitalityMemory().ServiceKey);
        using var provider = services.BuildServiceProvider(Strict);

        Assert.Single(provider.GetKeyedServices<IShortTermMemory>("blue"));
        Assert.Single(provider.GetKeyedServices<IPreferenceLearner>("blue"));
        Assert.Equal(2, provider.GetServices<IHostedService>().OfType<MaintenanceService>().Count());
    }

    [Fact]
    public void Options_are_its_own_and_the_key_names_the_application_unless_the_settings_do()
    {
        using var provider = Build(services =>
        {
            services.AddHospitalityMemory(options => options.ShortTerm.MaxMessages = 1);
            services.AddHospitalityMemory("blue", options => options.ShortTerm.MaxMessages = 2);
            services.AddHospitalityMemory("red", Configuration(
                ("HospitalityMemory:ShortTerm:MaxMessages", "3"), ("HospitalityMemory:Application", "shared"), ("SESSION_TTL_MINUTES", "7")));
            services.AddHospitalityMemory(
                "green", Configuration(("Brands:Green:Application", "gr.een"), ("SESSION_TTL_MINUTES", "7")).GetSection("Brands:Green"));
            services.Configure<HospitalityMemoryOptions>("red", options => options.DefaultCurrency = "EUR");
        });

        Assert.Equal(("default", 1, "USD", 30), Read(""));
        Assert.Equal(("blue", 2, "USD", 30), Read("blue"));
        Assert.Equal(("red", 3, "EUR", 7), Read("red"));
        Assert.Equal(("gr.een", 50, "USD", 30), Read("green"));

        (string, int, string, double) Read(string name)
        {
            var options = provider.GetRequiredService<IOptionsMonitor<HospitalityMemoryOptions>>().Get(name);
            return (options.Application, options.ShortTerm.MaxMessages, options.DefaultCurrency, options.ShortTerm.SessionLifetime.TotalMinutes);
        }
    }

    [Theory]
    [InlineData("my brand")]
    [InlineData("a:b")]
    [InlineData("blé")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task A_name_that_no_application_may_have_fails_at_the_start(string? application)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddHospitalityMemory("blue", options => options.Application = application!);
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(
            [$"HospitalityMemory:Application of the memory 'blue' is '{application ?? "null"}'; it must be 1 to 64 letters, digits, '-', '_' and '.'."],
            error.Failures);
    }

    [Fact]
    public void Stores_and_learner_are_chosen_for_one_memory()
    {
        using var provider = Build(services =>
        {
            services.AddHospitalityMemory();
            services.AddHospitalityMemory("blue")
                .UseSessionStore(_ => Mock.Of<ISessionStore>(store => store.Name == "chosen"))
                .UseProfileStore(_ => Mock.Of<IProfileStore>(store => store.Name == "chosen"))
                .UseNamedSumStore(_ => Mock.Of<INamedSumStore>(store => store.Name == "chosen"))
                .UsePreferenceLearner<OtherLearner>();
            services.AddHospitalityMemory("red").UsePreferenceLearner(new OtherLearner());
        });

        Assert.Equal("chosen", provider.GetRequiredKeyedService<ISessionStore>("blue").Name);
        Assert.Equal("chosen", provider.GetRequiredKeyedService<IProfileStore>("blue").Name);
        Assert.Equal("chosen", provider.GetRequiredKeyedService<INamedSumStore>("blue").Name);
        Assert.IsType<OtherLearner>(Assert.Single(provider.GetKeyedServices<IPreferenceLearner>("blue")));
        Assert.IsType<OtherLearner>(Assert.Single(provider.GetKeyedServices<IPreferenceLearner>("red")));
        Assert.Equal("memory", provider.GetRequiredKeyedService<ISessionStore>("red").Name);
        Assert.Equal("memory", provider.GetRequiredService<ISessionStore>().Name);
        Assert.Equal("memory", provider.GetRequiredService<IProfileStore>().Name);
        Assert.IsType<FrequencyPreferenceLearner>(Assert.Single(provider.GetServices<IPreferenceLearner>()));
    }

    [Theory]
    [InlineData(null, "plain")]
    [InlineData("blue", "blue")]
    public async Task The_hosts_extensions_are_those_of_the_same_key(string? key, string name)
    {
        var heard = new ConcurrentQueue<string>();
        await using var provider = Build(services =>
        {
            services.AddHospitalityMemory(Small);
            services.AddHospitalityMemory("blue", Small);
            Add(services, null, new Extensions("plain", heard));
            Add(services, "blue", new Extensions("blue", heard));
        });
        var shortTerm = provider.GetRequiredKeyedService<ShortTermMemory>(key);
        await shortTerm.CreateSessionAsync("s1", "guest");
        await shortTerm.AddMessageAsync("s1", MessageRole.User, "first");
        await shortTerm.AddMessageAsync("s1", MessageRole.User, "second");
        await shortTerm.WhenSummarizedAsync();
        await shortTerm.DeleteSessionAsync("s1");
        var longTerm = provider.GetRequiredKeyedService<ILongTermMemory>(key);
        await longTerm.AddBookingToHistoryAsync("guest", new() { BookingId = "b", City = "Miami", CheckIn = new(2026, 1, 1) });
        await longTerm.GetUserAnalyticsAsync("guest");

        Assert.Equal(
            new[] { "analyzer", "counter", "handler", "initializer", "observer", "summarizer" }.Select(part => $"{name} {part}"),
            heard.Distinct().Order(StringComparer.Ordinal));

        static void Small(HospitalityMemoryOptions options) =>
            (options.ShortTerm.MaxMessages, options.ShortTerm.MaxMessageTokens, options.ShortTerm.SummarizeAfter) = (1, 1_000, 1);

        static void Add(IServiceCollection services, string? key, Extensions extensions) => services
            .AddKeyedSingleton<ISessionInitializer>(key, extensions)
            .AddKeyedSingleton<ISessionEndHandler>(key, extensions)
            .AddKeyedSingleton<IConversationSummarizer>(key, extensions)
            .AddKeyedSingleton<IMessageTokenCounter>(key, extensions)
            .AddKeyedSingleton<IUserAnalyzer>(key, extensions)
            .AddKeyedSingleton<IGuestChangeObserver>(key, extensions);
    }

    [Fact]
    public async Task A_host_maintains_each_of_them()
    {
        var time = new TimeWithTimers();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<TimeProvider>(time);
        var swept = new Dictionary<string, SemaphoreSlim>();
        foreach (var key in (string[])["blue", "red"])
        {
            var sweep = swept[key] = new SemaphoreSlim(0);
            var store = new Mock<ISessionStore>();
            store.Setup(mock => mock.Name).Returns("fake");
            store.Setup(mock => mock.RemoveExpiredAsync(It.IsAny<int>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()))
                .ReturnsAsync([])
                .Callback(() => sweep.Release());
            builder.Services.AddHospitalityMemory(key).UseSessionStore(_ => store.Object);
        }

        using var host = builder.Build();
        await host.StartAsync();
        for (var timers = 0; timers < 4; timers++)
        {
            await time.Timers.WaitAsync().WaitAsync(Patience);
        }

        time.Advance(TimeSpan.FromMinutes(1));

        await swept["blue"].WaitAsync().WaitAsync(Patience);
        await swept["red"].WaitAsync().WaitAsync(Patience);
        await host.StopAsync();
    }

    [Fact]
    public async Task Measurements_and_activities_bear_the_applications_name()
    {
        using var meters = new OwnMeters();
        await using var provider = Build(services =>
        {
            services.AddSingleton<System.Diagnostics.Metrics.IMeterFactory>(meters);
            services.AddHospitalityMemory("blue");
            services.AddHospitalityMemory("red", options => options.Application = "rouge");
        });
        var hits = meters.Collect(HospitalityMemoryTelemetry.SessionHits);
        var live = meters.Collect(HospitalityMemoryTelemetry.SessionsLive);
        var (blue, red) = (provider.GetRequiredKeyedService<IShortTermMemory>("blue"), provider.GetRequiredKeyedService<IShortTermMemory>("red"));
        await blue.CreateSessionAsync("s1");
        await red.CreateSessionAsync("s1");
        await red.CreateSessionAsync("s2");
        await blue.GetSessionAsync("s1");
        await red.GetSessionAsync("s1");
        await red.GetSessionAsync("s1");

        live.RecordObservableInstruments();

        Assert.Equal(
            ["blue", "rouge", "rouge"], hits.GetMeasurementSnapshot().Select(hit => hit.Tags["application"]).Order());
        Assert.Equal(
            [("blue", 1L), ("rouge", 2L)],
            live.GetMeasurementSnapshot().Select(gauge => ((string)gauge.Tags["application"]!, gauge.Value)).Order());
    }

    [Fact]
    public async Task Health_checks_are_of_one_memory()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHospitalityMemory();
        var broken = new Mock<ISessionStore>();
        broken.Setup(store => store.Name).Returns("fake");
        broken.Setup(store => store.PingAsync(It.IsAny<CancellationToken>())).Throws(new MemoryUnavailableException("The store is out of reach."));
        services.AddHospitalityMemory("blue").UseSessionStore(_ => broken.Object);
        services.AddHealthChecks().AddHospitalityMemory().AddHospitalityMemory("blue").AddHospitalityMemory("blue");
        await using var provider = services.BuildServiceProvider();

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal(
            [
                ("hospitality_memory_blue_profiles", HealthStatus.Healthy), ("hospitality_memory_blue_sessions", HealthStatus.Unhealthy),
                ("hospitality_memory_profiles", HealthStatus.Healthy), ("hospitality_memory_sessions", HealthStatus.Healthy),
            ],
            report.Entries.Select(entry => (entry.Key, entry.Value.Status)).OrderBy(entry => entry.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Null_and_nothing_are_refused_by_name()
    {
        var services = new ServiceCollection();

        Assert.Throws<ArgumentNullException>("services", () => default(IServiceCollection)!.AddHospitalityMemory("blue"));
        Assert.Throws<ArgumentNullException>("serviceKey", () => services.AddHospitalityMemory(default(string)!));
        Assert.Throws<ArgumentException>("serviceKey", () => services.AddHospitalityMemory(" "));
        Assert.Throws<ArgumentNullException>("configuration", () => services.AddHospitalityMemory("blue", default(IConfiguration)!));
        Assert.Throws<ArgumentNullException>("configure", () => services.AddHospitalityMemory("blue", default(Action<HospitalityMemoryOptions>)!));
        Assert.Throws<ArgumentException>("serviceKey", () => services.AddHealthChecks().AddHospitalityMemory(" "));
        Assert.DoesNotContain(services, service => service.ServiceType == typeof(IGuestMemory));
    }

    private static ServiceProvider Build(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        configure(services);
        return services.BuildServiceProvider(Strict);
    }

    private static IConfigurationRoot Configuration(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value))
        .Build();

    private sealed class Concierge(
        IShortTermMemory plain, [FromKeyedServices("blue")] IShortTermMemory blue, [FromKeyedServices("red")] IShortTermMemory red)
    {
        public IShortTermMemory Plain { get; } = plain;

        public IShortTermMemory Blue { get; } = blue;

        public IShortTermMemory Red { get; } = red;
    }

    private sealed class OtherLearner : IPreferenceLearner
    {
        public string Name => "other";

        public UserPreferences Learn(TravelRecord record, DateOnly day) => UserPreferences.Empty;

        public IReadOnlyList<RankedProperty> Rank(TravelRecord record, IReadOnlyList<PropertyCandidate> candidates, DateOnly day) => [];
    }

    /// <summary>Everything that a host may add, and who was asked.</summary>
    private sealed class Extensions(string name, ConcurrentQueue<string> heard)
        : ISessionInitializer, ISessionEndHandler, IConversationSummarizer, IMessageTokenCounter, IUserAnalyzer, IGuestChangeObserver
    {
        string IUserAnalyzer.Name => "own";

        public ValueTask<SessionState> InitializeAsync(SessionInfo session, CancellationToken cancellationToken)
        {
            Note("initializer");
            return new(session.State);
        }

        public ValueTask OnEndedAsync(SessionEnd session, CancellationToken cancellationToken)
        {
            Note("handler");
            return ValueTask.CompletedTask;
        }

        public ValueTask<string?> SummarizeAsync(
            string sessionId, string? previousSummary, IReadOnlyList<SessionMessage> trimmedMessages, CancellationToken cancellationToken)
        {
            Note("summarizer");
            return new("They greeted.");
        }

        public int CountTokens(SessionMessage message)
        {
            Note("counter");
            return 1;
        }

        public double? Analyze(TravelRecord record, DateOnly asOf)
        {
            Note("analyzer");
            return null;
        }

        public void OnChanged(GuestChange change) => Note("observer");

        private void Note(string part) => heard.Enqueue($"{name} {part}");
    }

    private sealed class TimeWithTimers : FakeTimeProvider
    {
        public SemaphoreSlim Timers { get; } = new(0);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Timers.Release();
            return timer;
        }
    }
}
