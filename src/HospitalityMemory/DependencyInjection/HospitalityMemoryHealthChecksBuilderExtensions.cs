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
        builder.Services.Configure<HealthCheckServiceOptions>(options =>
        {
            Add(options, SessionStoreHealthCheck.Name, provider => new SessionStoreHealthCheck(
                provider.GetRequiredService<ISessionStore>(), provider.GetRequiredService<IShortTermMemory>()));
            Add(options, ProfileStoreHealthCheck.Name, provider => new ProfileStoreHealthCheck(
                provider.GetRequiredService<IProfileStore>()));
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
