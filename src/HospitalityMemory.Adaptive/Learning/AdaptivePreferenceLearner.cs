using HospitalityMemory.Adaptive;

namespace HospitalityMemory;

/// <summary>
/// The learner measured on real stays: it forgets by a power law, knows what is popular where, and does not trust a
/// price range that rests on three stays. The formulas are with
/// <see cref="Microsoft.Extensions.DependencyInjection.HospitalityMemoryAdaptiveBuilderExtensions.UseAdaptiveLearner(IHospitalityMemoryBuilder)"/>.
/// </summary>
internal sealed class AdaptivePreferenceLearner : IPreferenceLearner
{
    private const int MaxCities = 20;
    private const int MaxPropertyTypes = 5;
    private const int MaxAmenities = 10;

    /// <summary>The share of prices that a range should hold.</summary>
    private const double MiddleHalf = 0.5;

    private const double MaxPrice = (double)BookingRules.MaxPrice;

    private readonly Func<MarketSnapshot> _market;
    private readonly NameRules _names;
    private readonly AmenityOrder _amenityOrder;

    /// <param name="market">Gets what all guests book, as of now.</param>
    /// <param name="names">How names are compared.</param>
    /// <param name="amenityOrder">Which amenities travellers choose by.</param>
    public AdaptivePreferenceLearner(Func<MarketSnapshot> market, NameRules names, AmenityOrder amenityOrder)
    {
        _market = market;
        _names = names;
        _amenityOrder = amenityOrder;
    }

    /// <summary>How many stays the market counts for when the usual nights are learned.</summary>
    private const double MarketStaysInNights = 2;

    /// <inheritdoc/>
    public string Name => "adaptive";

    /// <summary>A different object for each snapshot of the market.</summary>
    public object Stamp => _market().Token;

    /// <inheritdoc/>
    public UserPreferences Learn(TravelRecord record, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(record);
        var market = _market();
        var names = record.NamesBy(_names);
        var shown = new ShownNames(names, market.Spellings);
        var taste = new GuestTaste(names.Keyed, day);
        var home = HomeOf(taste, market);
        var ranges = RangesOf(taste, home, market, day);
        IReadOnlyList<Preference> known = [.. ranges, .. SearchedPreferences.Ranges(record.Searches, ranges)];
        return new UserPreferences
        {
            All =
            [
                .. Names(PreferenceKind.City, new CityOutlook(taste, home, market).Best(MaxCities), taste.Cities, shown),
                .. known.Count > 0 ? known : MarketRange(home),
                .. Names(PreferenceKind.Amenity, new AmenityOutlook(taste, home).Best(MaxAmenities, _amenityOrder), taste.Amenities, shown),
                .. Names(PreferenceKind.PropertyType, new PropertyTypeOutlook(taste, home).Best(MaxPropertyTypes), taste.PropertyTypes, shown),
            ],
            UsualNights = NightsOf(taste, home),
        };
    }

    /// <inheritdoc/>
    public IReadOnlyList<RankedProperty> Rank(
        TravelRecord record, IReadOnlyList<PropertyCandidate> candidates, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(candidates);
        var market = _market();
        var names = record.NamesBy(_names);
        var taste = new GuestTaste(names.Keyed, day);
        var home = HomeOf(taste, market);
        var scores = ScoresOf(taste, [.. candidates.Select(names.Key)], home, market, day);
        var amenities = new AmenityOutlook(taste, home);
        var reasons = new RankingReasons(
            names.Shown,
            new StayCounts(names.Shown.Bookings),
            day,
            _amenityOrder,
            amenity => amenities.LogOddsRatio(_names.KeyOf(NameKind.Amenity, amenity.Name) ?? amenity.Name));
        return
        [
            .. RankingOrder.Descending(scores).Select(i => new RankedProperty
            {
                Property = candidates[i],
                Score = 1 / (1 + Math.Exp(-scores[i])),
                Reasons = reasons.Of(names.Show(candidates[i])),
            }),
        ];
    }

    /// <summary>How well each property fits, as log-odds. What is known of a country is worked out once for all its properties.</summary>
    private static double[] ScoresOf(
        GuestTaste taste, IReadOnlyList<PropertyCandidate> candidates, MarketSegment home, MarketSnapshot market, DateOnly day)
    {
        var cities = new CityOutlook(taste, home, market);
        var fits = new Dictionary<string, PropertyFit>(StringComparer.Ordinal);
        var scores = new double[candidates.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            var country = candidates[i].Country ?? string.Empty;
            if (!fits.TryGetValue(country, out var fit))
            {
                fits[country] = fit = new(taste, cities, SegmentOf(market, country), day);
            }

            scores[i] = fit.Of(candidates[i]);
        }

        return scores;
    }

    private static MarketSegment HomeOf(GuestTaste taste, MarketSnapshot market) =>
        taste.Countries is [var most, ..] ? SegmentOf(market, most.Country) : market.Overall;

