using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory;

/// <summary>
/// The default learner. It simply counts: every stay of the travel record has the same weight, however long ago it was.
/// </summary>
/// <remarks>
/// <para>Cities: up to 5, those with the most stays first. Among equals the more recent comes first (the latest check-in, then
/// the name, ordinal). Property types: likewise.</para>
/// <para>Price range: from the 25th to the 75th percentile of the prices, interpolated linearly, in the currency with the most
/// prices (among equals the more recent, then the code). Each other currency has a range of its own.</para>
/// <para>Amenities, up to 10: by the sum of the guest's ratings of the stays that had the amenity, divided by the sum
/// of the ratings of all stays whose amenities are known. A stay that was not rated counts as
/// rated with 3. Among equals those that travellers choose by come first, in the
/// <see cref="AmenityOrder"/>, then the more recent.</para>
/// <para>The score of what was booked is the share of the stays: for cities of all stays, for types and currencies of the stays
/// where these are known, for amenities the quotient above. The confidence is <c>n / (n + 2)</c> for n stays.</para>
/// <para>Searches are weaker. Cities that were only searched for take the places that booked cities leave free: most searches
/// first, then the latest search, then the name. Budgets give a price range in currencies without booked prices; it is the main
/// range only where no booking has a price. The score is the share of the searches (for a range, of the budgets). The confidence
/// is half of that for as many stays.</para>
/// <para>A property's score starts from the mean <c>f</c> of four parts, each in [0, 1]. Place: <c>c + (1 - c) k / 4</c>, where
/// <c>c</c> is the share of stays in its city and <c>k</c> the share in its country. Type: the share of stays in its type. Price:
/// 1 within the guest's range of the currency, <c>max / price</c> above it, <c>price / min</c> below it, and 1/2 where the price
/// is not known or the guest paid nothing in the currency. Amenities: the sum of ratings of those of the guest's amenities that
/// it offers, divided by the sum for all of the guest's amenities; an additional amenity never lowers it. Shares are of the stays
/// where the value is known.</para>
/// <para>A property where the guest did not stay has the score <c>0.95 f</c>. For a property where the guest stayed, let <c>l =
/// (r - 1) / 4</c>, where <c>r</c> is the mean of the guest's ratings of it; a stay that was not rated counts as above. Where
/// <c>r</c> is below 2.5 the score is <c>f l</c>, else <c>f + (1 - f) l / 2</c>. For a guest without stays all scores are
/// 0.</para>
/// <para>Names are compared by <see cref="NameRules"/>. Stateless and thread safe.</para>
/// </remarks>
public sealed class FrequencyPreferenceLearner : IPreferenceLearner
{
    internal const int MaxCities = 5;
    private const int MaxPropertyTypes = 5;
    private const int MaxAmenities = 10;
    private const int UsualPreferences = 16;

    private readonly NameRules _names;
    private readonly AmenityOrder _amenities;

    /// <summary>A learner with the built-in rules of names and order of amenities.</summary>
    public FrequencyPreferenceLearner()
        : this(NameRules.Default, AmenityOrder.Default)
    {
    }

    /// <summary>A learner with the memory's rules of names and order of amenities.</summary>
    /// <param name="names">The rules.</param>
    /// <param name="amenities">The order.</param>
    public FrequencyPreferenceLearner([FromKeyedServices] NameRules names, [FromKeyedServices] AmenityOrder amenities)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(amenities);
        _names = names;
        _amenities = amenities;
    }

    /// <inheritdoc/>
    public string Name => "frequency";

    /// <inheritdoc/>
    public UserPreferences Learn(TravelRecord record, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Bookings.Count is 0 && record.Searches.Count is 0)
        {
            return UserPreferences.Empty;
        }

        record = record.NamesBy(_names).Shown;
        var stays = new StayCounts(record.Bookings);
        var all = new List<Preference>(UsualPreferences);
        AddMostStays(all, PreferenceKind.City, stays.Cities, MaxCities);
        all.AddRange(SearchedPreferences.Cities(record.Searches, all, MaxCities - all.Count));
        AddBookedRanges(all, stays.Prices);
        all.AddRange(SearchedPreferences.Ranges(record.Searches, all));
        stays.Amenities.RankBy(_amenities);
        AddBestAmenities(all, stays.Amenities);
        AddMostStays(all, PreferenceKind.PropertyType, stays.PropertyTypes, MaxPropertyTypes);
        return new UserPreferences { All = all.AsReadOnly() };
    }

    /// <inheritdoc/>
    public IReadOnlyList<RankedProperty> Rank(
        TravelRecord record, IReadOnlyList<PropertyCandidate> candidates, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(candidates);
        var names = record.NamesBy(_names);
        record = names.Shown;
        var stays = new StayCounts(record.Bookings);
        var fit = new FrequencyFit(record, stays, day);
        var reasons = new RankingReasons(record, stays, day, _amenities, static amenity => amenity.Stays);
        var shown = new PropertyCandidate[candidates.Count];
        var scores = new double[candidates.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            shown[i] = names.Show(candidates[i]);
            scores[i] = record.Bookings.Count > 0 ? fit.Of(shown[i]) : 0;
        }

        return
        [
            .. RankingOrder.Descending(scores).Select(i => new RankedProperty
            {
                Property = candidates[i],
                Score = scores[i],
                Reasons = reasons.Of(shown[i]),
            }),
        ];
    }

    private static double ShareOf(int part, int whole) => whole > 0 ? Math.Min(1, (double)part / whole) : 0;

    private static void AddMostStays(List<Preference> all, PreferenceKind kind, NameCounts counts, int max)
    {
        foreach (var place in counts.Best(NameCount.ByStays, stackalloc int[max]))
        {
            ref readonly var count = ref counts.Names[place];
            all.Add(Booked(kind, count.Name, count.Stays, count.LastStay, ShareOf(count.Stays, counts.KnownStays)));
        }
    }

    private static void AddBestAmenities(List<Preference> all, NameCounts amenities)
    {
        foreach (var place in amenities.Best(NameCount.ByRatings, stackalloc int[MaxAmenities]))
        {
            ref readonly var count = ref amenities.Names[place];
            var score = amenities.RatingSum > 0 ? (double)count.RatingSum / amenities.RatingSum : 0;
            all.Add(Booked(PreferenceKind.Amenity, count.Name, count.Stays, count.LastStay, Math.Min(1, score)));
        }
    }

    private static void AddBookedRanges(List<Preference> all, List<PaidPrices> currencies)
    {
        var known = 0;
        foreach (var prices in currencies)
        {
            known += prices.Count;
        }

        foreach (var prices in currencies)
        {
            all.Add(Booked(
                PreferenceKind.PriceRange, prices.Currency, prices.Count, prices.LastStay, ShareOf(prices.Count, known), prices.ToRange()));
        }
    }

    private static Preference Booked(PreferenceKind kind, string value, int stays, DateOnly lastStay, double score, PriceRange? range = null) => new()
    {
        Kind = kind,
        Value = value,
        PriceRange = range,
        Source = PreferenceSource.Bookings,
        Score = score,
        Stays = stays,
        LastStay = lastStay,
        Confidence = Preference.ConfidenceOf(stays),
    };
}
