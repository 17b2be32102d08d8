namespace HospitalityMemory;

/// <summary>How much a booking of a day weighs; <see cref="MarketCount.Weight"/> gives the formula.</summary>
internal static class MarketWeight
{
    private const double HalfLifeDays = 180;
    private static readonly int Origin = new DateOnly(2000, 1, 1).DayNumber;
    private static readonly int First = new DateOnly(BookingRules.MinYear, 1, 1).DayNumber;
    private static readonly int Last = new DateOnly(BookingRules.MaxYear, 12, 31).DayNumber;

    // Within the years that a booking may be of a weight is from 2^-203 to 2^408: neither 0 nor infinite.
    public static double Of(DateOnly day) => Math.Pow(2, (Math.Clamp(day.DayNumber, First, Last) - Origin) / HalfLifeDays);
}
