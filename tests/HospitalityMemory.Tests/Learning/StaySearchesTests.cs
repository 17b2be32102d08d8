namespace HospitalityMemory.Tests.Learning;

public sealed class StaySearchesTests
{
    [Theory]
    [InlineData("Miami", "2026-05-01", true)]
    [InlineData(" MIAMI", "2026-05-01", true)]
    [InlineData("miami", null, true)]
    [InlineData("Miami", "2026-05-02", false)]
    [InlineData("Oslo", "2026-05-01", false)]
    public void A_search_gives_way_to_the_booking_of_the_same_stay(string city, string? checkIn, bool givesWay)
    {
        var log = KnownBookings.None.NoteSearch(Stays.Search(city, checkIn)).Add(Stays.At("Miami", "2026-05-01"));

        Assert.Equal(givesWay ? 0 : 1, log.Searches.Count);
    }

    [Theory]
    [InlineData("miami ", "2026-05-01", 0)]
    [InlineData("Miami", null, 1)]
    [InlineData("Miami", "2026-05-02", 1)]
    public void A_search_for_a_booked_stay_is_not_noted(string city, string? checkIn, int noted)
    {
        var log = Stays.Known([Stays.At("Miami", "2026-05-01")]).NoteSearch(Stays.Search(city, checkIn));

        Assert.Equal(noted, log.Searches.Count);
    }

    [Fact]
    public void A_search_for_a_cancelled_stay_is_noted()
    {
        var log = Stays.Known([Stays.At("Miami", "2026-05-01")]);
        log = log.Replace(log.Latest[0], log.Latest[0] with { CancelledAt = Stays.Noon });

        Assert.Single(log.NoteSearch(Stays.Search("Miami", "2026-05-01")).Searches);
    }

    [Fact]
    public void A_booking_that_is_amended_to_a_searched_stay_answers_the_search()
    {
        var log = Stays.Known([Stays.At("Miami", "2026-05-01")]).NoteSearch(Stays.Search("Miami", "2026-05-03"));

        log = log.Replace(log.Latest[0], log.Latest[0] with { CheckIn = Stays.Day("2026-05-03") });

        Assert.Empty(log.Searches);
    }

    [Fact]
    public void Other_searches_stay_as_they_are()
    {
        var log = KnownBookings.None
            .NoteSearch(Stays.Search("Rome", "2026-05-01")).NoteSearch(Stays.Search("Miami", "2026-05-01", minutes: 1))
            .NoteSearch(Stays.Search("Oslo", "2026-05-01", minutes: 2)).NoteSearch(Stays.Search("Miami", minutes: 3)).NoteSearch(Stays.Search("Bern", minutes: 4));

        log = log.Add(Stays.At("Miami", "2026-05-01"));

        Assert.Equal(["Bern", "Oslo", "Rome"], log.Searches.Select(search => search.City));
    }

    [Fact]
    public void Noting_a_search_again_replaces_it()
    {
        var log = KnownBookings.None
            .NoteSearch(Stays.Search("Miami", "2026-05-01") with { Budget = 100 })
            .NoteSearch(Stays.Search("Oslo", "2026-05-01", minutes: 1))
            .NoteSearch(Stays.Search("miami", "2026-05-01", minutes: 2) with { Budget = 200 });

        Assert.Equal(["miami", "Oslo"], log.Searches.Select(search => search.City));
        Assert.Equal(200, log.Searches[0].Budget);
    }

    [Fact]
    public void A_search_that_names_the_day_replaces_the_one_that_left_it_open()
    {
        var log = KnownBookings.None.NoteSearch(Stays.Search("Miami")).NoteSearch(Stays.Search("Miami", "2026-05-01", minutes: 1));

        Assert.Equal(Stays.Day("2026-05-01"), Assert.Single(log.Searches).CheckIn);
    }

    [Fact]
    public void The_latest_twenty_searches_are_kept_newest_first()
    {
        var log = Enumerable.Range(1, 30).Aggregate(
            KnownBookings.None, (current, number) => current.NoteSearch(Stays.Search($"City {number}", minutes: number)));
        var withOld = log.NoteSearch(Stays.Search("Oslo", minutes: 0)).NoteSearch(Stays.Search("Rome", minutes: 25));

        Assert.Equal(Enumerable.Range(11, 20).Reverse().Select(number => $"City {number}"), log.Searches.Select(search => search.City));
        Assert.Equal(20, withOld.Searches.Count);
        Assert.DoesNotContain(withOld.Searches, search => search.City is "Oslo");
        Assert.Equal("Rome", withOld.Searches[5].City);
    }

    /// <summary>It is not known any more whether such a stay is booked, and it must not count twice.</summary>
    [Fact]
    public void A_search_for_a_stay_that_may_be_among_those_not_held_is_not_noted()
    {
        var log = Stays.Known(Enumerable.Range(0, 40).Select(day => Stays.At("Rome", "2026-01-01", $"b{day}") with
        {
            CheckIn = Stays.Day("2026-01-01").AddDays(day),
        }));

        Assert.Empty(log.NoteSearch(Stays.Search("Rome", "2026-01-01")).Searches);
        Assert.Empty(log.NoteSearch(Stays.Search("Oslo", "2026-01-21")).Searches);
        Assert.Single(log.NoteSearch(Stays.Search("Oslo", "2026-01-22")).Searches);
        Assert.Single(log.NoteSearch(Stays.Search("Oslo")).Searches);
    }
}
