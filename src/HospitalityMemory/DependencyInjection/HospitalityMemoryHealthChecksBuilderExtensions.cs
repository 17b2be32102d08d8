using HospitalityMemory;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the library's health checks.</summary>
public static class HospitalityMemoryHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check of each store, named <c>hospitality_memory_sessions</c> and <c>hospitality_memory_profiles</c>,
    /// tagged <c>hospitality_memory</c>: unhealthy where it cannot serve, and for sessions degraded above 90 % of their
    /// limit.
    /// </summary>
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
            Add(options, $"{prefix}_sessions", provider => new SessionStoreHealthCheck(
                provider.GetRequiredKeyedService<ISessionStore>(key), provider.GetRequiredKeyedService<IShortTermMemory>(key)));
            Add(options, $"{prefix}_profiles", provider => new ProfileStoreHealthCheck(
                provider.GetRequiredKeyedService<IProfileStore>(key)));
        });
        return builder;
    }

    private static void Add(HealthCheckServiceOptions options, string name, Func<IServiceProvider, IHealthCheck> factory)
    {
        if (options.Registrations.All(registration => registration.Name != name))
        {
            options.Registrations.Add(new(name, factory, failureStatus: null, tags: ["hospitality_memory"]));
        }
    }
}
