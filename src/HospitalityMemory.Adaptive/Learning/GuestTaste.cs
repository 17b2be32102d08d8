namespace HospitalityMemory.Adaptive;

/// <summary>
/// A travel record, each stay with the weight that it still has: by its age, and by how satisfied the guest was.
/// </summary>
internal sealed class GuestTaste
{
    /// <summary>A city that was searched for counts as so much of a stay.</summary>
    private const double WeightOfSearch = 0.25;

    /// <summary>Prices of which no day is known are looked at through so many of their percentiles.</summary>
    private const int EarlierPricePoints = 9;

    private readonly DateOnly _asOf;
    private readonly List<PricedStay> _prices;
    private readonly List<WeightedValue> _nights;

    public GuestTaste(TravelRecord record, DateOnly asOf)
    {
        _asOf = asOf;
        _prices = new(record.Stays.Count);
        _nights = new(record.Stays.Count + 1);
        Stays = record.Count;
        Countries = AddStays(record.Stays);

        // Counts do not say which day each stay was on: at the latest on that of the oldest stay known in full.
        AddEarlier(record.Earlier, record.Stays.Count > 0 ? record.Stays[^1].CheckIn : asOf);
        AddSearches(record.Searches);
    }

    /// <summary>How many stays there are in all.</summary>
    public int Stays { get; }

    public WeightedNames Cities { get; } = new();

    public WeightedNames PropertyTypes { get; } = new();

    public WeightedNames Properties { get; } = new();

    /// <summary>Weighted by satisfaction alone: what one wants of a room hardly ages.</summary>
    public WeightedNames Amenities { get; } = new();

    public double StaysWithAmenities { get; private set; }

    public IReadOnlyList<PricedStay> Prices => _prices;

    public IReadOnlyList<WeightedValue> Nights => _nights;

    /// <summary>
    /// The countries of the latest stays, the most stays first; the empty name is that of stays whose country is unknown.
    /// </summary>
    public IReadOnlyList<string> Countries { get; }

    /// <summary>
    /// How likely the next stay is in a place that is new to the guest: the share of new places among the stays after
    /// the first, of those whose property is known, as if half of one more had been.
    /// </summary>
    public double Novelty
    {
        get
        {
            var stays = 0;
            foreach (var (_, property) in Properties.Names)
            {
                stays += property.Stays;
            }

            return stays > 0 ? (Properties.Names.Count - 0.5) / stays : 0.5;
        }
    }

    /// <returns>The countries, the most stays first.</returns>
    private IReadOnlyList<string> AddStays(IReadOnlyList<Booking> stays)
    {
        var countries = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var stay in stays)
        {
            AddNames(stay);
            if (stay.Price is { Amount: > 0 } price)
            {
                _prices.Add(new(price.Currency, Math.Log((double)price.Amount), stay.CheckIn, 1, stay.Country, stay.PropertyId));
            }

            if (stay.Dates.Nights is { } known)
            {
                _nights.Add(new(known, Recency.HalfLife(stay.CheckIn, _asOf)));
            }

            var country = stay.Country ?? string.Empty;
            countries[country] = countries.GetValueOrDefault(country) + 1;
        }

        return [.. countries.OrderByDescending(country => country.Value).ThenBy(country => country.Key, StringComparer.Ordinal).Select(country => country.Key)];
    }

    private void AddNames(Booking stay)
    {
        var satisfaction = SatisfactionOf(stay.GuestRating ?? EarlierStays.NeutralRating, 1);
        var weight = satisfaction * Recency.PowerLaw(stay.CheckIn, _asOf);
        Cities.Add(stay.City, weight, 1, stay.CheckIn, satisfaction);
        PropertyTypes.Add(stay.PropertyType, weight, 1, stay.CheckIn, satisfaction);
        Properties.Add(stay.PropertyId, weight, 1, stay.CheckIn, satisfaction);
        StaysWithAmenities += stay.Amenities.Count > 0 ? satisfaction : 0;
        foreach (var amenity in stay.Amenities)
        {
            Amenities.Add(amenity, satisfaction, 1, stay.CheckIn, satisfaction);
        }
    }

    private void AddEarlier(EarlierStays earlier, DateOnly lastDay)
    {
        AddEarlierNames(Cities, earlier.Cities, earlier.FirstCheckIn);
        AddEarlierNames(PropertyTypes, earlier.PropertyTypes, earlier.FirstCheckIn);
        AddEarlierNames(Properties, earlier.Properties, earlier.FirstCheckIn);
        StaysWithAmenities += SatisfactionOf(earlier.AmenityRatingSum, 1);
        foreach (var tally in earlier.Amenities.Where(tally => tally.Stays > 0))
        {
            Amenities.Add(tally.Name, SatisfactionOf(tally.RatingSum, 1), tally.Stays, tally.LastStay, SatisfactionOf(tally.RatingSum, tally.Stays));
        }

        foreach (var summary in earlier.Prices.Where(summary => summary.Count > 0))
        {
            AddEarlierPrices(summary);
        }

        if (earlier.StaysWithNights > 0)
        {
            var mean = (double)earlier.Nights / earlier.StaysWithNights;
            _nights.Add(new(mean, earlier.StaysWithNights * Recency.HalfLife(lastDay, _asOf)));
        }
    }

    private void AddEarlierNames(WeightedNames names, IReadOnlyList<StayTally> tallies, DateOnly? firstCheckIn)
    {
        foreach (var tally in tallies.Where(tally => tally.Stays > 0))
        {
            var first = tally.Stays > 1 && firstCheckIn is { } day ? day : tally.LastStay;
            var weight = SatisfactionOf(tally.RatingSum, 1) * Recency.MeanPowerLaw(first, tally.LastStay, _asOf);
            names.Add(tally.Name, weight, tally.Stays, tally.LastStay, SatisfactionOf(tally.RatingSum, tally.Stays));
        }
    }

    private void AddEarlierPrices(PriceSummary summary)
    {
        for (var i = 0; i < EarlierPricePoints; i++)
        {
            // A stored record may hold a price of 0, which has no logarithm.
            if (summary.Percentile(100 * (i + 0.5) / EarlierPricePoints) is > 0 and var price)
            {
                var logPrice = Math.Log((double)price);
                _prices.Add(new(summary.Currency, logPrice, summary.LastStay, (double)summary.Count / EarlierPricePoints, null, null));
            }
        }
    }

    private void AddSearches(IReadOnlyList<SearchedStay> searches)
    {
        foreach (var search in searches)
        {
            var day = DateOnly.FromDateTime(search.SearchedAt.UtcDateTime);
            Cities.Add(search.City, WeightOfSearch * Recency.PowerLaw(day, _asOf), 0, DateOnly.MinValue, 1);
        }
    }

    /// <summary>A rating of 3 of 5, which an unrated stay counts as, is 1.</summary>
    private static double SatisfactionOf(decimal ratings, int stays) => (double)(ratings / (EarlierStays.NeutralRating * stays));
}

/// <summary>What was paid for one night.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="LogPrice">The natural logarithm of the price.</param>
/// <param name="Day">The check-in.</param>
/// <param name="Stays">How many stays it stands for.</param>
/// <param name="Country">Null where unknown.</param>
/// <param name="PropertyId">Null where unknown.</param>
internal readonly record struct PricedStay(
    string Currency, double LogPrice, DateOnly Day, double Stays, string? Country, string? PropertyId);
