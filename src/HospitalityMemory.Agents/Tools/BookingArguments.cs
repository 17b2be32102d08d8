using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HospitalityMemory.Agents;

/// <summary>Makes the booking that a model describes. What the model leaves out is taken from what the conversation has established.</summary>
internal static class BookingArguments
{
    /// <summary>Each field with the names by which a model may give it.</summary>
    private static readonly (string Field, string[] Names)[] Optional =
    [
        ("check_out", ["check_out_date", "check_out"]),
        ("guests", ["number_of_guests", "guests"]),
        ("adults", ["adults", "number_of_adults"]),
        ("children", ["children", "number_of_children"]),
        ("rooms", ["rooms", "number_of_rooms"]),
        ("property_id", ["property_id", "id"]),
        ("country", ["country"]),
        ("property_type", ["property_type", "type"]),
        ("operator", ["operator", "host", "brand", "chain"]),
        ("rate_plan", ["rate_plan", "rate"]),
        ("amenities", ["amenities"]),
        ("currency", ["currency"]),
        ("price_per_night", ["price_per_night", "price"]),
        ("total_price", ["total_price", "total"]),
    ];

    /// <summary>Reads the booking; null, with the errors noted, if something that it needs is wrong or missing.</summary>
    /// <param name="arguments">The model's arguments.</param>
    /// <param name="slots">The conversation's slots.</param>
    /// <param name="makeId">Makes the booking's id if none is given.</param>
    /// <param name="problems">Gets what is wrong with optional fields, which are left out of the booking.</param>
    public static Booking? Read(ToolArguments arguments, BookingSlots slots, Func<Booking, string> makeId, ICollection<BookingProblem> problems)
    {
        var checkIn = arguments.Date("check_in_date", "check_in") ?? slots.CheckInDate;
        var booking = new Booking
        {
            BookingId = arguments.Text("booking_id", "confirmation_number") ?? "",
            City = arguments.Text("city") ?? slots.City ?? "",
            CheckIn = checkIn ?? default,
        };
        RefuseMissing(arguments, "city", booking.City.Length is 0);
        RefuseMissing(arguments, "check_in_date", checkIn is null);
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (field, names) in Optional)
        {
            if (arguments.Find(names) is { } value)
            {
                found.Add(field);
                booking = BookingFields.With(booking, field, value, problems);
            }
        }

        // If the model gave a field that cannot be read, the value from the conversation must not take its place.
        booking = booking with
        {
            CheckOut = found.Contains("check_out") || !(slots.CheckOutDate > checkIn) ? booking.CheckOut : slots.CheckOutDate,
            Guests = found.Overlaps(["guests", "adults"]) ? booking.Guests : slots.NumberOfGuests,
        };
        return arguments.Errors.Count > 0 ? null : booking.BookingId.Length > 0 ? booking : booking with { BookingId = makeId(booking) };
    }

    /// <summary>
    /// Makes an id that stays the same if the same call is repeated, and differs for another booking. The call's id alone does not do: some
    /// models give the same one again and again.
    /// </summary>
    public static string IdOf(string sessionId, string? callId, Booking booking)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in Content(sessionId, callId, booking))
        {
            // The length before each part keeps it from running into the next one.
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
        booking.Adults?.ToString(CultureInfo.InvariantCulture),
        booking.Children?.ToString(CultureInfo.InvariantCulture),
        booking.Rooms?.ToString(CultureInfo.InvariantCulture),
        booking.TotalPrice?.ToString("0.############################", CultureInfo.InvariantCulture),
        booking.Operator,
        booking.RatePlan,
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
