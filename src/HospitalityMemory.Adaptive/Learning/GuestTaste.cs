namespace HospitalityMemory.Adaptive;

/// <summary>
/// A travel record in which each stay has the weight that it still has, by its age and by how satisfied the guest was.
/// </summary>
internal sealed class GuestTaste
{
    /// <summary>The part of a stay that a search for a city counts for.</summary>
    private const double WeightOfSearch = 0.25;

    private readonly DateOnly _asOf;
    private readonly List<PricedStay> _prices;
    private readonly List<WeightedValue> _nights;

    public GuestTaste(TravelRecord record, DateOnly asOf)
    {
        _asOf = asOf;
        _prices = new(record.Bookings.Count);
        _nights = new(record.Bookings.Count + 1);
        Stays = record.Bookings.Count;
        Countries = AddStays(record.Bookings);
        CitiesOfStays = Cities.Names.Count;
        AddSearches(record.Searches);
    }

    /// <summary>How many stays there are in all.</summary>
    public int Stays { get; }

    public WeightedNames Cities { get; } = new();

    public WeightedNames PropertyTypes { get; } = new();

    public WeightedNames Properties { get; } = new();

    /// <summary>Hosts, brands and chains.</summary>
    public WeightedNames Operators { get; } = new();

    /// <summary>The amenities of stays, weighted by satisfaction alone: what a guest wants of a room hardly ages.</summary>
    public WeightedNames Amenities { get; } = new();

    public double StaysWithAmenities { get; private set; }

    public IReadOnlyList<PricedStay> Prices => _prices;

    public IReadOnlyList<WeightedValue> Nights => _nights;

    /// <summary>
    /// The countries of the latest stays, the one with most stays first. Stays whose country is unknown have the empty name.
    /// </summary>
    public IReadOnlyList<(string Country, int Stays)> Countries { get; }

    /// <summary>The weight of the guest's own cities against those of others. Each stay counts, and each search as a part of a stay.</summary>
    public double Returns { get; private set; }

    /// <summary>In how many cities the guest has been.</summary>
    public int CitiesOfStays { get; }

    /// <summary>
    /// The probability that the next stay is in a property that is new to the guest, by the stays whose property is known, if there are
    /// any.
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

            return stays > 0
                ? Adaptive.Novelty.OfProperty.After(stays, Properties.Names.Count)
                : Adaptive.Novelty.OfProperty.After(Math.Max(Stays, 1));
        }
    }

    /// <returns>The countries, the one with most stays first.</returns>
    private IReadOnlyList<(string Country, int Stays)> AddStays(IReadOnlyList<Booking> stays)
    {
        var countries = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var stay in stays)
        {
            var day = Recency.DayOf(stay);
            AddNames(stay, day);
            if (stay.Price is { Amount: > 0 } price)
            {
                _prices.Add(new(price.Currency, Math.Log((double)price.Amount), day, stay.CheckIn, stay.Country, stay.PropertyId));
            }

            if (stay.Dates.Nights is > 0 and var known)
            {
                _nights.Add(new(known, Recency.HalfLife(day, _asOf)));
            }

            var country = stay.Country ?? string.Empty;
            countries[country] = countries.GetValueOrDefault(country) + 1;
        }

        return [.. countries.OrderByDescending(country => country.Value).ThenBy(country => country.Key, StringComparer.Ordinal).Select(country => (country.Key, country.Value))];
    }

    private void AddNames(Booking stay, DateOnly day)
    {
        var satisfaction = SatisfactionOf(stay.GuestRating ?? TravelRecord.NeutralRating);
        var weight = satisfaction * Recency.PowerLaw(day, _asOf);
        Returns += satisfaction * Recency.Hyperbolic(day, _asOf);
        Cities.Add(stay.City, weight, 1, stay.CheckIn, satisfaction);
        PropertyTypes.Add(stay.PropertyType, weight, 1, stay.CheckIn, satisfaction);
        Properties.Add(stay.PropertyId, weight, 1, stay.CheckIn, satisfaction);
        Operators.Add(stay.Operator, weight, 1, stay.CheckIn, satisfaction);
        StaysWithAmenities += stay.Amenities.Count > 0 ? satisfaction : 0;
        foreach (var amenity in stay.Amenities)
        {
            Amenities.Add(amenity, satisfaction, 1, stay.CheckIn, satisfaction);
        }
    }

    private void AddSearches(IReadOnlyList<SearchedStay> searches)
    {
        foreach (var search in searches)
        {
            var day = DateOnly.FromDateTime(search.SearchedAt.UtcDateTime);
            Returns += WeightOfSearch * Recency.Hyperbolic(day, _asOf);
            Cities.Add(search.City, WeightOfSearch * Recency.PowerLaw(day, _asOf), 0, DateOnly.MinValue, 1);
        }
    }

    /// <summary>The rating divided by the neutral rating of 3 of 5. An unrated stay counts as neutral and has 1.</summary>
    private static double SatisfactionOf(decimal rating) => (double)(rating / TravelRecord.NeutralRating);
}

/// <summary>What was paid for one night.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="LogPrice">The natural logarithm of the price.</param>
/// <param name="Day">The day from which its age is counted.</param>
/// <param name="CheckIn">The check-in.</param>
/// <param name="Country">Null where unknown.</param>
/// <param name="PropertyId">Null where unknown.</param>
internal readonly record struct PricedStay(
    string Currency, double LogPrice, DateOnly Day, DateOnly CheckIn, string? Country, string? PropertyId);
