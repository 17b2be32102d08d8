namespace HospitalityMemory;

/// <summary>Computes how a guest books; <see cref="UserAnalytics"/> gives the formula of each figure.</summary>
internal static class UserAnalyticsCalculator
{
    private const double DaysPerYear = 365.25;
    private const int FewestPrices = 3;

    public static UserAnalytics Calculate(string userId, TravelRecord record, DateOnly asOf)
    {
        var stays = GroupedStays.Of(record.StaysUntil(asOf));
        var toProperties = LoyaltyOf(NameCounts.Of(stays, static stay => stay.PropertyId));
        return new()
        {
            UserId = userId,
            StayCount = stays.Count,
            RoomsPerStay = stays.Count > 0 ? stays.Average(static stay => stay.Rooms ?? 1) : null,
            BookingFrequency = FrequencyOf(stays, asOf),
            PriceSensitivity = SensitivityOf(stays),
            LoyaltyScore = toProperties ?? 0,
            PropertyLoyalty = toProperties,
            OperatorLoyalty = LoyaltyOf(NameCounts.Of(stays, static stay => stay.Operator)),
            CityLoyalty = LoyaltyOf(NameCounts.Of(stays, static stay => stay.City)),
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

    private static double? LoyaltyOf(NameCounts places) =>
        places.KnownStays < 2 ? null : (double)(places.KnownStays - places.Count) / (places.KnownStays - 1);
}
