namespace HospitalityMemory;

/// <summary>
/// Counts of stays by name and by currency, from one pass over the stays. Filled by one thread, then only read.
/// </summary>
internal sealed class StayCounts
{
    public StayCounts(IReadOnlyList<Booking> stays)
    {
        // The stays of a profile are contiguous in memory. A record that a host made may have any list.
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

    /// <summary>The currency with the most prices first; among equals the more recent, then by code (ordinal).</summary>
    public List<PaidPrices> Prices { get; } = [];
}
