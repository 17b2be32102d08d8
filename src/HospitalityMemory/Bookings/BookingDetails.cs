namespace HospitalityMemory;

/// <summary>
/// What only some platforms know of a booking, apart from it: bookings that lack all of this are held in less memory.
/// </summary>
internal sealed record BookingDetails
{
    private static readonly BookingDetails None = new();

    public int? Adults { get; init; }

    public int? Children { get; init; }

    public int? Rooms { get; init; }

    public decimal? TotalPrice { get; init; }

    public string? Channel { get; init; }

    public string? RatePlan { get; init; }

    public string? Operator { get; init; }

    public string? TimeZone { get; init; }

    public Origin? Origin { get; init; }

    public bool IsWithheld { get; init; }

    /// <summary>The details to make others of.</summary>
    public static BookingDetails Of(BookingDetails? details) => details ?? None;

    /// <summary>Null where there are none: two bookings without details are equal, however they came to that.</summary>
    public static BookingDetails? OrNone(BookingDetails details) => details == None ? null : details;
}
