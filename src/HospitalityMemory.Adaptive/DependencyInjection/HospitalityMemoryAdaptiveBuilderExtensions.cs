using HospitalityMemory;
using HospitalityMemory.Adaptive;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Has the memory learn by <see cref="AdaptivePreferenceLearner"/>.</summary>
public static class HospitalityMemoryAdaptiveBuilderExtensions
{
    /// <summary>
    /// Learns from the guest's own stays and from what others book. What all guests book is kept as sums beside the profiles, or in the
    /// store that <c>UseNamedSumStore</c> chooses.
    /// </summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseAdaptiveLearner(this IHospitalityMemoryBuilder builder) =>
        builder.UseAdaptiveLearner(static _ => { });

    /// <inheritdoc cref="UseAdaptiveLearner(IHospitalityMemoryBuilder)"/>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="configure">Changes the settings, after the section <c>HospitalityMemory:Adaptive</c> of the configuration was read.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseAdaptiveLearner(this IHospitalityMemoryBuilder builder, Action<AdaptiveLearnerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var key = builder.ServiceKey;
        builder.ConfigureFromSection("Adaptive", static (section, options) => section.Bind(options), configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AdaptiveLearnerOptions>, AdaptiveLearnerOptionsValidator>());
        if (builder.Services.All(service => service.ServiceType != typeof(MarketFeed) || !Equals(service.ServiceKey, key)))
        {
            AddFeed(builder, key);
        }

        return builder.UsePreferenceLearner<AdaptiveLearnerOptions>((provider, _) =>
        {
            var feed = provider.GetRequiredKeyedService<MarketFeed>(key);
            return new AdaptivePreferenceLearner(
                () => feed.Current, provider.GetRequiredKeyedService<NameRules>(key), provider.GetRequiredKeyedService<AmenityOrder>(key));
        });
    }

    private static void AddFeed(IHospitalityMemoryBuilder builder, string? key)
    {
        builder.Services.AddKeyedSingleton(key, (provider, _) => new MarketFeed(
            provider.GetRequiredKeyedService<INamedSumStore>(key),
            provider.GetRequiredKeyedService<NameRules>(key),
            Options.Options.Create(builder.GetOptions<AdaptiveLearnerOptions>(provider)),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<MarketFeed>>()));
        builder.Services.AddKeyedSingleton<IMarket>(key, (provider, _) => provider.GetRequiredKeyedService<MarketFeed>(key));
        builder.Services.AddKeyedSingleton<IGuestChangeObserver>(
            key,
            (provider, _) => provider.GetRequiredKeyedService<IPreferenceLearner>(key) is AdaptivePreferenceLearner
                ? provider.GetRequiredKeyedService<MarketFeed>(key)
                : new NoFeed());
    }

    /// <summary>Takes the feed's place if another learner was chosen later, which needs no market.</summary>
    private sealed class NoFeed : IGuestChangeObserver
    {
        public void OnChanged(GuestChange change)
        {
        }
    }
}
