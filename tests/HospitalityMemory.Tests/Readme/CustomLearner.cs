using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Tests.Readme;

// snippet
/// <summary>Prefers the cities of the season that the day is in.</summary>
public sealed class SeasonalLearner : IPreferenceLearner
{
    private readonly FrequencyPreferenceLearner _frequency = new();

    public string Name => "seasonal";

    public UserPreferences Learn(TravelRecord record, DateOnly day)
    {
        var season = record.Bookings.Where(stay => stay.CheckIn.Month % 12 / 3 == day.Month % 12 / 3);
        var seasonal = _frequency.Learn(new TravelRecord([.. season], []), day);
        var all = _frequency.Learn(record, day);
        return all with
        {
            All =
            [
                .. seasonal.All.Where(preference => preference.Kind is PreferenceKind.City),
                .. all.All.Where(preference => preference.Kind is not PreferenceKind.City),
            ],
        };
    }

    public IReadOnlyList<RankedProperty> Rank(
        TravelRecord record, IReadOnlyList<PropertyCandidate> candidates, DateOnly day) =>
        _frequency.Rank(record, candidates, day);
}
// end of snippet

// snippet
public sealed class WeekendTraveller : IUserAnalyzer
{
    public string Name => "weekend_share";

    public double? Analyze(TravelRecord record, DateOnly asOf)
    {
        var stays = record.StaysUntil(asOf);
        return stays.Count is 0
            ? null
            : stays.Average(stay => stay.CheckIn.DayOfWeek is DayOfWeek.Friday or DayOfWeek.Saturday ? 1.0 : 0.0);
    }
}
// end of snippet

/// <summary>The blocks of docs/writing-a-learner.md.</summary>
internal static class CustomLearner
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UsePreferenceLearner<SeasonalLearner>();
        services.AddSingleton<IUserAnalyzer, WeekendTraveller>();

        await using var provider = services.BuildServiceProvider();
        var guests = provider.GetRequiredService<ILongTermMemory>();
        var friday = new Booking { BookingId = "b-1", City = "Miami", CheckIn = new(2026, 10, 2) };
        await guests.AddBookingToHistoryAsync("guest-1", friday);
        var analytics = await guests.GetUserAnalyticsAsync("guest-1");

        Assert.Equal(1.0, analytics.Custom["weekend_share"]);
        Assert.IsType<SeasonalLearner>(provider.GetRequiredService<IPreferenceLearner>());
    }
}
