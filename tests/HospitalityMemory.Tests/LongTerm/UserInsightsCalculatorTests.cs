using HospitalityMemory.Tests.Learning;

namespace HospitalityMemory.Tests.LongTerm;

public sealed class UserInsightsCalculatorTests
{
    [Fact]
    public void A_stranger_has_none()
    {
        var insights = UserInsightsCalculator.Calculate(TravelRecord.Empty, count: 0, Stays.Context, includeSeasons: true);

        Assert.Equal(0, insights.BookingCount);
        Assert.Null(insights.AverageStayLength);
        Assert.Empty(insights.FavoriteDestinations);
        Assert.Same(SeasonalPatterns.None, insights.SeasonalPatterns);
    }

    [Fact]
    public void The_average_length_is_that_of_the_stays_whose_check_out_is_known()
    {
        var insights = Calculate(
            Stays.At("Miami", "2025-01-01") with { CheckOut = Stays.Day("2025-01-04") },
            Stays.At("Oslo", "2025-02-01") with { CheckOut = Stays.Day("2025-02-03") },
            Stays.At("Oslo", "2025-03-01"));

        Assert.Equal(3, insights.BookingCount);
        Assert.Equal(2.5, insights.AverageStayLength);
        Assert.Equal(["Oslo", "Miami"], insights.FavoriteDestinations);
    }

    [Fact]
    public void Favorite_destinations_are_the_learners_first_five_cities()
    {
        Booking[] stays = [.. Enumerable.Range(1, 100).Select(number => Stays.Numbered(number, cities: 13))];

        var insights = Calculate(stays);

        Assert.Equal(
            new FrequencyPreferenceLearner().Learn(Stays.Record(stays), Stays.Context).PreferredCities, insights.FavoriteDestinations);
        Assert.Equal(5, insights.FavoriteDestinations.Count);
    }

    [Fact]
    public void Seasonal_patterns_count_months_and_seasons_and_name_the_peaks()
    {
        var patterns = Calculate(
            Stays.At("Miami", "2025-12-31"), Stays.At("Miami", "2025-01-01"), Stays.At("Miami", "2024-01-05"), Stays.At("Miami", "2024-02-29"),
            Stays.At("Miami", "2025-03-01"), Stays.At("Miami", "2025-05-31"), Stays.At("Miami", "2025-06-01"), Stays.At("Miami", "2025-08-31"),
            Stays.At("Miami", "2025-09-01"), Stays.At("Miami", "2025-11-30")).SeasonalPatterns;

        Assert.Equal(2, patterns.StaysByMonth[1]);
        Assert.False(patterns.StaysByMonth.ContainsKey(4));
        Assert.Equal(
            [(Season.Spring, 2), (Season.Summer, 2), (Season.Autumn, 2), (Season.Winter, 4)],
            patterns.StaysBySeason.Select(season => (season.Key, season.Value)));
        Assert.Equal([1, 2, 3], patterns.PeakMonths);
    }

    [Fact]
    public void Lead_time_party_and_destinations_of_a_season_are_those_of_the_record()
    {
        var insights = Calculate(
            Stays.At("Oslo", "2025-01-10") with { BookedAt = new(2025, 1, 1, 23, 0, 0, TimeSpan.Zero), Guests = 2 },
            Stays.At("Oslo", "2025-02-10") with { BookedAt = new(2025, 2, 11, 0, 0, 0, TimeSpan.Zero), Guests = 3 },
            Stays.At("Rome", "2025-06-10") with { BookedAt = new(2025, 3, 2, 0, 0, 0, TimeSpan.Zero), Guests = 3 },
            Stays.At("Bergen", "2025-12-01") with { Guests = 2 });

        Assert.Equal(9, insights.MedianLeadTimeDays);
        Assert.Equal(2, insights.UsualPartySize);
        Assert.Equal(["Oslo", "Bergen"], insights.SeasonalPatterns.DestinationsBySeason[Season.Winter]);
        Assert.Equal(["Rome"], insights.SeasonalPatterns.DestinationsBySeason[Season.Summer]);
        Assert.Equal(2, insights.SeasonalPatterns.DestinationsBySeason.Count);
    }

    [Fact]
    public void Seasonal_patterns_are_absent_where_they_are_switched_off() =>
        Assert.Same(
            SeasonalPatterns.None,
            UserInsightsCalculator.Calculate(Stays.Record(Stays.At("Miami", "2025-01-01")), count: 1, Stays.Context, includeSeasons: false).SeasonalPatterns);

    private static UserInsights Calculate(params Booking[] stays) => UserInsightsCalculator.Calculate(Stays.Record(stays), stays.Length, Stays.Context, includeSeasons: true);
}
