namespace HospitalityMemory.Adaptive;

/// <summary>How much a stay still counts after some days. A stay to come counts as one of today.</summary>
internal static class Recency
{
    /// <summary>Choices of a place fade by a power law: fast at first, then slowly.</summary>
    private const double Exponent = 0.3;

    /// <summary>Prices and nights fade by half in a year.</summary>
    private const double HalfLifeDays = 365;

    public static double PowerLaw(DateOnly day, DateOnly asOf) => Math.Pow(DaysSince(day, asOf) + 1, -Exponent);

    public static double HalfLife(DateOnly day, DateOnly asOf) => Math.Pow(2, -DaysSince(day, asOf) / HalfLifeDays);

    private static double DaysSince(DateOnly day, DateOnly asOf) => Math.Max(0, asOf.DayNumber - day.DayNumber);
}
