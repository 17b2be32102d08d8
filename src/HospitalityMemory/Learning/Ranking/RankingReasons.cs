using System.Globalization;
using System.Runtime.InteropServices;

namespace HospitalityMemory;

/// <summary>
/// Says why a property fits a guest. The words for each city, type, amenity and price range are made once and shared by the
/// properties of a ranking. Used by one thread.
/// </summary>
internal sealed class RankingReasons
{
    private const int MaxReasons = 5;

    private readonly StayCounts _counts;
    private readonly OwnRatings _ratings;
    private readonly NameCounts _countries;
    private readonly NameCounts _properties;
    private readonly NameCounts _propertiesToCome;
    private readonly NameCounts _citiesToCome;
    private readonly Dictionary<string, int> _amenityRanks;
    private readonly Dictionary<(PreferenceKind, string, string?), string> _phrases = [];
    private readonly List<string> _current = new(MaxReasons);

    /// <param name="record">The guest's bookings.</param>
    /// <param name="counts">The counts of these bookings.</param>
    /// <param name="asOf">The day. Bookings with a later check-in are not yet stays.</param>
    /// <param name="amenities">The order of amenities that are equally telling.</param>
    /// <param name="telling">
    /// How much more of an amenity the guest has than other guests do. The most telling amenities are named first.
    /// </param>
    public RankingReasons(TravelRecord record, StayCounts counts, DateOnly asOf, AmenityOrder amenities, Func<NameCount, double> telling)
    {
        var stays = record.StaysUntil(asOf);
        var toCome = stays.Count < record.Bookings.Count ? record.BookingsToComeAfter(asOf) : [];
        _counts = toCome.Count > 0 ? new StayCounts(stays) : counts;
        _ratings = new(stays);
        _countries = NameCounts.Of(stays, static stay => stay.Country);
        _properties = NameCounts.Of(stays, static stay => stay.PropertyId);
        _propertiesToCome = NameCounts.Of(toCome, static booking => booking.PropertyId);
        _citiesToCome = NameCounts.Of(toCome, static booking => booking.City);
        _amenityRanks = _counts.Amenities.Names.ToArray().Where(count => Habit.Is(count.Stays, _counts.Amenities.KnownStays))
            .OrderByDescending(telling)
            .ThenBy(count => amenities.RankOf(count.Name))
            .ThenBy(count => count.Name, StringComparer.Ordinal)
            .Select((count, rank) => (count.Name, Rank: rank))
            .ToDictionary(amenity => amenity.Name, amenity => amenity.Rank, StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Of(PropertyCandidate property)
    {
        // Where the guest disliked the place, no other reason is given, not even that it has what the guest usually takes.
        if (_ratings.IsDisliked(property.PropertyId))
        {
            return [_ratings.WordsOf(property.PropertyId)];
        }

        _current.Clear();
        if (_properties.TryGet(property.PropertyId, out var same))
        {
            _current.Add(Invariant($"stayed there {Times(same.Stays)}, last in {same.LastStay:MMMM yyyy}"));
        }
        else if (_propertiesToCome.TryGet(property.PropertyId, out var booked))
        {
            _current.Add(Invariant($"booked {Times(booked.Stays)}, last for {booked.LastStay:MMMM yyyy}"));
        }

        AddPlace(property);

        if (property.PropertyType is { } type && Habit.Is(_counts.PropertyTypes.StaysOf(type), _counts.PropertyTypes.KnownStays))
        {
            ref var phrase = ref PhraseOf(PreferenceKind.PropertyType, type);
            _current.Add(phrase ??= $"usually {type}");
        }

        AddAmenities(property.Amenities);
        AddPrice(property);
        return _current.Count is 0 ? [] : [.. _current];
    }

    private void AddPlace(PropertyCandidate property)
    {
        if (property.City is { } city && (_counts.Cities.StaysOf(city) > 0 || _citiesToCome.StaysOf(city) > 0))
        {
            ref var phrase = ref PhraseOf(PreferenceKind.City, city);
            _current.Add(phrase ??= CityWords(city));
        }
        else if (property.Country is { } country && _countries.StaysOf(country) is > 0 and var stays)
        {
            ref var phrase = ref PhraseOf(PreferenceKind.Other, country);
            _current.Add(phrase ??= StaysIn(stays, CountryNames.Spoken(country)));
        }
    }

    private string CityWords(string city)
    {
        if (_counts.Cities.StaysOf(city) is > 0 and var stays)
        {
            return StaysIn(stays, city);
        }

        var toCome = _citiesToCome.StaysOf(city);
        return Invariant($"{toCome} {(toCome is 1 ? "booking" : "bookings")} to come in {city}");
    }

    private static string StaysIn(int stays, string place) => Invariant($"{stays} {(stays is 1 ? "stay" : "stays")} in {place}");

    private void AddAmenities(IReadOnlyList<string> offered)
    {
        if (_amenityRanks.Count is 0)
        {
            return;
        }

        var (first, second) = ((string?)null, (string?)null);
        var (firstRank, secondRank) = (int.MaxValue, int.MaxValue);
        for (var i = 0; i < offered.Count; i++)
        {
            var rank = _amenityRanks.GetValueOrDefault(offered[i], int.MaxValue);
            if (rank < firstRank)
            {
                (second, secondRank) = (first, firstRank);
                (first, firstRank) = (offered[i], rank);
            }
            else if (rank < secondRank && rank != firstRank)
            {
                (second, secondRank) = (offered[i], rank);
            }
        }

        if (first is not null)
        {
            ref var phrase = ref PhraseOf(PreferenceKind.Amenity, first, second);
            _current.Add(phrase ??= second is null ? $"usually with {first}" : $"usually with {first} and {second}");
        }
    }

    private void AddPrice(PropertyCandidate property)
    {
        if (property is not { PricePerNight: { } price, Currency: { } currency })
        {
            return;
        }

        foreach (var paid in _counts.Prices)
        {
            // Rounded as it is shown: the statement about the price must be true to the digit.
            var (min, max) = paid.Count < Habit.FewestStays ? (paid.Percentile(0), paid.Percentile(100)) : (paid.Percentile(25), paid.Percentile(75));
            (min, max) = (Math.Round(min, 2), Math.Round(max, 2));
            if (paid.Currency == currency && price >= min && price <= max)
            {
                ref var phrase = ref PhraseOf(PreferenceKind.PriceRange, currency);
                _current.Add(phrase ??= PriceWords(paid, min, max));
                return;
            }
        }
    }

    private static string PriceWords(PaidPrices paid, decimal min, decimal max) => (paid.Count, min == max) switch
    {
        ( < Habit.FewestStays, true) => Invariant($"you paid {min:0.##} {paid.Currency} before"),
        ( < Habit.FewestStays, false) => Invariant($"you paid {min:0.##} and {max:0.##} {paid.Currency} before"),
        (_, true) => Invariant($"at your usual {min:0.##} {paid.Currency}"),
        _ => Invariant($"within your usual {min:0.##} to {max:0.##} {paid.Currency}"),
    };

    private ref string? PhraseOf(PreferenceKind kind, string name, string? secondName = null) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(_phrases, (kind, name, secondName), out _);

    private static string Times(int stays) => stays switch
    {
        1 => "once",
        2 => "twice",
        _ => Invariant($"{stays} times"),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
