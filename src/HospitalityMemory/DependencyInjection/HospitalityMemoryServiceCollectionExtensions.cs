using HospitalityMemory;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds short-term and long-term memory to a container.</summary>
/// <remarks>
/// <para>Afterwards <see cref="IGuestMemory"/>, <see cref="IShortTermMemory"/>, <see cref="ILongTermMemory"/> and
/// <see cref="IMemoryAdministration"/> resolve as singletons, and so do <see cref="NameRules"/> and <see cref="MemoryDiagnostics"/>. A
/// host runs their maintenance. Calling it more than once does no harm.</para>
/// <para>With a service key the memory is independent of others, which a host of several brands needs. These services resolve
/// under that key (<c>[FromKeyedServices("blue")] IGuestMemory</c>). The memory has its own options (named by the key), stores,
/// learner, maintenance and health checks. It calls the host's extensions that are registered under the same key
/// (<see cref="ISessionInitializer"/>, <see cref="ISessionEndHandler"/>, <see cref="IConversationSummarizer"/>,
/// <see cref="IMessageTokenCounter"/>, <see cref="IUserAnalyzer"/>, <see cref="IGuestChangeObserver"/>,
/// <see cref="IPreferenceLearner"/>, <see cref="INameCanonicalizer"/>), and no others. Its data is kept under the key's name, unless
/// <see cref="HospitalityMemoryOptions.Application"/> gives another.</para>
/// </remarks>
public static class HospitalityMemoryServiceCollectionExtensions
{
    /// <summary>
    /// Adds both memories with the default settings. They keep their data in this process until a store is chosen.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <returns>Where stores and learners are chosen.</returns>
    public static IHospitalityMemoryBuilder AddHospitalityMemory(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return Add(services, serviceKey: null);
    }

    /// <summary>Adds both memories with settings from the host's configuration.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configuration">
    /// The root or a section. From the root, the section <c>HospitalityMemory</c> is read, and for what it leaves out
    /// <c>SESSION_TTL_MINUTES</c>, <c>STM_MAX_SIZE_MB</c> and <c>LTM_CLEANUP_INTERVAL</c> (seconds). A section is read itself,
    /// whatever its name.
    /// </param>
    /// <returns>Where stores and learners are chosen.</returns>
    public static IHospitalityMemoryBuilder AddHospitalityMemory(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, serviceKey: null, configuration);
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
        return Add(services, serviceKey: null, configure);
    }

    /// <summary>
    /// Adds a memory under a service key with the default settings. It keeps its data in this process until a store is chosen.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="serviceKey">
    /// The key. Unless the settings name another application, the key must be a valid
    /// <see cref="HospitalityMemoryOptions.Application"/>: 1 to 64 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.
    /// </param>
    /// <returns>Where its stores and learner are chosen.</returns>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public static IHospitalityMemoryBuilder AddHospitalityMemory(this IServiceCollection services, string serviceKey)
    {
        ThrowIfInvalid(services, serviceKey);
        return Add(services, serviceKey);
    }

    /// <summary>Adds a memory under a service key with settings from the host's configuration.</summary>
    /// <param name="services">The container.</param>
    /// <param name="serviceKey"><inheritdoc cref="AddHospitalityMemory(IServiceCollection, string)" path="/param[@name='serviceKey']"/></param>
    /// <param name="configuration">
    /// The memory's own section, whatever its name, such as <c>configuration.GetSection("Brands:Blue")</c>; or the root. The root
    /// is read as for a memory without a key and is shared by all memories, except for the application's name.
    /// </param>
    /// <returns>Where its stores and learner are chosen.</returns>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public static IHospitalityMemoryBuilder AddHospitalityMemory(
        this IServiceCollection services, string serviceKey, IConfiguration configuration)
    {
        ThrowIfInvalid(services, serviceKey);
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, serviceKey, configuration);
    }

    /// <summary>Adds a memory under a service key with settings made in code.</summary>
    /// <param name="services">The container.</param>
    /// <param name="serviceKey"><inheritdoc cref="AddHospitalityMemory(IServiceCollection, string)" path="/param[@name='serviceKey']"/></param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>Where its stores and learner are chosen.</returns>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public static IHospitalityMemoryBuilder AddHospitalityMemory(
        this IServiceCollection services, string serviceKey, Action<HospitalityMemoryOptions> configure)
    {
        ThrowIfInvalid(services, serviceKey);
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, serviceKey, configure);
    }

    private static HospitalityMemoryBuilder Add(IServiceCollection services, string? serviceKey)
    {
        MemoryRegistration.Add(services, serviceKey);
        return new(services, serviceKey, configuration: null);
    }

    private static HospitalityMemoryBuilder Add(IServiceCollection services, string? serviceKey, IConfiguration configuration)
    {
        MemoryRegistration.Add(services, serviceKey);
        var settings = new ConfigurationSettings(configuration, hasKey: serviceKey is not null);
        services.Configure<HospitalityMemoryOptions>(MemoryRegistration.NameOf(serviceKey), settings.Configure);
        services.AddSingleton(new ReadSection(configuration));
        return new(services, serviceKey, configuration);
    }

    private static HospitalityMemoryBuilder Add(
        IServiceCollection services, string? serviceKey, Action<HospitalityMemoryOptions> configure)
    {
        MemoryRegistration.Add(services, serviceKey);
        services.Configure(MemoryRegistration.NameOf(serviceKey), configure);
        return new(services, serviceKey, configuration: null);
    }

    private static void ThrowIfInvalid(IServiceCollection services, string serviceKey)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(serviceKey);
    }
}
