using System.Globalization;

namespace HospitalityMemory.Benchmarks;

/// <summary>Bookings of a guest who travels a lot.</summary>
internal static class SampleBookings
{
    private static readonly string[] Cities = ["Lisbon", "Miami", "Vienna", "Kyoto", "Bergen", "Cusco", "Porto"];
    private static readonly string[] Types = ["villa", "apartment", "hotel"];
    private static readonly string[] Amenities = ["wifi", "pool", "kitchen", "parking", "sea view", "breakfast"];

    public static Booking[] Take(int count) => [.. Enumerable.Range(0, count).Select(New)];

    /// <summary>One of these bookings, with texts that no other booking shares.</summary>
    public static Booking Own(int number)
    {
        var booking = New(number);
        return booking with
        {
            City = new(booking.City.AsSpan()),
            Country = new(booking.Country.AsSpan()),
            Currency = new(booking.Currency.AsSpan()),
            PropertyType = new(booking.PropertyType.AsSpan()),
            Amenities = [.. booking.Amenities.Select(amenity => new string(amenity.AsSpan()))],
        };
    }

    private static Booking New(int number) => new()
    {
        BookingId = string.Create(CultureInfo.InvariantCulture, $"b{number:D6}"),
        City = Cities[number * number % Cities.Length],
        CheckIn = new DateOnly(2000, 1, 1).AddDays(number),
        CheckOut = new DateOnly(2000, 1, 2).AddDays(number + (number % 5)),
        PropertyId = string.Create(CultureInfo.InvariantCulture, $"property-{number % 40}"),
        Country = "US",
        Guests = 1 + (number % 4),
        PricePerNight = 90 + (number * 37 % 160),
        Currency = "USD",
        PropertyType = Types[number % Types.Length],
        Amenities = [Amenities[number % 6], Amenities[(number + 1) % 6], Amenities[(number + 3) % 6]],
        GuestRating = number % 3 is 0 ? null : 3 + (number % 3),
    };
}
