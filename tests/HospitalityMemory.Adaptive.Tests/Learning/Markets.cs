namespace HospitalityMemory.Tests.Learning;

/// <summary>Market snapshots for the tests of this folder, made of bookings as the library counts them.</summary>
internal static class Markets
{
    public static MarketSnapshot Of(params Booking[] bookings)
    {
        var counter = new MarketCounter();
        foreach (var booking in bookings)
        {
            counter.Add(booking, Stays.Context.AsOf);
        }

        return new MarketSnapshot(counter.ToCounts(), Stays.Context.AsOf);
    }

    public static LearningContext Context(params Booking[] bookings) => Stays.Context with { Market = Of(bookings) };

    public static Booking[] Bookings(int count, string city, string country, decimal price = 100, string type = "hotel", params string[] amenities) =>
    [
        .. Enumerable.Range(0, count).Select(number => Stays.At(city, "2026-02-01", $"{city}-{number}") with
        {
            Country = country,
            PropertyId = $"{city}-property-{number}",
            PropertyType = type,
            PricePerNight = price + number,
            Currency = "USD",
            Amenities = amenities,
        }),
    ];
}
