using HospitalityMemory.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moq;

namespace HospitalityMemory.Tests.DependencyInjection;

public sealed class RegistrationTests
{
    private static readonly ServiceProviderOptions Strict = new() { ValidateOnBuild = true, ValidateScopes = true };

    [Fact]
    public void Everything_resolves_in_a_container_that_validates()
    {
        using var provider = new ServiceCollection().AddHospitalityMemory().Services.BuildServiceProvider(Strict);

        Assert.NotNull(provider.GetRequiredService<IShortTermMemory>());
        Assert.NotNull(provider.GetRequiredService<ILongTermMemory>());
        Assert.NotNull(provider.GetRequiredService<IGuestMemory>());
        Assert.NotNull(provider.GetRequiredService<ISessionStore>());
        Assert.NotNull(provider.GetRequiredService<IProfileStore>());
        Assert.Equal("memory", provider.GetRequiredService<INamedSumStore>().Name);
        Assert.Single(provider.GetServices<IHostedService>().OfType<MaintenanceService>());
    }

    [Fact]
    public void Everything_resolves_beside_logging_that_is_added_later()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory();
        services.AddLogging();
        using var provider = services.BuildServiceProvider(Strict);

        Assert.NotNull(provider.GetRequiredService<IGuestMemory>());
        Assert.IsNotType<Microsoft.Extensions.Logging.Abstractions.NullLogger<RegistrationTests>>(
            provider.GetRequiredService<ILogger<RegistrationTests>>());
    }

    [Fact]
    public void The_builder_has_the_services_and_the_configuration_and_nothing_else()
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().Build();

        Assert.Same(services, services.AddHospitalityMemory().Services);
        Assert.Null(services.AddHospitalityMemory().Configuration);
        Assert.Same(configuration, services.AddHospitalityMemory(configuration).Configuration);
        Assert.Equal(["Configuration", "ServiceKey", "Services"], typeof(IHospitalityMemoryBuilder).GetProperties().Select(property => property.Name).Order());
    }

    [Fact]
    public async Task Adding_it_twice_does_no_harm()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory();
        services.AddHospitalityMemory();
        await using var provider = services.BuildServiceProvider(Strict);
        var memory = provider.GetRequiredService<IShortTermMemory>();
        await memory.CreateSessionAsync("session");

        Assert.Single(provider.GetServices<IHostedService>().OfType<MaintenanceService>());
        Assert.Single(provider.GetServices<IShortTermMemory>());
        Assert.Equal(1, (await memory.GetMemoryUsageAsync()).SessionsCount);
    }

    [Fact]
    public void A_store_that_was_chosen_survives_adding_the_library_again()
    {
        var chosen = SessionStore("chosen");
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseSessionStore(_ => chosen);
        services.AddHospitalityMemory();
        using var provider = services.BuildServiceProvider(Strict);

        Assert.Equal("chosen", provider.GetRequiredService<ISessionStore>().Name);
    }

    [Fact]
    public void The_last_choice_of_a_role_wins()
    {
        var builder = new ServiceCollection().AddHospitalityMemory()
            .UseSessionStore(_ => SessionStore("first")).UseSessionStore(_ => SessionStore("last"))
            .UseProfileStore(_ => ProfileStore("first")).UseProfileStore(_ => ProfileStore("last"))
            .UsePreferenceLearner<OtherLearner>().UsePreferenceLearner<FrequencyPreferenceLearner>();
        using var provider = builder.Services.BuildServiceProvider(Strict);

        Assert.Equal("last", provider.GetRequiredService<ISessionStore>().Name);
        Assert.Equal("last", provider.GetRequiredService<IProfileStore>().Name);
        Assert.IsType<FrequencyPreferenceLearner>(Assert.Single(provider.GetServices<IPreferenceLearner>()));
    }

    [Fact]
    public void A_learner_that_is_made_already_is_taken_as_it_is()
    {
        var learner = new OtherLearner();
        using var provider = new ServiceCollection().AddHospitalityMemory()
            .UsePreferenceLearner(learner).Services.BuildServiceProvider(Strict);

        Assert.Same(learner, Assert.Single(provider.GetServices<IPreferenceLearner>()));
        Assert.Throws<ArgumentNullException>(
            "learner", () => new ServiceCollection().AddHospitalityMemory().UsePreferenceLearner(null!));
    }

    [Fact]
    public void What_stands_in_front_of_a_store_says_of_itself_what_the_store_says()
    {
        using var provider = new ServiceCollection().AddHospitalityMemory().Services.BuildServiceProvider(Strict);

        Assert.False(provider.GetRequiredService<IProfileStore>().ShowsProfiles);
        Assert.False(provider.GetRequiredService<IProfileStore>().IsRemote);
        Assert.False(provider.GetRequiredService<ISessionStore>().IsRemote);
    }

    [Fact]
    public void The_container_disposes_the_store_that_was_chosen()
    {
        var store = new Mock<ISessionStore>();
        store.Setup(mock => mock.Name).Returns("fake");
        var disposable = store.As<IDisposable>();
        using (var provider = new ServiceCollection().AddHospitalityMemory()
            .UseSessionStore(_ => store.Object).Services.BuildServiceProvider(Strict))
        {
            Assert.NotNull(provider.GetRequiredService<IShortTermMemory>());
            disposable.Verify(mock => mock.Dispose(), Times.Never);
        }

        disposable.Verify(mock => mock.Dispose(), Times.Once);
    }

    [Fact]
    public void A_cache_stands_in_front_of_a_remote_profile_store_only()
    {
        Assert.IsType<ProfileCache>(Resolve(isRemote: true, TimeSpan.FromMinutes(1)));
        Assert.IsNotType<ProfileCache>(Resolve(isRemote: true, TimeSpan.Zero));
        Assert.IsNotType<ProfileCache>(Resolve(isRemote: false, TimeSpan.FromMinutes(1)));

        static IProfileStore Resolve(bool isRemote, TimeSpan lifetime)
        {
            var store = new Mock<IProfileStore>();
            store.Setup(mock => mock.Name).Returns("fake");
            store.Setup(mock => mock.IsRemote).Returns(isRemote);
            using var provider = new ServiceCollection()
                .AddHospitalityMemory(options => options.LongTerm.ProfileCacheLifetime = lifetime)
                .UseProfileStore(_ => store.Object)
                .Services.BuildServiceProvider(Strict);
            return provider.GetRequiredService<IProfileStore>();
        }
    }

    [Fact]
    public void Null_is_refused_by_name()
    {
        var builder = new ServiceCollection().AddHospitalityMemory();

        Assert.Throws<ArgumentNullException>("services", () => default(IServiceCollection)!.AddHospitalityMemory());
        Assert.Throws<ArgumentNullException>(
            "configuration",
            () => new ServiceCollection().AddHospitalityMemory(default(Microsoft.Extensions.Configuration.IConfiguration)!));
        Assert.Throws<ArgumentNullException>(
            "configure", () => new ServiceCollection().AddHospitalityMemory(default(Action<HospitalityMemoryOptions>)!));
        Assert.Throws<ArgumentNullException>("factory", () => builder.UseSessionStore(null!));
        Assert.Throws<ArgumentNullException>("factory", () => builder.UseProfileStore(null!));
        Assert.Throws<ArgumentNullException>(
            "builder", () => default(IHospitalityMemoryBuilder)!.UsePreferenceLearner<FrequencyPreferenceLearner>());
        Assert.Throws<ArgumentNullException>("builder", () => default(IHospitalityMemoryBuilder)!.UseSessionStore(_ => null!));
        Assert.Throws<ArgumentNullException>("builder", () => default(IHospitalityMemoryBuilder)!.UseProfileStore(_ => null!));
        Assert.Throws<ArgumentNullException>("builder", () => default(IHealthChecksBuilder)!.AddHospitalityMemory());
    }

    private static ISessionStore SessionStore(string name) => Mock.Of<ISessionStore>(store => store.Name == name);

    private static IProfileStore ProfileStore(string name) => Mock.Of<IProfileStore>(store => store.Name == name);

    private sealed class OtherLearner : IPreferenceLearner
    {
        public string Name => "other";

        public UserPreferences Learn(TravelRecord record, DateOnly day) => UserPreferences.Empty;

        public IReadOnlyList<RankedProperty> Rank(
            TravelRecord record, IReadOnlyList<PropertyCandidate> candidates, DateOnly day) => [];
    }
}
