using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HospitalityMemory.Agents;

/// <summary>Makes the booking that a model tells of: what it leaves out is what the conversation has established.</summary>
internal static class BookingArguments
{
    /// <summary>Reads the booking; null, with the errors noted, where something is wrong or missing.</summary>
    /// <param name="arguments">The model's arguments.</param>
    /// <param name="slots">The conversation's slots.</param>
    /// <param name="makeId">Makes an id of the booking where none is given.</param>
    public static Booking? Read(ToolArguments arguments, BookingSlots slots, Func<Booking, string> makeId)
    {
        var checkIn = arguments.Date("check_in_date", "check_in") ?? slots.CheckInDate;
        var booking = new Booking
        {
            BookingId = arguments.Text("booking_id", "confirmation_number") ?? "",
            City = arguments.Text("city") ?? slots.City ?? "",
            CheckIn = checkIn ?? default,
            CheckOut = arguments.Date("check_out_date", "check_out") ?? (slots.CheckOutDate > checkIn ? slots.CheckOutDate : null),
            Guests = arguments.Whole("number_of_guests", "guests") ?? slots.NumberOfGuests,
            PropertyId = arguments.Text("property_id", "id"),
            Country = arguments.Text("country"),
            PropertyType = arguments.Text("property_type", "type"),
            Amenities = arguments.Texts("amenities"),
            PricePerNight = arguments.Number("price_per_night", "price"),
            Currency = arguments.Text("currency")?.ToUpperInvariant(),
        };
        RefuseMissing(arguments, "city", booking.City.Length is 0);
        RefuseMissing(arguments, "check_in_date", checkIn is null);
        return arguments.Errors.Count > 0 ? null : booking.BookingId.Length > 0 ? booking : booking with { BookingId = makeId(booking) };
    }

    /// <summary>
    /// An id that is the same where the same call is repeated, and another for another booking: some models give the same call
    /// id again and again.
    /// </summary>
    public static string IdOf(string sessionId, string? callId, Booking booking)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in Content(sessionId, callId, booking))
        {
            // With its length before it, a part cannot run into the next.
            hash.AppendData(Encoding.UTF8.GetBytes(part is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{part.Length}:{part}")));
        }

        return "call-" + Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static IEnumerable<string?> Content(string sessionId, string? callId, Booking booking) =>
    [
        sessionId,
        callId,
        booking.City,
        Day(booking.CheckIn),
        Day(booking.CheckOut),
        booking.Guests?.ToString(CultureInfo.InvariantCulture),
        booking.PropertyId,
        booking.Country,
        booking.PropertyType,
        booking.PricePerNight?.ToString("0.############################", CultureInfo.InvariantCulture),
        booking.Currency,
        .. booking.Amenities.Order(StringComparer.Ordinal),
    ];

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void RefuseMissing(ToolArguments arguments, string name, bool isMissing)
    {
        if (isMissing)
        {
            arguments.Refuse(name, "is missing, and the conversation has not established it. Ask the guest.");
        }
    }
}
