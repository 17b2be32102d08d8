namespace HospitalityMemory.Adaptive;

/// <summary>
/// How much a stay still counts after some days: since the guest chose it, which is when it was booked, or where that is not
/// known when it began. What lies ahead counts as of today.
/// </summary>
internal static class Recency
{
    /// <summary>Choices of a place fade by a power law: fast at first, then slowly.</summary>
    private const double Exponent = 0.3;

    /// <summary>Prices and nights fade by half in a year.</summary>
    private const double HalfLifeDays = 365;

    /// <summary>After so many days it is half as likely that a stay is followed by another in its city.</summary>
    private const double ReturnDays = 600;

    /// <summary>The day from which a stay's age is counted.</summary>
    public static DateOnly DayOf(Booking stay) => stay.BookedAt is { } bookedAt ? DateOnly.FromDateTime(bookedAt.UtcDateTime) : stay.CheckIn;

    public static double PowerLaw(DateOnly day, DateOnly asOf) => Math.Pow(DaysSince(day, asOf) + 1, -Exponent);

    public static double HalfLife(DateOnly day, DateOnly asOf) => Math.Pow(2, -DaysSince(day, asOf) / HalfLifeDays);

    /// <summary>Slow at first: guests come back as often after a year, nearly, as after a week.</summary>
    public static double Hyperbolic(DateOnly day, DateOnly asOf) => 1 / (1 + (DaysSince(day, asOf) / ReturnDays));

    private static double DaysSince(DateOnly day, DateOnly asOf) => Math.Max(0, asOf.DayNumber - day.DayNumber);
}
