using HospitalityMemory;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the library's health checks.</summary>
public static class HospitalityMemoryHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check of each store, named <c>hospitality_memory_sessions</c> and <c>hospitality_memory_profiles</c>, tagged
    /// <c>hospitality_memory</c> and <c>ready</c>. A check is unhealthy where its store cannot serve or does not answer within
    /// <see cref="HospitalityMemoryOptions.HealthTimeout"/>. The check of sessions is degraded above 90 % of their limit.
    /// </summary>
    /// <remarks>
    /// The checks say whether the host is ready to serve, not whether it is alive: a host whose store is out of reach should get
    /// no requests, but a restart does not help. Leave them out of the liveness probe (<c>Predicate = check =>
    /// !check.Tags.Contains("ready")</c>).
    /// </remarks>
    /// <param name="builder">What <c>AddHealthChecks</c> returned. Calling it more than once does no harm.</param>
    /// <returns>The builder.</returns>
    public static IHealthChecksBuilder AddHospitalityMemory(this IHealthChecksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return Add(builder, key: null, "hospitality_memory");
    }

    /// <summary>
    /// Adds the same checks of the memory that was added under a service key, named
    /// <c>hospitality_memory_{serviceKey}_sessions</c> and <c>hospitality_memory_{serviceKey}_profiles</c>.
    /// </summary>
    /// <param name="builder">What <c>AddHealthChecks</c> returned. Calling it more than once does no harm.</param>
    /// <param name="serviceKey">The key that <c>AddHospitalityMemory</c> was given.</param>
    /// <returns>The builder.</returns>
    public static IHealthChecksBuilder AddHospitalityMemory(this IHealthChecksBuilder builder, string serviceKey)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(serviceKey);
        return Add(builder, serviceKey, $"hospitality_memory_{serviceKey}");
    }

    private static IHealthChecksBuilder Add(IHealthChecksBuilder builder, string? key, string prefix)
    {
        builder.Services.Configure<HealthCheckServiceOptions>(options =>
        {
            Add(options, $"{prefix}_sessions", provider =>
            {
                var store = provider.GetRequiredKeyedService<ISessionStore>(key);
                return new SessionStoreHealthCheck(
                    store, provider.GetRequiredKeyedService<IShortTermMemory>(key), Limit(provider, key, "The check of sessions", store.Name));
            });
            Add(options, $"{prefix}_profiles", provider =>
            {
                var store = provider.GetRequiredKeyedService<IProfileStore>(key);
                return new ProfileStoreHealthCheck(store, Limit(provider, key, "The check of profiles", store.Name));
            });
        });
        return builder;
    }

    private static CallLimit Limit(IServiceProvider provider, string? key, string check, string store) => new(
        check,
        nameof(HospitalityMemoryOptions.HealthTimeout),
        MemoryRegistration.OptionsOf<HospitalityMemoryOptions>(provider, key).HealthTimeout,
        store,
        answersAtOnce: false,
        provider.GetRequiredService<TimeProvider>());

    private static void Add(HealthCheckServiceOptions options, string name, Func<IServiceProvider, IHealthCheck> factory)
    {
        if (options.Registrations.All(registration => registration.Name != name))
        {
            options.Registrations.Add(new(name, factory, failureStatus: null, tags: ["hospitality_memory", "ready"]));
        }
    }
}
