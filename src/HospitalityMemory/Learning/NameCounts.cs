using System.Runtime.InteropServices;

namespace HospitalityMemory;

/// <summary>How many stays share each name: of a city, a type, an amenity, a property. Filled by one thread, then only read.</summary>
internal sealed class NameCounts
{
    private readonly Dictionary<string, NameCount> _counts = new(StringComparer.Ordinal);

    public int Count => _counts.Count;

    /// <summary>How many stays there are of which the name is known.</summary>
    public int KnownStays { get; private set; }

    /// <summary>The ratings of those stays, added up; one that was not rated counts as neutral.</summary>
    public decimal RatingSum { get; private set; }

    public Dictionary<string, NameCount>.ValueCollection Names => _counts.Values;

    public static NameCounts OfCities(IReadOnlyList<Booking> stays) => Of(stays, static stay => stay.City);

    public static NameCounts OfPropertyTypes(IReadOnlyList<Booking> stays) => Of(stays, static stay => stay.PropertyType);

    public static NameCounts OfProperties(IReadOnlyList<Booking> stays) => Of(stays, static stay => stay.PropertyId);

    public static NameCounts OfAmenities(IReadOnlyList<Booking> stays)
    {
        var counts = new NameCounts();
        for (var i = 0; i < stays.Count; i++)
        {
            var stay = stays[i];
            var rating = stay.GuestRating ?? TravelRecord.NeutralRating;
            var isKnown = false;
            for (var j = 0; j < stay.Amenities.Count; j++)
            {
                if (TrimToNull(stay.Amenities[j]) is { } amenity)
                {
                    isKnown = true;
                    counts.Add(amenity, i, stay, rating);
                }
            }

            if (isKnown)
            {
                counts.KnownStays++;
                counts.RatingSum += rating;
            }
        }

        return counts;
    }

    public static NameCounts Of(IReadOnlyList<Booking> stays, Func<Booking, string?> nameOf)
    {
        var counts = new NameCounts();
        for (var i = 0; i < stays.Count; i++)
        {
            if (TrimToNull(nameOf(stays[i])) is { } name)
            {
                counts.Add(name, i, stays[i], rating: 0);
                counts.KnownStays++;
            }
        }

        return counts;
    }

    public static string? TrimToNull(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    public int StaysOf(string? name) => name is null ? 0 : _counts.GetValueOrDefault(name).Stays;

    public bool TryGet(string name, out NameCount count) => _counts.TryGetValue(name, out count);

    /// <summary>The first of the names in an order.</summary>
    public ReadOnlySpan<NameCount> Best(Comparison<NameCount> order, int max)
    {
        var ranked = new NameCount[_counts.Count];
        _counts.Values.CopyTo(ranked, 0);
        Array.Sort(ranked, order);
        return ranked.AsSpan(0, Math.Min(max, ranked.Length));
    }

    private void Add(string name, int place, Booking stay, decimal rating)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, name, out _);

        // A stay that names something twice counts once.
        if (count.LastPlace == place + 1)
        {
            return;
        }

        count = new(
            name,
            count.Stays + 1,
            stay.CheckIn > count.LastStay ? stay.CheckIn : count.LastStay,
            count.RatingSum + rating,
            place + 1);
    }
}

/// <summary>How many stays share a name.</summary>
/// <param name="Name">The name, compared ordinally, without spaces around it.</param>
/// <param name="Stays">How many stays.</param>
/// <param name="LastStay">The latest check-in of these stays.</param>
/// <param name="RatingSum">Of amenities: the ratings of these stays, added up.</param>
/// <param name="LastPlace">Which of the stays was counted last, from 1.</param>
internal readonly record struct NameCount(string Name, int Stays, DateOnly LastStay, decimal RatingSum, int LastPlace)
{
    /// <summary>Most stays first; among equals the more recent, then by name (ordinal).</summary>
    public static int ByStays(NameCount x, NameCount y)
    {
        var byStays = y.Stays.CompareTo(x.Stays);
        return byStays is not 0 ? byStays : ByRecency(x, y);
    }

    /// <summary>The greatest sum of ratings first; among equals the more recent, then by name (ordinal).</summary>
    public static int ByRatings(NameCount x, NameCount y)
    {
        var byRatings = y.RatingSum.CompareTo(x.RatingSum);
        return byRatings is not 0 ? byRatings : ByRecency(x, y);
    }

    private static int ByRecency(NameCount x, NameCount y)
    {
        var byLastStay = y.LastStay.CompareTo(x.LastStay);
        return byLastStay is not 0 ? byLastStay : string.CompareOrdinal(x.Name, y.Name);
    }
}
