using HospitalityMemory.Tests.Learning;

namespace HospitalityMemory.Tests.LongTerm;

public sealed class UserAnalyticsCalculatorTests
{
    [Fact]
    public void A_strangers_figures_are_zero_or_unknown()
    {
        var analytics = UserAnalyticsCalculator.Calculate("guest", TravelRecord.Empty, Stays.Day("2026-01-01"));

        Assert.Equal("guest", analytics.UserId);
        Assert.Equal(0, analytics.BookingFrequency);
        Assert.Null(analytics.PriceSensitivity);
        Assert.Equal(0, analytics.LoyaltyScore);
    }

    [Theory]
    [InlineData("2020-01-01", "2024-01-01", 0.5)]
    [InlineData("2023-12-01", "2024-01-01", 2)]
    [InlineData("2024-01-01", "2024-01-01", 2)]
    [InlineData("2024-01-02", "2024-01-01", 0)]
    public void Booking_frequency_is_per_year_from_the_first_stay_and_at_least_one_year(string first, string asOf, double expected)
    {
        var record = Stays.Record(Stays.At("Miami", first, "a"), Stays.At("Oslo", first, "b"));

        Assert.Equal(expected, UserAnalyticsCalculator.Calculate("guest", record, Stays.Day(asOf)).BookingFrequency, 1e-12);
    }

    [Fact]
    public void Price_sensitivity_is_one_less_the_spread_over_the_median()
    {
        var record = Stays.Record(
            Stays.At("Miami", "2025-01-01").Priced(100), Stays.At("Miami", "2025-01-02").Priced(200), Stays.At("Miami", "2025-01-03").Priced(300),
            Stays.At("Miami", "2025-01-04").Priced(9_000, "EUR"));

        // The quartiles are 150 and 250, the median 200.
        Assert.Equal(0.5, Calculate(record).PriceSensitivity!.Value, 1e-12);
    }

    [Fact]
    public void Price_sensitivity_never_falls_below_zero()
    {
        var record = Stays.Record(
            Stays.At("Miami", "2025-01-01").Priced(1), Stays.At("Miami", "2025-01-02").Priced(2), Stays.At("Miami", "2025-01-03").Priced(900));

        Assert.Equal(0, Calculate(record).PriceSensitivity);
    }

    [Fact]
    public void Price_sensitivity_is_unknown_below_three_prices()
    {
        var record = Stays.Record(
            Stays.At("Miami", "2025-01-01").Priced(1), Stays.At("Miami", "2025-01-02").Priced(2), Stays.At("Miami", "2025-01-03"));

        Assert.Null(Calculate(record).PriceSensitivity);
    }

    [Theory]
    [InlineData("a", null)]
    [InlineData("- -", null)]
    [InlineData("a -", null)]
    [InlineData("a a", 1d)]
    [InlineData("a b", 0d)]
    [InlineData("a a b", 0.5)]
    [InlineData("a - a", 1d)]
    public void Loyalty_is_the_share_of_later_stays_in_a_known_place(string names, double? expected)
    {
        Booking[] stays = [.. names.Split(' ').Index().Select(place => Stays.At("Miami", $"2025-01-0{place.Index + 1}"))];
        string? NameOf(int index) => names.Split(' ')[index] is "-" ? null : names.Split(' ')[index];

        var ofProperties = Calculate(Stays.Record([.. stays.Index().Select(stay => stay.Item with { PropertyId = NameOf(stay.Index) })]));
        var ofOperators = Calculate(Stays.Record([.. stays.Index().Select(stay => stay.Item with { Operator = NameOf(stay.Index), PropertyId = $"p{stay.Index}" })]));

        Assert.Equal(expected, ofProperties.PropertyLoyalty);
        Assert.Equal(expected ?? 0, ofProperties.LoyaltyScore);
        Assert.Null(ofProperties.OperatorLoyalty);
        Assert.Equal(expected, ofOperators.OperatorLoyalty);
        Assert.Equal(stays.Length > 1 ? 0d : null, ofOperators.PropertyLoyalty);
    }

    [Fact]
    public void Who_comes_back_to_a_city_and_to_no_hotel_is_loyal_to_the_city()
    {
        var stays = new[] { "Rome", "Rome", "Rome", "Oslo" }.Index().Select(
            city => Stays.At(city.Item, $"2025-01-0{city.Index + 1}") with { PropertyId = $"p{city.Index}", Operator = city.Index % 2 is 0 ? "chain" : null });

        var analytics = Calculate(Stays.Record([.. stays]));

        Assert.Equal((0d, 0d, 1d, 2 / 3.0), (analytics.LoyaltyScore, analytics.PropertyLoyalty, analytics.OperatorLoyalty, analytics.CityLoyalty));
    }

    [Fact]
    public void A_group_booking_of_one_night_and_city_is_one_stay_with_rooms()
    {
        Booking[] rooms = [.. Enumerable.Range(1, 9).Select(room => Stays.At("Rome", "2025-07-01", $"room {room}").Priced(100 + room) with { PropertyId = "p" })];
        Booking[] others = [Stays.At("Oslo", "2025-07-01").Priced(80) with { PropertyId = "q" }, Stays.At("Rome", "2024-07-01").Priced(120) with { PropertyId = "r", Rooms = 3 }];

        var analytics = Calculate(Stays.Record([.. rooms, .. others]));

        Assert.Equal((3, (9 + 1 + 3) / 3.0, 0), (analytics.StayCount, analytics.RoomsPerStay, analytics.LoyaltyScore));

        // The prices are 80, 105 (the mean of the rooms) and 120; their quartiles are 92.5 and 112.5.
        Assert.Equal(1 - (20 / 105.0), analytics.PriceSensitivity!.Value, 1e-12);
        Assert.Equal(3 / (550 / 365.25), analytics.BookingFrequency, 0.01);
    }

    [Fact]
    public void A_guest_of_a_thousand_places_is_not_taken_for_a_loyal_one()
    {
        var known = Stays.Known(Enumerable.Range(1, 1_000).Select(number => Stays.Numbered(number) with { PropertyId = $"p{number}" }));

        Assert.Equal(0, Calculate(known.ToTravelRecord()).LoyaltyScore);
    }

    private static UserAnalytics Calculate(TravelRecord record) => UserAnalyticsCalculator.Calculate("guest", record, Stays.Day("2026-01-01"));
}