    private static MarketSegment SegmentOf(MarketSnapshot market, string country) =>
        market.In(country) is { Bookings: > 0 } segment ? segment : market.Overall;

    private static IEnumerable<Preference> Names(
        PreferenceKind kind, IReadOnlyList<(string Key, double Probability)> best, WeightedNames own, ShownNames shown)
    {
        var names = shown.Of(kind, [.. best.Select(name => name.Key)]);
        foreach (var (place, (key, probability)) in best.Index())
        {
            if (!(probability > 0))
            {
                continue;
            }

            var known = own.Find(key);
            yield return new Preference
            {
                Kind = kind,
                Value = names[place],
                Source = known.Stays > 0 ? PreferenceSource.Bookings : known.Weight > 0 ? PreferenceSource.Searches : PreferenceSource.Market,
                Score = Math.Min(1, probability),
                Stays = known.Stays,
                LastStay = known.Stays > 0 ? known.LastStay : null,
                Confidence = Math.Min(1, probability),
            };
        }
    }

    private static List<Preference> RangesOf(GuestTaste taste, MarketSegment home, MarketSnapshot market, DateOnly day)
    {
        var ranges = new List<Preference>();
        var all = taste.Prices.Count;
        var currencies = taste.Prices.GroupBy(price => price.Currency, StringComparer.Ordinal)
            .Select(prices => (Currency: prices.Key, Stays: prices.Count(), Last: prices.Max(price => price.CheckIn), Prices: prices))
            .OrderByDescending(currency => currency.Stays)
            .ThenByDescending(currency => currency.Last)
            .ThenBy(currency => currency.Currency, StringComparer.Ordinal);
        foreach (var (currency, stays, last, prices) in currencies)
        {
            var outlook = PriceOutlook.Of(taste, currency, PricesWhere(prices, currency, home, market), day);
            var range = outlook.Range();
            ranges.Add(new Preference
            {
                Kind = PreferenceKind.PriceRange,
                Value = currency,
                PriceRange = RangeOf(range.Min, range.Max, currency),
                Source = PreferenceSource.Bookings,
                Score = (double)stays / all,
                Stays = stays,
                LastStay = last,
                Confidence = Math.Clamp(outlook.ShareWithin(range), 0, 1),
            });
        }

        return ranges;
    }

    /// <summary>The market's prices in the country where most was paid in the currency.</summary>
    private static MarketDistribution? PricesWhere(
        IEnumerable<PricedStay> prices, string currency, MarketSegment home, MarketSnapshot market)
    {
        var country = prices.Where(price => price.PropertyId is not null || price.Country is not null)
            .GroupBy(price => price.Country, StringComparer.Ordinal)
            .OrderByDescending(same => same.Count())
            .ThenBy(same => same.Key, StringComparer.Ordinal)
            .FirstOrDefault()?.Key;
        return market.In(country).Prices.GetValueOrDefault(currency)
            ?? home.Prices.GetValueOrDefault(currency)
            ?? market.Overall.Prices.GetValueOrDefault(currency);
    }

    /// <summary>A stranger's range: the middle half of the market's prices, in its main currency; none without a market.</summary>
    private static IReadOnlyList<Preference> MarketRange(MarketSegment home)
    {
        if (home.Prices.Count is 0)
        {
            return [];
        }

        var (currency, prices) = home.Prices
            .OrderByDescending(prices => prices.Value.Weight)
            .ThenBy(prices => prices.Key, StringComparer.Ordinal)
            .First();
        if (prices.Quantile(0.25) is not { } min || prices.Quantile(0.75) is not { } max)
        {
            return [];
        }

        return
        [
            new()
            {
                Kind = PreferenceKind.PriceRange,
                Value = currency,
                PriceRange = RangeOf(Math.Exp(min), Math.Exp(max), currency),
                Source = PreferenceSource.Market,
                Score = Math.Min(1, prices.Weight / home.Prices.Sum(other => other.Value.Weight)),
                Confidence = MiddleHalf,
            },
        ];
    }

    private static PriceRange RangeOf(double min, double max, string currency)
    {
        // Prices that lie far apart can give a range beyond the highest allowed price, and beyond what a decimal holds.
        var least = (decimal)Math.Round(Math.Min(min, MaxPrice), 2);
        return new() { Min = least, Max = Math.Max(least, (decimal)Math.Round(Math.Min(max, MaxPrice), 2)), Currency = currency };
    }

    private static int? NightsOf(GuestTaste taste, MarketSegment home)
    {
        // What only others do must not be shown as the guest's own habit.
        if (taste.Nights.Count is 0)
        {
            return null;
        }

        var nights = new List<WeightedValue>(taste.Nights);
        nights.AddRange(home.Nights.Points.Select(point => new WeightedValue(point, MarketStaysInNights / MarketDistribution.PointCount)));
        nights.Sort(static (x, y) => x.Value.CompareTo(y.Value));
        return WeightedValue.QuantileOfSorted([.. nights], 0.5) is { } median ? Math.Max(1, (int)Math.Round(median)) : null;
    }
}
