namespace HospitalityMemory;

/// <summary>How a guest books; <see cref="UserAnalytics"/> gives the formula of each figure.</summary>
internal static class UserAnalyticsCalculator
{
    private const double DaysPerYear = 365.25;
    private const int FewestPrices = 3;

    public static UserAnalytics Calculate(string userId, TravelRecord record, DateOnly asOf)
    {
        var stays = record.StaysUntil(asOf);
        return new()
        {
            UserId = userId,
            BookingFrequency = FrequencyOf(stays, asOf),
            PriceSensitivity = SensitivityOf(stays),
            LoyaltyScore = LoyaltyOf(stays),
        };
    }

    private static double FrequencyOf(IReadOnlyList<Booking> stays, DateOnly asOf)
    {
        if (stays.Count is 0)
        {
            return 0;
        }

        var years = (asOf.DayNumber - stays[^1].CheckIn.DayNumber) / DaysPerYear;
        return stays.Count / Math.Max(1, years);
    }

    private static double? SensitivityOf(IReadOnlyList<Booking> stays)
    {
        if (PaidPrices.Of(stays) is not [{ Count: >= FewestPrices } main, ..])
        {
            return null;
        }

        var spread = (main.Percentile(75) - main.Percentile(25)) / main.Percentile(50);
        return 1 - Math.Min(1, (double)spread);
    }

    private static double LoyaltyOf(IReadOnlyList<Booking> stays)
    {
        if (stays.Count < 2)
        {
            return 0;
        }

        var places = NameCounts.Of(stays, static stay => stay.PropertyId).Count
            + NameCounts.Of(stays, static stay => NameCounts.TrimToNull(stay.PropertyId) is null ? stay.City : null).Count;
        return Math.Clamp((double)(stays.Count - places) / (stays.Count - 1), 0, 1);
    }
}
