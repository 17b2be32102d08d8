namespace HospitalityMemory.Adaptive;

/// <summary>The weight of a booking by its day.</summary>
/// <remarks>
/// <c>2^(d / 180)</c>, where <c>d</c> is the number of days from 2000-01-01 to the day of the booking. A booking counts twice as much as
/// one of 180 days before. Weights never change and are only added up, in any order and by any number of servers (forward decay: Cormode,
/// Shkapenyuk, Srivastava and Xu, 2009).
/// </remarks>
internal static class MarketWeight
{
    private const double HalfLifeDays = 180;
    private static readonly int Origin = new DateOnly(2000, 1, 1).DayNumber;
    private static readonly int First = new DateOnly(BookingRules.MinYear, 1, 1).DayNumber;
    private static readonly int Last = new DateOnly(BookingRules.MaxYear, 12, 31).DayNumber;

    // Within the years in which a booking may lie, a weight is from 2^-203 to 2^408: neither 0 nor infinite.
    public static double Of(DateOnly day) => Math.Pow(2, (Math.Clamp(day.DayNumber, First, Last) - Origin) / HalfLifeDays);

    /// <param name="stay">The booking.</param>
    /// <param name="today">The current day. A booking of a later day (a stay to come) counts as one of today.</param>
    public static double Of(Booking stay, DateOnly today)
    {
        var day = stay.BookedAt is { } bookedAt ? DateOnly.FromDateTime(bookedAt.UtcDateTime) : stay.CheckIn;
        return Of(day < today ? day : today);
    }
}
