using HospitalityMemory.Tests.Learning;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace HospitalityMemory.Tests.LongTerm;

/// <summary>What is computed from a profile is kept as long as it is valid, and no longer.</summary>
public sealed class ProfileViewTests
{
    private readonly Mock<IPreferenceLearner> _learner = new();

    public ProfileViewTests()
    {
        _learner.Setup(learner => learner.Name).Returns("counted");
        _learner.Setup(learner => learner.Learn(It.IsAny<TravelRecord>(), It.IsAny<DateOnly>()))
            .Returns((TravelRecord record, DateOnly day) => new FrequencyPreferenceLearner().Learn(record, day));
    }

    private int Learned => _learner.Invocations.Count(call => call.Method.Name == nameof(IPreferenceLearner.Learn));

    [Fact]
    public async Task A_guest_is_learned_once_for_many_questions_of_a_day()
    {
        using var guests = await BookedAsync();
        for (var turn = 0; turn < 5; turn++)
        {
            Assert.Equal(["Miami"], (await guests.Memory.GetUserPreferencesAsync(Guests.Id)).PreferredCities);
            Assert.Equal(1, (await guests.Memory.GetPersonalizationContextAsync(Guests.Id)).Insights.BookingCount);
        }

        Assert.Equal(1, Learned);
    }

    [Theory]
    [InlineData(100, 50)]
    [InlineData(10, 100)]
    public async Task As_many_guests_are_kept_as_the_settings_say(int size, int learned)
    {
        using var guests = new Guests(learner: _learner.Object, configure: options => options.LongTerm.ProfileCacheSize = size);
        for (var round = 0; round < 2; round++)
        {
            for (var guest = 0; guest < 50; guest++)
            {
                await guests.Memory.AddBookingToHistoryAsync($"guest-{guest}", Guests.Stay("b1"));
                await guests.Memory.GetUserPreferencesAsync($"guest-{guest}");
            }
        }

        Assert.Equal(learned, Learned);
    }

    [Fact]
    public async Task The_next_day_and_after_a_write_a_guest_is_learned_anew()
    {
        using var guests = await BookedAsync();
        await guests.Memory.GetUserPreferencesAsync(Guests.Id);

        guests.Time.Advance(TimeSpan.FromDays(1));
        await guests.Memory.GetUserPreferencesAsync(Guests.Id);
        await guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b2", "Oslo", month: 6));

        Assert.Equal(["Oslo", "Miami"], (await guests.Memory.GetUserPreferencesAsync(Guests.Id)).PreferredCities);
        Assert.Equal(3, Learned);
    }

    [Fact]
    public async Task A_guest_who_was_deleted_leaves_no_view()
    {
        using var guests = await BookedAsync();
        await guests.Memory.GetUserPreferencesAsync(Guests.Id);

        await guests.Memory.DeleteUserProfileAsync(Guests.Id);

        Assert.Empty((await guests.Memory.GetUserPreferencesAsync(Guests.Id)).PreferredCities);
    }

    [Fact]
    public async Task A_guest_is_learned_anew_when_the_learners_stamp_changes()
    {
        var stamp = new object();
        _learner.Setup(learner => learner.Stamp).Returns(() => stamp);
        using var guests = await BookedAsync();
        await guests.Memory.GetUserPreferencesAsync(Guests.Id);
        await guests.Memory.GetUserPreferencesAsync(Guests.Id);
        Assert.Equal(1, Learned);

        stamp = new object();
        await guests.Memory.GetUserPreferencesAsync(Guests.Id);
        await guests.Memory.GetUserPreferencesAsync(Guests.Id);

        Assert.Equal(2, Learned);
    }

    [Fact]
    public void Without_a_stamp_of_its_own_a_learner_is_its_own()
    {
        IPreferenceLearner learner = new FrequencyPreferenceLearner();

        Assert.Same(learner, learner.Stamp);
    }

    [Fact]
    public void Views_are_told_apart_by_snapshot_day_and_stamp_and_forgotten_by_guest()
    {
        var views = new ProfileViews(10);
        var stored = new UserProfile { UserId = "ana", CreatedAt = Stays.Noon };
        var stamp = new object();
        var options = new LongTermMemoryOptions();
        var viewer = new ProfileViewer(
            new FrequencyPreferenceLearner(), NameRules.Default, new ConsentRule(options), options, new MemoryClock(new FakeTimeProvider()));
        var view = new ProfileView(viewer, stored, Stays.Context, stamp);
        views.Keep(view, views.Forgotten);

        Assert.True(views.TryGet(stored, Stays.Context, stamp, out var found));
        Assert.Same(view, found);
        Assert.False(views.TryGet(stored with { }, Stays.Context, stamp, out _));
        Assert.False(views.TryGet(stored, Stays.Context.AddDays(1), stamp, out _));
        Assert.False(views.TryGet(stored, Stays.Context, new object(), out _));

        views.Forget("ben");
        Assert.True(views.TryGet(stored, Stays.Context, stamp, out _));
        views.Forget("ana");
        Assert.False(views.TryGet(stored, Stays.Context, stamp, out _));
    }

    [Fact]
    public async Task What_a_caller_holds_cannot_change_what_another_is_told()
    {
        using var guests = await BookedAsync();
        var preferences = await guests.Memory.GetUserPreferencesAsync(Guests.Id);
        var insights = (await guests.Memory.GetUserProfileAsync(Guests.Id))!.Insights;

        Assert.All(
            new[] { preferences.PreferredCities, preferences.PreferredAmenities, insights.FavoriteDestinations },
            list => Assert.True(list is not List<string> and not string[]));
        Assert.True(((ICollection<Preference>)preferences.All).IsReadOnly);
        Assert.True(((ICollection<KeyValuePair<int, int>>)insights.SeasonalPatterns.StaysByMonth).IsReadOnly);
    }

    private async Task<Guests> BookedAsync()
    {
        var guests = new Guests(learner: _learner.Object);
        await guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1") with { Amenities = ["wifi"] });
        return guests;
    }
}
