namespace HospitalityMemory;

/// <summary>How many stays share a name: a city, a property, a type, an amenity. Immutable.</summary>
public sealed record StayTally
{
    /// <summary>The name, compared ordinally, in the platform's spelling without spaces around it.</summary>
    public required string Name { get; init; }

    /// <summary>How many stays.</summary>
    public required int Stays { get; init; }

    /// <summary>The latest check-in of these stays.</summary>
    public required DateOnly LastStay { get; init; }

    /// <summary>
    /// The sum of the guest's ratings of these stays; one that was not rated counts as
    /// <see cref="EarlierStays.NeutralRating"/>.
    /// </summary>
    public required decimal RatingSum { get; init; }

    /// <summary>Most stays first; among equals the more recent, then by name (ordinal).</summary>
    internal static int CompareByStays(StayTally x, StayTally y)
    {
        var byStays = y.Stays.CompareTo(x.Stays);
        return byStays is not 0 ? byStays : CompareByRecency(x, y);
    }

    /// <summary>The greatest sum of ratings first; among equals the more recent, then by name (ordinal).</summary>
    internal static int CompareByRatings(StayTally x, StayTally y)
    {
        var byRatings = y.RatingSum.CompareTo(x.RatingSum);
        return byRatings is not 0 ? byRatings : CompareByRecency(x, y);
    }

    internal static int CompareByName(StayTally x, StayTally y) => string.CompareOrdinal(x.Name, y.Name);

    /// <summary>One tally of two that share a name.</summary>
    internal StayTally Combine(StayTally other) => this with
    {
        Stays = Stays + other.Stays,
        LastStay = LastStay > other.LastStay ? LastStay : other.LastStay,
        RatingSum = RatingSum + other.RatingSum,
    };

    private static int CompareByRecency(StayTally x, StayTally y)
    {
        var byLastStay = y.LastStay.CompareTo(x.LastStay);
        return byLastStay is not 0 ? byLastStay : CompareByName(x, y);
    }
}
