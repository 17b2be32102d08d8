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
        var record = Stays.Record(Stays.At("Miami", first, "a"), Stays.At("Miami", first, "b"));

        Assert.Equal(expected, UserAnalyticsCalculator.Calculate("guest", record, Stays.Day(asOf)).BookingFrequency, 1e-12);
    }

    [Fact]
    public void Price_sensitivity_is_one_less_the_spread_over_the_median()
    {
        var record = Stays.Record(
            Stays.At("Miami", "2025-01-01").Priced(100), Stays.At("Miami", "2025-01-02").Priced(200), Stays.At("Miami", "2025-01-03").Priced(300),
            Stays.At("Miami", "2025-01-04").Priced(9_000, "EUR"));

        // Quartiles 150 and 250 over the median 200.
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
    [InlineData("a", 0)]
    [InlineData("a a", 1)]
    [InlineData("a b", 0)]
    [InlineData("a a b", 0.5)]
    [InlineData("- -", 1)]
    [InlineData("a - -", 0.5)]
    public void Loyalty_is_the_share_of_later_stays_in_a_known_place(string properties, double expected)
    {
        var stays = properties.Split(' ').Select(
            (property, index) => Stays.At("Miami", $"2025-01-0{index + 1}") with { PropertyId = property is "-" ? null : property });

        Assert.Equal(expected, Calculate(Stays.Record([.. stays])).LoyaltyScore, 1e-12);
    }

    [Fact]
    public void A_guest_of_a_thousand_places_is_not_taken_for_a_loyal_one()
    {
        var known = Stays.Known(Enumerable.Range(1, 1_000).Select(number => Stays.Numbered(number) with { PropertyId = $"p{number}" }));

        Assert.Equal(0, Calculate(known.ToTravelRecord()).LoyaltyScore);
    }

    private static UserAnalytics Calculate(TravelRecord record) => UserAnalyticsCalculator.Calculate("guest", record, Stays.Day("2026-01-01"));
}
