namespace HospitalityMemory;

/// <summary>Stays as counts: in a <see cref="TravelRecord"/>, those too old to be kept in full.</summary>
/// <remarks>
/// <para>Immutable and thread safe. Sums are exact and do not depend on the order in which stays were added.</para>
/// <para>Bounded, whatever the number of stays: of each kind of name the <see cref="MaxNames"/> with most stays are
/// kept (among equals the more recent), of currencies the <see cref="MaxCurrencies"/> with most prices, and prices one
/// by one only up to <see cref="PriceSummary.MaxExactPrices"/> in a currency. A guest who exceeds a cap is counted
/// approximately from there on: a name that was dropped and comes back starts at 0.</para>
/// </remarks>
public sealed record EarlierStays
{
    /// <summary>How many names are kept of a kind.</summary>
    public const int MaxNames = 256;

    /// <summary>How many currencies are kept.</summary>
    public const int MaxCurrencies = 16;

    /// <summary>What a stay counts for that the guest did not rate: the middle of 1 to 5.</summary>
    public const decimal NeutralRating = (BookingRules.MinRating + BookingRules.MaxRating) / 2;

    /// <summary>None.</summary>
    public static EarlierStays None { get; } = new();

    /// <summary>How many stays.</summary>
    public int Count { get; init; }

    /// <summary>The first check-in; null where there is no stay.</summary>
    public DateOnly? FirstCheckIn { get; init; }

    /// <summary>The stays by city, ordered by name (ordinal).</summary>
    public IReadOnlyList<StayTally> Cities { get; init => field = StayTallyCounter.Normalize(value ?? []); } = [];

    /// <summary>The stays whose type of property is known, by type, ordered by name (ordinal).</summary>
    public IReadOnlyList<StayTally> PropertyTypes { get; init => field = StayTallyCounter.Normalize(value ?? []); } = [];

    /// <summary>The stays whose amenities are known, by amenity, ordered by name (ordinal).</summary>
    public IReadOnlyList<StayTally> Amenities { get; init => field = StayTallyCounter.Normalize(value ?? []); } = [];

    /// <summary>The stays whose property is known, by the property's id, ordered by id (ordinal).</summary>
    public IReadOnlyList<StayTally> Properties { get; init => field = StayTallyCounter.Normalize(value ?? []); } = [];

    /// <summary>The stays whose property is not known, by city, ordered by name (ordinal).</summary>
    public IReadOnlyList<StayTally> CitiesOfUnknownProperty { get; init => field = StayTallyCounter.Normalize(value ?? []); } = [];

    /// <summary>
    /// How many names <see cref="Properties"/> and <see cref="CitiesOfUnknownProperty"/> lost to their caps.
    /// </summary>
    public int DroppedPlaces { get; init; }

    /// <summary>How many stays have a known type of property.</summary>
    public int StaysWithPropertyType { get; init; }

    /// <summary>How many stays have known amenities.</summary>
    public int StaysWithAmenities { get; init; }

    /// <summary>
    /// The sum of the ratings of the stays with known amenities; one that was not rated counts as
    /// <see cref="NeutralRating"/>.
    /// </summary>
    public decimal AmenityRatingSum { get; init; }

    /// <summary>How many stays have a known check-out.</summary>
    public int StaysWithNights { get; init; }

    /// <summary>The nights of the stays with a known check-out, added up.</summary>
    public long Nights { get; init; }

    /// <summary>
    /// How many stays began in each month, January first: 12 numbers, or none where there is no stay.
    /// </summary>
    public IReadOnlyList<int> StaysByMonth { get; init => field = value ?? []; } = [];

    /// <summary>
    /// The prices of one night by currency, ordered by code (ordinal); a price without a currency is unknown.
    /// </summary>
    public IReadOnlyList<PriceSummary> Prices { get; init => field = Ordered(value ?? []); } = [];

    /// <summary>Adds stays.</summary>
    /// <param name="stays">
    /// The stays, in any order; whether they count (cancelled ones, say) is for the caller to decide.
    /// </param>
    /// <returns>The counts of all.</returns>
    internal EarlierStays Add(ReadOnlySpan<Booking> stays) => stays.IsEmpty ? this : EarlierStaysAddition.Add(this, stays);

    private static IReadOnlyList<PriceSummary> Ordered(IReadOnlyList<PriceSummary> prices)
    {
        for (var i = 1; i < prices.Count; i++)
        {
            if (string.CompareOrdinal(prices[i - 1].Currency, prices[i].Currency) > 0)
            {
                return [.. prices.OrderBy(price => price.Currency, StringComparer.Ordinal)];
            }
        }

        return prices;
    }
}
