using System.Globalization;
using System.Runtime.InteropServices;

namespace HospitalityMemory;

/// <summary>
/// Says why a property fits a guest. The words are made once for each city, type, amenity and price range, and shared by
/// the properties of a ranking. Used by one thread.
/// </summary>
internal sealed class RankingReasons
{
    /// <summary>What fewer stays had in common is no habit.</summary>
    private const int FewestStaysOfHabit = 2;

    /// <summary>A habit is what at least so many of the stays had.</summary>
    private const double ShareOfHabit = 0.6;

    private const int MaxReasons = 5;

    private readonly IReadOnlyList<PriceRange> _ranges;
    private readonly StayCounts _counts;
    private readonly NameCounts _properties;
    private readonly NameCounts _propertiesToCome;
    private readonly NameCounts _citiesToCome;
    private readonly Dictionary<string, int> _amenityRanks;
    private readonly Dictionary<(PreferenceKind, string, string?), string> _phrases = [];
    private readonly List<string> _current = new(MaxReasons);

    /// <param name="record">The guest's bookings.</param>
    /// <param name="counts">What they add up to.</param>
    /// <param name="ranges">
    /// What was learned of their prices: another's usual price is not "your usual".
    /// </param>
    /// <param name="asOf">The day: what is after it is booked, and not yet stayed.</param>
    /// <param name="telling">
    /// How much more the guest than others has of an amenity; those that tell most are named first.
    /// </param>
    public RankingReasons(
        TravelRecord record, StayCounts counts, IReadOnlyList<PriceRange> ranges, DateOnly asOf, Func<NameCount, double> telling)
    {
        var stays = record.StaysUntil(asOf);
        var toCome = stays.Count < record.Stays.Count ? record.ToComeAfter(asOf) : [];
        _counts = toCome.Count > 0 ? new StayCounts(stays) : counts;
        _ranges = ranges;
        _properties = NameCounts.Of(stays, static stay => stay.PropertyId);
        _propertiesToCome = NameCounts.Of(toCome, static booking => booking.PropertyId);
        _citiesToCome = NameCounts.Of(toCome, static booking => booking.City);
        _amenityRanks = _counts.Amenities.Names.ToArray().Where(count => IsHabit(count.Stays, _counts.Amenities.KnownStays))
            .OrderByDescending(telling)
            .ThenBy(count => count.Name, StringComparer.Ordinal)
            .Select((count, rank) => (count.Name, Rank: rank))
            .ToDictionary(amenity => amenity.Name, amenity => amenity.Rank, StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Of(PropertyCandidate property)
    {
        _current.Clear();
        if (_properties.TryGet(property.PropertyId, out var same))
        {
            _current.Add(Invariant($"stayed there {Times(same.Stays)}, last in {same.LastStay:MMMM yyyy}"));
        }
        else if (_propertiesToCome.TryGet(property.PropertyId, out var booked))
        {
            _current.Add(Invariant($"booked {Times(booked.Stays)}, last for {booked.LastStay:MMMM yyyy}"));
        }

        if (property.City is { } city && (_counts.Cities.StaysOf(city) > 0 || _citiesToCome.StaysOf(city) > 0))
        {
            ref var phrase = ref PhraseOf(PreferenceKind.City, city);
            _current.Add(phrase ??= CityWords(city));
        }

        if (property.PropertyType is { } type && IsHabit(_counts.PropertyTypes.StaysOf(type), _counts.PropertyTypes.KnownStays))
        {
            ref var phrase = ref PhraseOf(PreferenceKind.PropertyType, type);
            _current.Add(phrase ??= $"usually {type}");
        }

        AddAmenities(property.Amenities);
        AddPrice(property);
        return _current.Count is 0 ? [] : [.. _current];
    }

    private string CityWords(string city)
    {
        if (_counts.Cities.StaysOf(city) is > 0 and var stays)
        {
            return Invariant($"{stays} {(stays is 1 ? "stay" : "stays")} in {city}");
        }

        var toCome = _citiesToCome.StaysOf(city);
        return Invariant($"{toCome} {(toCome is 1 ? "booking" : "bookings")} to come in {city}");
    }

    private static bool IsHabit(int stays, int known) => stays >= FewestStaysOfHabit && stays >= ShareOfHabit * known;

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

        foreach (var range in _ranges)
        {
            if (range.Currency == currency && price >= range.Min && price <= range.Max)
            {
                ref var phrase = ref PhraseOf(PreferenceKind.PriceRange, currency);
                _current.Add(phrase ??= PriceWords(range));
                return;
            }
        }
    }

    private static string PriceWords(PriceRange range)
    {
        var (min, max) = (Invariant($"{range.Min:0}"), Invariant($"{range.Max:0}"));
        return min == max ? $"at your usual {min} {range.Currency}" : $"within your usual {min} to {max} {range.Currency}";
    }

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
