namespace HospitalityMemory;

/// <summary>What stays add up to by name and by currency: one pass over them, filled by one thread, then only read.</summary>
internal sealed class StayCounts
{
    public StayCounts(IReadOnlyList<Booking> stays)
    {
        // The stays of a profile lie in one piece; those that a host made may be any list.
        foreach (var stay in stays is BookingPrefix prefix ? prefix.OldestFirst : [.. stays])
        {
            Cities.AddStay(stay.City, stay.CheckIn);
            PropertyTypes.AddStay(stay.PropertyType, stay.CheckIn);
            if (stay.Amenities.Count > 0)
            {
                Amenities.AddStay(stay.Amenities, stay.CheckIn, NameCounts.RatingOf(stay));
            }

            if (stay.PricePerNight is { } price and > 0)
            {
                PaidPrices.Add(Prices, stay.Currency, price, stay.CheckIn, stays.Count);
            }
        }

        Prices.Sort(PaidPrices.Compare);
    }

    public NameCounts Cities { get; } = new();

    public NameCounts PropertyTypes { get; } = new();

    public NameCounts Amenities { get; } = new();

    /// <summary>That of most prices first, the more recent among equals, then by code (ordinal).</summary>
    public List<PaidPrices> Prices { get; } = [];
}
