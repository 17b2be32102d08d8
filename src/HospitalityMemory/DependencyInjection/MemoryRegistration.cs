using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>Registers everything that a memory consists of under its key. To the container, a null key is no key.</summary>
internal static class MemoryRegistration
{
    /// <summary>The name of a memory's options.</summary>
    public static string NameOf(string? key) => key ?? Options.DefaultName;

    public static TOptions OptionsOf<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        IServiceProvider provider, string? key)
        where TOptions : class =>
        provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(NameOf(key));

    /// <summary>Adds a memory, unless it was added before.</summary>
    public static void Add(IServiceCollection services, string? key)
    {
        if (services.Any(service => service.ServiceType == typeof(Added) && Equals(service.ServiceKey, key)))
        {
            return;
        }

        services.AddKeyedSingleton(key, new Added());
        AddShared(services);
        AddOptions(services, key);
        services.TryAddKeyedSingleton(
            key, (provider, _) => new MemoryMetrics(provider.GetRequiredService<MemoryInstruments>(), Settings(provider, key).Value.Application));
        services.TryAddKeyedSingleton(
            key, (provider, _) => new NameRules(Settings(provider, key).Value.LongTerm.Synonyms, provider.GetKeyedService<INameCanonicalizer>(key)));
        services.TryAddKeyedSingleton(key, (provider, _) => new MemoryDiagnostics(Settings(provider, key).Value.DiagnosticsKey));
        services.TryAddKeyedSingleton(
            key, (provider, _) => new AmenityOrder(provider.GetRequiredKeyedService<NameRules>(key), Settings(provider, key).Value.LongTerm.AmenityOrder));
        services.TryAddKeyedSingleton<IPreferenceLearner, FrequencyPreferenceLearner>(key);
        services.TryAddKeyedSingleton<IMessageTokenCounter, EstimatedTokenCounter>(key);
        AddStores(services, key);
        AddMemories(services, key);
        services.AddSingleton<IHostedService>(provider => new MaintenanceService(
            provider.GetRequiredKeyedService<IShortTermMemory>(key),
            provider.GetRequiredKeyedService<ILongTermMemory>(key),
            Settings(provider, key),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<MaintenanceService>>()));
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "The composition root: what a host or a test registered before wins.")]
    private static void AddShared(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new MemoryInstruments(provider.GetService<IMeterFactory>()));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<HospitalityMemoryOptions>, HospitalityMemoryOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SettingsCheck>());
    }

    private static void AddOptions(IServiceCollection services, string? key)
    {
        var name = NameOf(key);
        if (key is not null)
        {
            services.Configure<HospitalityMemoryOptions>(name, options => options.Application = key);
        }

        services.AddOptions<HospitalityMemoryOptions>(name).ValidateOnStart();
        AddCheck<ISessionStore>(services, key);
        AddCheck<IProfileStore>(services, key);
        AddCheck<IPreferenceLearner>(services, key);
    }

    private static void AddCheck<TRole>(IServiceCollection services, string? key) =>
        services.AddOptions<OptionsOfRole<TRole>>(NameOf(key))
            .Configure<IServiceProvider>((_, provider) => provider.GetKeyedService<ChosenOptions<TRole>>(key)?.Check(provider))
            .ValidateOnStart();

    /// <summary>
    /// A chosen store is a keyed service: the container owns it, and a later choice replaces it. The memories get the store
    /// wrapped: it is measured, and a remote store is cached.
    /// </summary>
    private static void AddStores(IServiceCollection services, string? key)
    {
        var choice = new StoreChoice(key);
        services.TryAddKeyedSingleton<ISessionStore, InMemorySessionStore>(choice);
        services.TryAddKeyedSingleton<IProfileStore, InMemoryProfileStore>(choice);
        services.TryAddKeyedSingleton<INamedSumStore, InMemoryNamedSumStore>(choice);
        services.TryAddKeyedSingleton<INamedSumStore>(key, (provider, _) => new ObservedNamedSumStore(
            provider.GetRequiredKeyedService<INamedSumStore>(choice),
            provider.GetRequiredKeyedService<MemoryMetrics>(key),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddKeyedSingleton<ISessionStore>(key, (provider, _) => new ObservedSessionStore(
            Locating(provider.GetRequiredKeyedService<ISessionStore>(choice), provider, key),
            provider.GetRequiredKeyedService<MemoryMetrics>(key),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddKeyedSingleton<IProfileStore>(key, (provider, _) =>
        {
            var timeProvider = provider.GetRequiredService<TimeProvider>();
            var settings = Settings(provider, key);
            var store = new ObservedProfileStore(
                Locating(provider.GetRequiredKeyedService<IProfileStore>(choice), provider, key), provider.GetRequiredKeyedService<MemoryMetrics>(key), timeProvider);
            return store.IsRemote && settings.Value.LongTerm.ProfileCacheLifetime > TimeSpan.Zero
                ? new ProfileCache(store, settings, timeProvider)
                : store;
        });
    }

    /// <summary>A store that answers at once keeps objects, which cannot be unreadable. It is not wrapped.</summary>
    private static ISessionStore Locating(ISessionStore store, IServiceProvider provider, string? key) =>
        store is IAnswersAtOnce { AnswersAtOnce: true } ? store : new LocatingSessionStore(store, Locator(store.Name, provider, key));

    private static IProfileStore Locating(IProfileStore store, IServiceProvider provider, string? key) =>
        store is IAnswersAtOnce { AnswersAtOnce: true } ? store : new LocatingProfileStore(store, Locator(store.Name, provider, key));

    private static ErrorLocator Locator(string store, IServiceProvider provider, string? key) => new(
        store, provider.GetRequiredKeyedService<MemoryMetrics>(key), provider.GetRequiredKeyedService<MemoryDiagnostics>(key));

    private static void AddMemories(IServiceCollection services, string? key)
    {
        services.TryAddKeyedSingleton(key, (provider, _) => new ShortTermMemory(
            provider.GetRequiredKeyedService<ISessionStore>(key),
            Settings(provider, key),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredKeyedService<MemoryMetrics>(key),
            provider.GetKeyedServices<ISessionInitializer>(key),
            provider.GetKeyedServices<ISessionEndHandler>(key),
            provider.GetKeyedServices<IConversationSummarizer>(key),
            provider.GetRequiredKeyedService<IMessageTokenCounter>(key),
            provider.GetService<ILogger<ShortTermMemory>>()));
        services.TryAddKeyedSingleton<IShortTermMemory>(key, (provider, _) => provider.GetRequiredKeyedService<ShortTermMemory>(key));
        services.TryAddKeyedSingleton<IMemoryAdministration>(
            key, (provider, _) => new MemoryAdministration(
                provider.GetRequiredKeyedService<ShortTermMemory>(key), provider.GetRequiredKeyedService<LongTermMemory>(key)));
        services.TryAddKeyedSingleton<ILongTermMemory>(key, (provider, _) => provider.GetRequiredKeyedService<LongTermMemory>(key));
        services.TryAddKeyedSingleton(key, (provider, _) => new LongTermMemory(
            provider.GetRequiredKeyedService<IProfileStore>(key),
            provider.GetRequiredKeyedService<IPreferenceLearner>(key),
            provider.GetRequiredKeyedService<NameRules>(key),
            Settings(provider, key),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredKeyedService<MemoryMetrics>(key),
            provider.GetKeyedServices<IUserAnalyzer>(key),
            provider.GetKeyedServices<IGuestChangeObserver>(key),
            provider.GetService<ILogger<LongTermMemory>>()));
        services.TryAddKeyedSingleton<IGuestMemory>(key, (provider, _) => new GuestMemory(
            provider.GetRequiredKeyedService<IShortTermMemory>(key),
            provider.GetRequiredKeyedService<ILongTermMemory>(key),
            provider.GetRequiredKeyedService<ISessionStore>(key),
            provider.GetRequiredKeyedService<IProfileStore>(key),
            Settings(provider, key),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredKeyedService<MemoryMetrics>(key)));
    }

    private static IOptions<HospitalityMemoryOptions> Settings(IServiceProvider provider, string? key) =>
        Options.Create(OptionsOf<HospitalityMemoryOptions>(provider, key));

    /// <summary>Marks that a memory was added.</summary>
    private sealed class Added;
}
