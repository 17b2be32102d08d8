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

    /// <summary>
    /// The mean over stays of which only the first and last day of all are known: as if they were spread evenly.
    /// </summary>
    public static double MeanPowerLaw(DateOnly first, DateOnly last, DateOnly asOf)
    {
        var from = DaysSince(last, asOf) + 1;
        var to = DaysSince(first, asOf) + 1;
        return to > from
            ? (Math.Pow(to, 1 - Exponent) - Math.Pow(from, 1 - Exponent)) / ((1 - Exponent) * (to - from))
            : Math.Pow(from, -Exponent);
    }

    private static double DaysSince(DateOnly day, DateOnly asOf) => Math.Max(0, asOf.DayNumber - day.DayNumber);
}
