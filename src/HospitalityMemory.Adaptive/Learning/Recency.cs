namespace HospitalityMemory.Adaptive;

/// <summary>
/// How much a stay still counts after some days. They are counted from the day on which the guest booked it, or on which it began if the
/// former is not known. A day in the future counts as today.
/// </summary>
internal static class Recency
{
    /// <summary>Choices of a place fade by a power law: fast at first, then slowly.</summary>
    private const double Exponent = 0.3;

    /// <summary>Prices and nights fade by half in a year.</summary>
    private const double HalfLifeDays = 365;

    /// <summary>After this many days it is half as likely that a stay is followed by another one in the same city.</summary>
    private const double ReturnDays = 600;

    /// <summary>The day from which a stay's age is counted.</summary>
    public static DateOnly DayOf(Booking stay) => stay.BookedAt is { } bookedAt ? DateOnly.FromDateTime(bookedAt.UtcDateTime) : stay.CheckIn;

    public static double PowerLaw(DateOnly day, DateOnly asOf) => Math.Pow(DaysSince(day, asOf) + 1, -Exponent);

    public static double HalfLife(DateOnly day, DateOnly asOf) => Math.Pow(2, -DaysSince(day, asOf) / HalfLifeDays);

    /// <summary>Falls slowly at first: guests come back nearly as often after a year as after a week.</summary>
    public static double Hyperbolic(DateOnly day, DateOnly asOf) => 1 / (1 + (DaysSince(day, asOf) / ReturnDays));

    private static double DaysSince(DateOnly day, DateOnly asOf) => Math.Max(0, asOf.DayNumber - day.DayNumber);
}
