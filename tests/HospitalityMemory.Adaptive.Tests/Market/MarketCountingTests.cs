using HospitalityMemory.Tests.Stores;

namespace HospitalityMemory.Tests.LongTerm;

/// <summary>Which bookings are counted, and that guests do not notice a market out of reach.</summary>
public sealed class MarketCountingTests : IDisposable
{
    private static readonly DateOnly Day = new(2025, 5, 1);

    private readonly FakeMarketStore _market = new();
    private readonly Guests _guests = new();

    public MarketCountingTests() => _guests.Market = _market;

    public void Dispose() => _guests.Dispose();

    [Fact]
    public async Task A_booking_that_was_recorded_is_counted_with_all_that_is_known_of_it()
    {
        var memory = Memory();
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b") with
        {
            Country = "US",
            PropertyId = "p1",
            PropertyType = "villa",
            Amenities = ["pool", "wifi"],
            PricePerNight = 100,
            CheckOut = Day.AddDays(3),
        });

        var segment = (await SnapshotAsync(memory)).In("US");

        Assert.Equal(1, segment.Bookings, precision: 9);
        Assert.Equal(["Miami"], segment.Cities.Keys);
        Assert.Equal(["p1"], segment.Properties.Keys);
        Assert.Equal(["villa"], segment.PropertyTypes.Keys);
        Assert.Equal(["pool", "wifi"], segment.Amenities.Keys.Order());
        Assert.Equal(Math.Log(100), segment.Prices["USD"].Mean, tolerance: 0.025);
        Assert.Equal(3, segment.Nights.Mean);
    }

    [Fact]
    public async Task Amended_rated_repeated_and_cancelled_it_is_counted_once()
    {
        var memory = Memory();
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b"));
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b"));
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b", "Tampa"));
        await memory.RateBookingAsync(Guests.Id, "b", 5);
        await memory.CancelBookingAsync(Guests.Id, "b");
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b", "Boston"));

        var overall = (await SnapshotAsync(memory)).Overall;

        Assert.Equal(1, overall.Bookings, precision: 9);
        Assert.Equal(["Miami"], overall.Cities.Keys);
    }

    [Fact]
    public async Task One_that_is_cancelled_already_is_not_counted()
    {
        var memory = Memory();
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b") with { CancelledAt = _guests.Now });

        Assert.Equal(0, (await SnapshotAsync(memory)).Overall.Bookings);
    }

    [Fact]
    public async Task Without_consent_nothing_of_a_guest_is_counted()
    {
        var memory = Memory();
        await memory.SetConsentAsync(Guests.Id, granted: false);
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("without"));
        await memory.SetConsentAsync(Guests.Id, granted: true);
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("with", "Tampa"));

        Assert.Equal(["Tampa"], (await SnapshotAsync(memory)).Overall.Cities.Keys);
    }

    [Fact]
    public async Task Nor_of_one_who_was_never_asked_where_consent_is_required()
    {
        _guests.Options.LongTerm.RequireConsent = true;
        var memory = Memory();
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b"));

        Assert.Equal(0, (await SnapshotAsync(memory)).Overall.Bookings);
    }

    [Fact]
    public async Task The_default_learner_does_without_the_market()
    {
        await UseAsync(_guests.Create(new FrequencyPreferenceLearner()));

        Assert.Equal((0, 0), (_market.Additions, _market.Reads));
    }

    [Fact]
    public async Task So_does_a_host_that_switched_learning_off()
    {
        _guests.Options.LongTerm.LearningEnabled = false;

        await UseAsync(Memory());

        Assert.Equal((0, 0), (_market.Additions, _market.Reads));
    }

    [Fact]
    public async Task A_market_out_of_reach_fails_no_booking_and_no_read_and_is_counted_later()
    {
        _market.Failure = new MemoryUnavailableException("The store is out of reach.");
        var memory = Memory();

        await UseAsync(memory);

        Assert.True(_market.Reads > 0);
        Assert.Equal(["Miami"], (await memory.GetUserPreferencesAsync(Guests.Id)).PreferredCities);
        Assert.Empty((await memory.GetUserPreferencesAsync("stranger")).PreferredCities);

        _market.Failure = null;
        _guests.Time.Advance(_guests.Options.LongTerm.MarketRefreshInterval);
        Assert.Equal(["Miami"], (await memory.GetUserPreferencesAsync("stranger")).PreferredCities);
    }

    [Fact]
    public async Task Without_consent_a_guest_is_told_what_a_stranger_is()
    {
        var memory = Memory();
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b"));
        await memory.SetConsentAsync("reserved", granted: false);
        _guests.Time.Advance(_guests.Options.LongTerm.MarketRefreshInterval);

        var reserved = await memory.GetUserPreferencesAsync("reserved");
        var stranger = await memory.GetUserPreferencesAsync("stranger");

        Assert.Equal(["Miami"], stranger.PreferredCities);
        Assert.Equal(stranger.PreferredCities, reserved.PreferredCities);
        Assert.All(reserved.Evidence, evidence => Assert.Equal(PreferenceSource.Market, evidence.Source));
    }

    private LongTermMemory Memory() => _guests.Create(new AdaptivePreferenceLearner());

    private async Task UseAsync(LongTermMemory memory)
    {
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b"));
        await memory.GetPersonalizationContextAsync(Guests.Id);
        await memory.GetUserProfileAsync(Guests.Id);
        await memory.RankPropertiesAsync(Guests.Id, [new PropertyCandidate { PropertyId = "p", City = "Miami" }]);
        _guests.Time.Advance(_guests.Options.LongTerm.MarketRefreshInterval);
        await memory.GetUserPreferencesAsync(Guests.Id);
        await memory.GetUserPreferencesAsync("stranger");
    }

    /// <summary>What is counted once a reader came, who writes what was gathered.</summary>
    private async Task<MarketSnapshot> SnapshotAsync(LongTermMemory memory)
    {
        await memory.GetUserPreferencesAsync("stranger");
        _guests.Time.Advance(_guests.Options.LongTerm.MarketRefreshInterval);
        await memory.GetUserPreferencesAsync("stranger");
        return new(await _market.ReadAsync(CancellationToken.None), Day);
    }
}
