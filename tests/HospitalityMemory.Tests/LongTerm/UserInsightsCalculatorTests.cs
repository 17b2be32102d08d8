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
        Assert.Same(SeasonalPatterns.Empty, insights.SeasonalPatterns);
    }

    [Fact]
    public void The_average_length_is_that_of_the_stays_whose_check_out_is_known()
    {
        var insights = Calculate(
            Stays.At("Miami", "2025-01-01") with { CheckOut = Stays.Day("2025-01-04") },
            Stays.At("Oslo", "2025-02-01") with { CheckOut = Stays.Day("2025-02-03") },
            Stays.At("Oslo", "2025-03-01"));

        Assert.Equal(3, insights.BookingCount);
        Assert.Equal((2.5, 2.5), (insights.AverageStayLength, insights.MedianStayLength));
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
    public void Seasonal_patterns_count_months_and_seasons()
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
        Assert.Empty(patterns.PeakMonths);
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
        Assert.Null(insights.UsualPartySize);
        Assert.Equal(["Oslo", "Bergen"], insights.SeasonalPatterns.DestinationsBySeason[Season.Winter]);
        Assert.Equal(["Rome"], insights.SeasonalPatterns.DestinationsBySeason[Season.Summer]);
        Assert.Equal(2, insights.SeasonalPatterns.DestinationsBySeason.Count);
    }

    [Theory]
    [InlineData("2 2", null)]
    [InlineData("2 2 2", 2)]
    [InlineData("2 2 3", 2)]
    [InlineData("2 2 3 3", null)]
    [InlineData("2 2 3 4 5", null)]
    [InlineData("- 2 - 2 2", 2)]
    public void A_party_is_usual_of_three_stays_of_which_more_than_half_have_it(string parties, int? expected)
    {
        var stays = parties.Split(' ').Index().Select(
            party => Stays.At("Oslo", $"2025-01-0{party.Index + 1}") with { Guests = party.Item is "-" ? null : party.Item[0] - '0' });

        Assert.Equal(expected, Calculate([.. stays]).UsualPartySize);
    }

    [Fact]
    public void One_long_stay_moves_the_mean_and_not_the_median()
    {
        var insights = Calculate([.. new[] { 1, 2, 2, 30 }.Index().Select(
            nights => Stays.At("Oslo", $"2025-0{nights.Index + 1}-01") with { CheckOut = new DateOnly(2025, nights.Index + 1, 1).AddDays(nights.Item) })]);

        Assert.Equal((8.75, 2), (insights.AverageStayLength, insights.MedianStayLength));
    }

    [Fact]
    public void Rooms_of_one_night_and_city_are_one_stay_in_every_figure_but_the_counts()
    {
        Booking[] rooms = [.. Enumerable.Range(1, 10).Select(room => Stays.At("Oslo", "2025-07-01", $"room {room:00}") with { Guests = 2, CheckOut = Stays.Day("2025-07-02") })];

        var insights = Calculate([.. rooms, Stays.At("Rome", "2025-07-01") with { CheckOut = Stays.Day("2025-07-04") }]);

        Assert.Equal((11, 11), (insights.BookingCount, insights.StayCount));
        Assert.Equal((2, 2), (insights.AverageStayLength, insights.MedianStayLength));
        Assert.Equal(2, insights.SeasonalPatterns.StaysByMonth[7]);
        Assert.Empty(insights.SeasonalPatterns.PeakMonths);
        var stay = Assert.Single(GroupedStays.Of(rooms));
        Assert.Equal((10, 20), (stay.Rooms, stay.Guests));
    }

    [Fact]
    public void Seasonal_patterns_are_absent_where_they_are_switched_off() =>
        Assert.Same(
            SeasonalPatterns.Empty,
            UserInsightsCalculator.Calculate(Stays.Record(Stays.At("Miami", "2025-01-01")), count: 1, Stays.Context, includeSeasons: false).SeasonalPatterns);

    private static UserInsights Calculate(params Booking[] stays) => UserInsightsCalculator.Calculate(Stays.Record(stays), stays.Length, Stays.Context, includeSeasons: true);
}
