namespace HospitalityMemory;

/// <summary>
/// The members that only some platforms know. They are kept apart, since a booking that lacks all of them then takes less memory.
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

    /// <summary>The details to start from when one of them is set.</summary>
    public static BookingDetails Of(BookingDetails? details) => details ?? None;

    /// <summary>Null where no detail is set. Two bookings without details are then equal, whatever was set before.</summary>
    public static BookingDetails? OrNone(BookingDetails details) => details == None ? null : details;
}
