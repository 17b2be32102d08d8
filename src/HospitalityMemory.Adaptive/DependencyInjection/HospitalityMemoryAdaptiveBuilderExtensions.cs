using HospitalityMemory;
using HospitalityMemory.Adaptive;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Has the memory learn from what all guests book too.</summary>
public static class HospitalityMemoryAdaptiveBuilderExtensions
{
    /// <summary>
    /// Learns from the guest's own stays and from what others book. What all guests book is kept as sums beside the profiles, or in the
    /// store that <c>UseNamedSumStore</c> chooses.
    /// </summary>
    /// <remarks>
    /// <para>Weights: a stay booked <c>d</c> days ago (or begun, if the day of booking is not known) counts <c>(d + 1)^-0.3</c> for cities,
    /// types and properties, and <c>2^(-d / 365)</c> for nights. The former is multiplied by the guest's own rating divided by 3, if there is
    /// one (not validated: the stays it was measured on have none). Market shares are shares of what all guests book. The market tells nothing
    /// to which fewer than 5 guests contribute. The home market is the country of most of the latest stays, or all markets together.</para>
    /// <para>Cities, up to 20: <c>R w / W + (1 - R) m</c>. Here <c>w</c> is the weight of the guest's stays in the city, and <c>W</c> the
    /// weight of all of them. <c>m</c> is the city's market share, averaged over the countries by the share of the guest's latest stays in
    /// each; all countries together count as 0.2 stays. <c>R</c> is the probability of going back. It rests on how often guests of the home
    /// market came back to the city of their first stay, and on the guest's own stays. A search counts as a quarter of a stay (not
    /// validated).</para>
    /// <para>Property types, up to 5: <c>(w + 3 m) / (W + 3)</c>, where <c>m</c> is the type's share of the home market. Amenities, up to 10:
    /// the smoothed share of stays that had them, <c>(n + 3 m) / (N + 3)</c>.</para>
    /// <para>Price range: the middle half of a mixture of the prices that were paid before and of a new price. The logarithm of a new price
    /// spreads as the market's does. Its centre is the guest's mean, drawn to the market's median by 0.4 stays; its variance is the guest's,
    /// drawn to half of the market's by 4 stays. For both, the last price of each place counts <c>2^(-d / 365)</c>. The mixture's share of new
    /// prices is the probability of a new place, <c>(0.75 + 0.65 places) / (stays + 0.75)</c>, over the stays whose property is known; if none
    /// is known, the expected number of places is used. There is one range for each currency, that of most stays first. A guest without any has
    /// the market's quartiles.</para>
    /// <para>A property's score is <c>1 / (1 + e^-z)</c>. At 0.5 it suits the guest as well as it suits any guest. <c>z</c> is a sum of four
    /// parts. The first is 0.2 times <c>ln P(city | guest)</c>, less its mean over the market. The second is 0.8, 0.6 and 0.04 times
    /// <c>ln(P(feature | guest) / P(feature))</c> of type, price and amenities. The third is <c>5.7 + ln w</c> for a property stayed at before
    /// with the weight <c>w</c>, or -2 if the guest rated it below 2.5; for another property whose operator had the share <c>o</c> of the stays
    /// it is <c>1.7 + 0.5 ln o</c>, at least 0. The fourth is <c>0.5 ln((b + 1) / (u + 1))</c> for a property that is booked <c>b</c> times as
    /// often as the average property of its country, where <c>u</c> is that ratio for the properties of which too few guests are known.
    /// <c>docs/learning.md</c> says what keeps the ratios of rare features finite.</para>
    /// <para>Score and confidence of a city, type or amenity are the probability that the next booking has it. The confidence of a range is how
    /// often it should hold; its score is the currency's share of the stays. Within each kind, what the guest stayed in comes first, then what
    /// was searched for, then what only the market suggests, even if that is more probable. What the market suggests has the source
    /// <see cref="PreferenceSource.Market"/>.</para>
    /// <para>Names are compared by <see cref="NameRules"/>. <see cref="IMarket"/> refreshes the market. Figures measured on real stays are
    /// in <see href="https://github.com/hospitality-memory/hospitality-memory/blob/main/docs/learning.md">the documentation's page on learning</see>.</para>
    /// </remarks>
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
