namespace HospitalityMemory.Tests.Learning;

public sealed class LearningArgumentsTests
{
    private static readonly FrequencyPreferenceLearner Learner = new();

    [Fact]
    public void What_is_null_is_refused_by_name()
    {
        Assert.Equal("names", Assert.Throws<ArgumentNullException>(() => new AmenityOrder(null!, [])).ParamName);
        Assert.Equal("amenities", Assert.Throws<ArgumentNullException>(() => new AmenityOrder(NameRules.Default, null!)).ParamName);
        Assert.Equal("names", Assert.Throws<ArgumentNullException>(() => new FrequencyPreferenceLearner(null!, AmenityOrder.Default)).ParamName);
        Assert.Equal("amenities", Assert.Throws<ArgumentNullException>(() => new FrequencyPreferenceLearner(NameRules.Default, null!)).ParamName);
        Assert.Equal("record", Assert.Throws<ArgumentNullException>(() => Learner.Learn(null!, Stays.Context)).ParamName);
        Assert.Equal("record", Assert.Throws<ArgumentNullException>(() => Learner.Rank(null!, [], Stays.Context)).ParamName);
        Assert.Equal("candidates", Assert.Throws<ArgumentNullException>(() => Learner.Rank(TravelRecord.Empty, null!, Stays.Context)).ParamName);
        Assert.Equal("bookings", Assert.Throws<ArgumentNullException>(() => new TravelRecord(null!, [])).ParamName);
        Assert.Equal("searches", Assert.Throws<ArgumentNullException>(() => new TravelRecord([], null!)).ParamName);
    }

    [Fact]
    public void The_built_in_order_of_amenities_holds_each_once()
    {
        Assert.Equal(44, AmenityOrder.BuiltIn.Count);
        Assert.Equal(Enumerable.Range(0, 44), AmenityOrder.BuiltIn.Select(AmenityOrder.Default.RankOf));
        Assert.Equal(int.MaxValue, AmenityOrder.Default.RankOf("smoke alarm"));
        Assert.Equal(int.MaxValue, AmenityOrder.Default.RankOf(" "));
    }

    [Fact]
    public void Bookings_to_come_are_the_next_first_and_what_was_stayed_the_latest_first()
    {
        var record = Stays.Record(Stays.At("Rome", "2026-02-27"), Stays.At("Bern", "2026-03-01"), Stays.At("Oslo", "2026-03-02"), Stays.At("Lima", "2026-04-01"));

        Assert.Equal(["Oslo", "Lima"], record.BookingsToComeAfter(Stays.Context).Select(booking => booking.City));
        Assert.Equal(["Bern", "Rome"], record.StaysUntil(Stays.Context).Select(booking => booking.City));
    }

    [Fact]
    public void Searched_cities_are_those_of_most_searches_then_of_the_latest_then_by_name()
    {
        var record = new TravelRecord(
            [Stays.At("Rome", "2025-01-01")],
            [
                Stays.Search("Oslo", minutes: 9), Stays.Search("Bern", minutes: 5), Stays.Search("Lima", minutes: 5), Stays.Search("Rome", minutes: 4),
                Stays.Search("Cairo", minutes: 3), Stays.Search("Cairo", minutes: 1), Stays.Search("Quito", minutes: 2), Stays.Search("Quito", minutes: 0),
            ]);

        Assert.Equal(["Rome", "Cairo", "Quito", "Oslo", "Bern"], Learner.Learn(record, Stays.Context).PreferredCities);
    }
}
