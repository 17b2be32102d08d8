using System.Collections.Frozen;

namespace HospitalityMemory.Import;

/// <summary>The names of a booking's fields, as <c>mapping.json</c> and the command line write them.</summary>
public static class ImportFields
{
    /// <summary>Who books: one or more columns. Required.</summary>
    public const string Guest = "guest";

    /// <summary>The booking's id. If no column has it, an id is derived from guest, property or city, and check-in.</summary>
    public const string BookingId = "booking_id";

    /// <summary>The city: a column, a constant, or a value that is looked up by a column such as the property's name. Required.</summary>
    public const string City = "city";

    /// <summary>The day of check-in: one column, or three for year, month and day. Required.</summary>
    public const string CheckIn = "check_in";

    /// <summary>The day of check-out.</summary>
    public const string CheckOut = "check_out";

    /// <summary>The number of nights. Several columns are added up.</summary>
    public const string Nights = "nights";

    /// <summary>The price of a night.</summary>
    public const string Price = "price";

    /// <summary>The price of the whole stay. It is divided by the nights.</summary>
    public const string TotalPrice = "total_price";

    /// <summary>The currency of amounts that do not name it.</summary>
    public const string Currency = "currency";

    /// <summary>How many people stay. Several columns are added up.</summary>
    public const string Guests = "guests";

    /// <summary>How many adults.</summary>
    public const string Adults = "adults";

    /// <summary>How many children.</summary>
    public const string Children = "children";

    /// <summary>How many rooms.</summary>
    public const string Rooms = "rooms";

    /// <summary>The country of the property.</summary>
    public const string Country = "country";

    /// <summary>The property's id or name.</summary>
    public const string PropertyId = "property_id";

    /// <summary>The type of the property, such as <c>villa</c>.</summary>
    public const string PropertyType = "property_type";

    /// <summary>What the property offers. One field may hold a list in any of the usual forms.</summary>
    public const string Amenities = "amenities";

    /// <summary>The guest's own rating.</summary>
    public const string GuestRating = "guest_rating";

    /// <summary>What became of the booking, in words.</summary>
    public const string Status = "status";

    /// <summary>Whether it was cancelled, as yes or no.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>When it was cancelled.</summary>
    public const string CancelledAt = "cancelled_at";

    /// <summary>When it was made.</summary>
    public const string BookedAt = "booked_at";

    /// <summary>How many days before check-in it was made.</summary>
    public const string LeadDays = "lead_days";

    /// <summary>The channel through which the booking came.</summary>
    public const string Channel = "channel";

    /// <summary>The rate.</summary>
    public const string RatePlan = "rate_plan";

    /// <summary>Who runs the property.</summary>
    public const string Operator = "operator";

    /// <summary>The property's time zone.</summary>
    public const string TimeZone = "time_zone";

    /// <summary>All fields, the required ones first.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Guest, City, CheckIn, BookingId, CheckOut, Nights, Price, TotalPrice, Currency, Guests, Adults, Children, Rooms, Country, PropertyId,
        PropertyType, Amenities, GuestRating, Status, Cancelled, CancelledAt, BookedAt, LeadDays, Channel, RatePlan, Operator, TimeZone,
    ];

    /// <summary>The fields that every booking needs.</summary>
    public static IReadOnlyList<string> Required { get; } = [Guest, City, CheckIn];

    internal static FrozenSet<string> Known { get; } = All.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The fields that are days or moments.</summary>
    internal static IReadOnlyList<string> Dates { get; } = [CheckIn, CheckOut, BookedAt, CancelledAt];

    /// <summary>The fields that are numbers with decimals.</summary>
    internal static IReadOnlyList<string> Numbers { get; } = [Price, TotalPrice, GuestRating];
}
