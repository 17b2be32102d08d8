namespace HospitalityMemory.Adaptive;

/// <summary>
/// Where the guest is likely to stay next: own stays, and as much as one stay of what is popular in the countries of the
/// own stays and everywhere.
/// </summary>
internal sealed class CityOutlook
{
    private const double WeightOfMarket = 1;
    private const double ShareOfOwnCountries = 0.85;

    private readonly WeightedNames _own;
    private readonly MarketSegment[] _countries;
    private readonly double _bookingsInCountries;
    private readonly MarketSegment _everywhere;

    public CityOutlook(GuestTaste taste, MarketSnapshot market)
    {
        _own = taste.Cities;
        _countries = [.. taste.Countries.Select(market.In).Where(country => country.Bookings > 0)];
        _bookingsInCountries = _countries.Sum(country => country.Bookings);
        _everywhere = market.Overall;
    }

    /// <summary>How popular a city is where the guest travels; 0 where nobody booked it.</summary>
    public double Popularity(string city)
    {
        var everywhere = _everywhere.Bookings > 0 ? _everywhere.WeightOf(MarketFact.City, city) / _everywhere.Bookings : 0;
        if (!(_bookingsInCountries > 0))
        {
            return everywhere;
        }

        var inCountries = 0.0;
        foreach (var country in _countries)
        {
            inCountries += country.WeightOf(MarketFact.City, city);
        }

        return (ShareOfOwnCountries * inCountries / _bookingsInCountries) + ((1 - ShareOfOwnCountries) * everywhere);
    }

    public double Probability(string city) => Probability(city, Popularity(city));

    public double Probability(string city, double popularity) =>
        (_own.WeightOf(city) + (WeightOfMarket * popularity)) / (_own.Total + WeightOfMarket);

    /// <summary>
    /// The most likely cities: those stayed in, those searched for, those of the market. The popular ones of a market are looked
    /// at, not all.
    /// </summary>
    public IReadOnlyList<(string City, double Probability)> Best(int max)
    {
        var cities = new HashSet<string>(_own.Names.Keys, StringComparer.Ordinal);
        foreach (var country in _countries)
        {
            cities.UnionWith(country.TopCities);
        }

        cities.UnionWith(_everywhere.TopCities);
        return
        [
            .. cities.Select(city => (City: city, Probability: Probability(city)))
                .OrderByDescending(city => _own.EvidenceOf(city.City))
                .ThenByDescending(city => city.Probability)
                .ThenBy(city => city.City, StringComparer.Ordinal)
                .Take(max),
        ];
    }
}
