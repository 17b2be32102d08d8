namespace HospitalityMemory;

/// <summary>How a guest books; <see cref="UserAnalytics"/> gives the formula of each figure.</summary>
internal static class UserAnalyticsCalculator
{
    private const double DaysPerYear = 365.25;
    private const int FewestPrices = 3;

    public static UserAnalytics Calculate(string userId, TravelRecord record, DateOnly asOf)
    {
        var stays = record.CountAll();
        return new UserAnalytics
        {
            UserId = userId,
            BookingFrequency = FrequencyOf(stays, asOf),
            PriceSensitivity = SensitivityOf(stays),
            LoyaltyScore = LoyaltyOf(stays),
        };
    }

    private static double FrequencyOf(EarlierStays stays, DateOnly asOf)
    {
        if (stays.FirstCheckIn is not { } first)
        {
            return 0;
        }

        var years = (asOf.DayNumber - first.DayNumber) / DaysPerYear;
        return stays.Count / Math.Max(1, years);
    }

    private static double? SensitivityOf(EarlierStays stays)
    {
        var main = stays.Prices.Best(PriceSummary.CompareByCount, 1);
        if (main.Length is 0 || main[0].Count < FewestPrices)
        {
            return null;
        }

        var spread = (main[0].Percentile(75) - main[0].Percentile(25)) / main[0].Percentile(50);
        return 1 - Math.Min(1, (double)spread);
    }

    private static double LoyaltyOf(EarlierStays stays)
    {
        if (stays.Count < 2)
        {
            return 0;
        }

        var places = stays.Properties.Count + stays.CitiesOfUnknownProperty.Count + stays.DroppedPlaces;
        return Math.Clamp((double)(stays.Count - places) / (stays.Count - 1), 0, 1);
    }
}
