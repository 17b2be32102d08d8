using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using HospitalityMemory;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds short-term and long-term memory to a container.</summary>
/// <remarks>
/// Afterwards <see cref="IShortTermMemory"/>, <see cref="ILongTermMemory"/> and <see cref="IGuestMemory"/> resolve as
/// singletons, and a host runs their maintenance. Calling it more than once does no harm.
/// </remarks>
public static class HospitalityMemoryServiceCollectionExtensions
{
    /// <summary>
    /// Adds both memories with the default settings, in this process's memory until a store is chosen.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <returns>Where stores and learners are chosen.</returns>
    public static IHospitalityMemoryBuilder AddHospitalityMemory(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<HospitalityMemoryOptions>().ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<HospitalityMemoryOptions>, HospitalityMemoryOptionsValidator>());
        AddSystemClock(services);
        services.TryAddSingleton(provider => new MemoryMetrics(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton<IPreferenceLearner, FrequencyPreferenceLearner>();
        services.TryAddSingleton<IMessageTokenCounter, EstimatedTokenCounter>();
        AddStores(services);
        services.TryAddSingleton<ShortTermMemory>();
        services.TryAddSingleton<IShortTermMemory>(provider => provider.GetRequiredService<ShortTermMemory>());
        services.TryAddSingleton<IMemoryAdministration, MemoryAdministration>();
        services.TryAddSingleton<ILongTermMemory, LongTermMemory>();
        services.TryAddSingleton<IGuestMemory, GuestMemory>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MaintenanceService>());
        return new HospitalityMemoryBuilder(services, configuration: null);
    }

    /// <summary>Adds both memories with settings from the host's configuration.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configuration">
    /// The root, from which the section <c>HospitalityMemory</c> is read and, where that is silent,
    /// <c>SESSION_TTL_MINUTES</c>, <c>STM_MAX_SIZE_MB</c> and <c>LTM_CLEANUP_INTERVAL</c> (seconds); or that section
    /// itself.
    /// </param>
    /// <returns>Where stores and learners are chosen.</returns>
    public static IHospitalityMemoryBuilder AddHospitalityMemory(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddHospitalityMemory();
        services.AddSingleton<IConfigureOptions<HospitalityMemoryOptions>>(new ConfigurationSettings(configuration));
        return new HospitalityMemoryBuilder(services, configuration);
    }

    /// <summary>Adds both memories with settings made in code.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>Where stores and learners are chosen.</returns>
    public static IHospitalityMemoryBuilder AddHospitalityMemory(
        this IServiceCollection services, Action<HospitalityMemoryOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var builder = services.AddHospitalityMemory();
        services.Configure(configure);
        return builder;
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "The composition root: what a host or a test registered before wins.")]
    private static void AddSystemClock(IServiceCollection services) => services.TryAddSingleton(TimeProvider.System);

    /// <summary>
    /// The store that was chosen is a keyed service, so that the container owns it and the last choice replaces it;
    /// what the memories get is that store wrapped: measured, and behind a cache where it is remote.
    /// </summary>
    private static void AddStores(IServiceCollection services)
    {
        services.TryAddKeyedSingleton<ISessionStore, InMemorySessionStore>(StoreChoice.Key);
        services.TryAddKeyedSingleton<IProfileStore, InMemoryProfileStore>(StoreChoice.Key);
        services.TryAddKeyedSingleton<INamedSumStore, InMemoryNamedSumStore>(StoreChoice.Key);
        services.TryAddSingleton<INamedSumStore>(provider => new ObservedNamedSumStore(
            provider.GetRequiredKeyedService<INamedSumStore>(StoreChoice.Key),
            provider.GetRequiredService<MemoryMetrics>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ISessionStore>(provider => new ObservedSessionStore(
            provider.GetRequiredKeyedService<ISessionStore>(StoreChoice.Key),
            provider.GetRequiredService<MemoryMetrics>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IProfileStore>(provider =>
        {
            var timeProvider = provider.GetRequiredService<TimeProvider>();
            var options = provider.GetRequiredService<IOptions<HospitalityMemoryOptions>>();
            var store = new ObservedProfileStore(
                provider.GetRequiredKeyedService<IProfileStore>(StoreChoice.Key),
                provider.GetRequiredService<MemoryMetrics>(),
                timeProvider);
            return store.IsRemote && options.Value.LongTerm.ProfileCacheLifetime > TimeSpan.Zero
                ? new ProfileCache(store, options, timeProvider)
                : store;
        });
    }
}
