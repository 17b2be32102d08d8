using HospitalityMemory;
using HospitalityMemory.Adaptive;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Has the memory learn by <see cref="AdaptivePreferenceLearner"/>.</summary>
public static class HospitalityMemoryAdaptiveBuilderExtensions
{
    /// <summary>
    /// Learns from the guest's own stays and from what others book. What all guests book is kept as sums beside the profiles,
    /// or where <c>UseNamedSumStore</c> says.
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
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AdaptiveLearnerOptions>, AdaptiveLearnerOptionsValidator>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<AdaptiveLearnerOptions>, AdaptiveSettings>());
        builder.Services.Replace(ServiceDescriptor.Singleton(new AdaptiveChoice(builder.Configuration, configure)));
        builder.Services.AddOptions<AdaptiveLearnerOptions>().ValidateOnStart();
        builder.Services.TryAddSingleton<MarketFeed>();
        builder.Services.TryAddSingleton<IMarket>(static provider => provider.GetRequiredService<MarketFeed>());
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IGuestChangeObserver, MarketFeed>(static provider => provider.GetRequiredService<MarketFeed>()));
        builder.Services.Replace(ServiceDescriptor.Singleton<IPreferenceLearner>(static provider =>
        {
            var feed = provider.GetRequiredService<MarketFeed>();
            return new AdaptivePreferenceLearner(() => feed.Current);
        }));
        return builder;
    }
}
