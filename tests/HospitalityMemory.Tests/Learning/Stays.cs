using System.Globalization;
using System.Text;

namespace HospitalityMemory.Tests.Learning;

/// <summary>Bookings and records for the tests of this folder.</summary>
internal static class Stays
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly Context = new(2026, 3, 1);

    public static Booking At(string city, string checkIn, string? id = null) => new()
    {
        BookingId = id ?? $"{city}-{checkIn}",
        City = city,
        CheckIn = Day(checkIn),
    };

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static Booking Priced(this Booking booking, decimal price, string? currency = "USD") =>
        booking with { PricePerNight = price, Currency = currency };

    public static SearchedStay Search(string city, string? checkIn = null, int minutes = 0) => new()
    {
        City = city,
        CheckIn = checkIn is null ? null : Day(checkIn),
        SearchedAt = Noon.AddMinutes(minutes),
    };

    public static TravelRecord Record(params Booking[] stays)
    {
        var sorted = stays.ToArray();
        Array.Sort(sorted, BookingOrder.Compare);
        return new TravelRecord(sorted, []);
    }

    public static KnownBookings Known(IEnumerable<Booking> bookings) => bookings.Aggregate(KnownBookings.None, (known, booking) => known.Add(booking));

    /// <summary>A different booking for each number, with most fields set. Check-ins are one day apart.</summary>
    public static Booking Numbered(int number, int cities = 7) => new()
    {
        BookingId = $"b{number:D5}",
        City = $"City {number * 31 % cities}",
        CheckIn = new DateOnly(2000, 1, 1).AddDays(number),
        CheckOut = number % 3 is 0 ? null : new DateOnly(2000, 1, 1).AddDays(number + 1 + (number % 5)),
        PropertyId = number % 4 is 0 ? null : $"p{number * 17 % (3 * cities)}",
        PropertyType = number % 5 is 0 ? null : $"type {number % 6}",
        Amenities = number % 6 is 0 ? [] : [$"amenity {number % 9}", $"amenity {number % 4}", "wifi"],
        PricePerNight = number % 7 is 0 ? null : 50 + (number * 13 % 400) + 0.99m,
        Currency = number % 10 is 0 ? "EUR" : "USD",
        GuestRating = number % 3 is 1 ? 1 + (number % 9 * 0.5m) : null,
    };

    /// <summary>Everything that is known of bookings, as text. Equal content gives equal text.</summary>
    public static string Describe(this KnownBookings known) => Describe(
        known.Latest, known.Latest.Total, known.ToTravelRecord().Bookings, known.Window.Total, known.LastSequence, known.LearnsAfter);

    public static string Describe(
        IReadOnlyList<Booking> latest, long count, IReadOnlyList<Booking> window, long teaching, long lastSequence, long learnsAfter)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{count} bookings to {lastSequence}, {teaching} teach from {learnsAfter} on");
        text.AppendJoin(", ", latest.Select(Describe)).AppendLine();
        return text.AppendJoin(", ", window.Select(Describe)).ToString();
    }

    private static string Describe(Booking booking) => string.Create(
        CultureInfo.InvariantCulture,
        $"{booking.BookingId} {booking.CheckIn:O} {booking.City} {booking.Amenities.Count} {booking.GuestRating:0.#} {!booking.IsBooked} {booking.Sequence}");
}
