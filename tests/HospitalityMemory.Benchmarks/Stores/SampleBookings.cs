namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>Bookings with the values that a platform knows for most of them.</summary>
internal static class SampleBookings
{
    public static Booking Numbered(int number) => new()
    {
        BookingId = $"b{number}",
        City = number % 3 is 0 ? "Lisbon" : "Miami",
        CheckIn = new DateOnly(2024, 1, 1).AddDays(number % 700),
        CheckOut = new DateOnly(2024, 1, 5).AddDays(number % 700),
        PropertyId = $"property-{number % 40}",
        Country = "US",
        Guests = 2,
        PricePerNight = 150 + (number % 90),
        Currency = "USD",
        PropertyType = "villa",
        Amenities = ["wifi", "pool", "kitchen"],
        GuestRating = 4,
    };
}
