namespace HospitalityMemory.Adaptive;

/// <summary>
/// Where the guest is likely to stay next: <c>R w / W + (1 - R) m</c>. <c>R</c> is the probability of going back
/// (<see cref="ReturnOutlook"/>), <c>w</c> the weight of the guest's stays in the city, <c>W</c> the weight of all of them, and <c>m</c>
/// how popular the city is where the guest travels.
/// </summary>
internal sealed class CityOutlook
{
    /// <summary>
    /// All countries together count as this many stays when the guest's next stays are spread over countries.
    /// </summary>
    private const double StaysElsewhere = 0.2;

    /// <summary>Keeps the logarithm finite for a city where nobody stayed.</summary>
    private const double LeastProbability = 1e-4;

    private readonly WeightedNames _own;
    private readonly List<(MarketSegment Market, double Share)> _countries = [];
    private readonly MarketSegment _everywhere;
    private readonly double _returning;
    private double? _mean;

    public CityOutlook(GuestTaste taste, MarketSegment home, MarketSnapshot market)
    {
        _own = taste.Cities;
        _everywhere = market.Overall;
        _returning = _own.Total > 0 ? ReturnOutlook.Probability(taste, home) : 0;
        AddCountries(taste.Countries, market);
    }

    /// <summary>How popular a city is where the guest travels; 0 if nobody booked it.</summary>
    public double Popularity(string city)
    {
        var sum = 0.0;
        foreach (var (market, share) in _countries)
        {
            sum += share * market.WeightOf(MarketFact.City, city) / market.Bookings;
        }

        return sum;
    }

    public double Probability(string city)
    {
        var own = _own.Total > 0 ? _own.WeightOf(city) / _own.Total : 0;
        return (_returning * own) + ((1 - _returning) * Popularity(city));
    }

    public double LogProbability(string city) => Math.Log(Probability(city) + LeastProbability);

    /// <summary>
    /// The mean of <see cref="LogProbability"/> over the market's bookings in the popular cities where the guest travels. Without a market
    /// it is the mean over the guest's own stays.
    /// </summary>
    public double MeanLogProbability => _mean ??= MeanOverMarket() ?? MeanOverOwn();

    /// <summary>
    /// The most likely cities: first those that the guest stayed in, then those that were searched for, then those of the market. Of a
    /// market only the popular cities are looked at.
    /// </summary>
    public IReadOnlyList<(string City, double Probability)> Best(int max)
    {
        var cities = PopularCities();
        cities.UnionWith(_own.Names.Keys);
        return
        [
            .. cities.Select(city => (City: city, Probability: Probability(city)))
                .OrderByDescending(city => _own.EvidenceOf(city.City))
                .ThenByDescending(city => city.Probability)
                .ThenBy(city => city.City, StringComparer.Ordinal)
                .Take(max),
        ];
    }

    private HashSet<string> PopularCities()
    {
        var cities = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (market, _) in _countries)
        {
            cities.UnionWith(market.TopCities);
        }

        return cities;
    }

    private double? MeanOverMarket()
    {
        var (sum, weight) = (0.0, 0.0);
        foreach (var city in PopularCities())
        {
            var popularity = Popularity(city);
            sum += popularity * LogProbability(city);
            weight += popularity;
        }

        return weight > 0 ? sum / weight : null;
    }

    private double MeanOverOwn()
    {
        var sum = 0.0;
        foreach (var (city, known) in _own.Names)
        {
            sum += known.Weight * LogProbability(city);
        }

        return _own.Total > 0 ? sum / _own.Total : Math.Log(LeastProbability);
    }

    /// <summary>
    /// Adds each country whose market is known, with its share of the guest's stays, and all countries together with theirs.
    /// </summary>
    private void AddCountries(IReadOnlyList<(string Country, int Stays)> own, MarketSnapshot market)
    {
        var stays = StaysElsewhere;
        foreach (var (country, count) in own)
        {
            if (market.In(country) is { Bookings: > 0 } known)
            {
                _countries.Add((known, count));
                stays += count;
            }
        }

        if (_everywhere.Bookings > 0)
        {
            _countries.Add((_everywhere, StaysElsewhere));
        }

        for (var i = 0; i < _countries.Count; i++)
        {
            _countries[i] = _countries[i] with { Share = _countries[i].Share / stays };
        }
    }
}
