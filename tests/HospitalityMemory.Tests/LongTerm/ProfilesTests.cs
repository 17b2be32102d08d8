
namespace HospitalityMemory.Tests.LongTerm;

public sealed class ProfilesTests : IDisposable
{
    private readonly Guests _guests = new();

    private LongTermMemory Memory => _guests.Memory;

    public void Dispose() => _guests.Dispose();

    [Fact]
    public async Task A_profile_is_created_once()
    {
        var created = await Memory.InitializeUserProfileAsync(Guests.Id);
        _guests.Time.Advance(TimeSpan.FromDays(2));
        var again = await Memory.InitializeUserProfileAsync(Guests.Id);

        Assert.Equal(Guests.Id, created.UserId);
        Assert.Equal(_guests.Now.AddDays(-2), created.CreatedAt);
        Assert.NotEqual(0, created.Version);
        Assert.Equal(created.Version, again.Version);
        Assert.Equal(created.Version, (await Memory.GetUserProfileAsync(Guests.Id))!.Version);
        Assert.Null(await Memory.GetUserProfileAsync("stranger"));
    }

    [Fact]
    public async Task Attributes_and_additional_fields_may_be_changed()
    {
        await Memory.InitializeUserProfileAsync(Guests.Id);
        _guests.Time.Advance(TimeSpan.FromMinutes(1));

        var updated = await Memory.UpdateUserProfileAsync(Guests.Id, fields => fields with
        {
            Attributes = fields.Attributes.Set("name", "Ada"),
            AdditionalFields = fields.AdditionalFields.Set("x", 1),
        });

        Assert.Equal("Ada", updated.Attributes.GetString("name"));
        var stored = await _guests.StoredAsync();
        Assert.Equal((updated.Version, _guests.Now, _guests.Now), (stored.Version, stored.UpdatedAt, stored.LastActiveAt));
        Assert.Equal((updated.Attributes, updated.AdditionalFields), (stored.Attributes, stored.AdditionalFields));
    }

    [Fact]
    public async Task An_update_that_changes_nothing_writes_nothing()
    {
        await Memory.InitializeUserProfileAsync(Guests.Id);
        var before = await _guests.StoredAsync();

        await Memory.UpdateUserProfileAsync(Guests.Id, fields => fields);
        await Memory.UpdateUserProfileAsync(Guests.Id, fields => fields with { Attributes = JsonFields.Empty });

        Assert.Same(before, await _guests.StoredAsync());
    }

    [Fact]
    public async Task An_update_that_fails_or_returns_null_or_has_no_profile_changes_nothing()
    {
        await Memory.InitializeUserProfileAsync(Guests.Id);
        var before = await _guests.StoredAsync();

        await Assert.ThrowsAsync<ArgumentException>("update", async () => await Memory.UpdateUserProfileAsync(Guests.Id, _ => null!));
        await Assert.ThrowsAsync<FormatException>(async () => await Memory.UpdateUserProfileAsync(Guests.Id, _ => throw new FormatException()));
        var missing = await Assert.ThrowsAsync<ProfileNotFoundException>(async () => await Memory.UpdateUserProfileAsync("stranger", fields => fields));

        Assert.Equal("stranger", missing.UserId);
        Assert.Same(before, await _guests.StoredAsync());
        Assert.Null(await Memory.GetUserProfileAsync("stranger"));
    }

    [Fact]
    public async Task Deletion_says_what_it_deleted_and_what_was_left()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1"));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b2"));

        Assert.Equal(new ProfileErasure { ProfilesDeleted = 1, BookingsDeleted = 2, ProfilesLeft = 0, BookingsLeft = 0 }, await Memory.DeleteUserProfileAsync(Guests.Id));
        Assert.Equal(new ProfileErasure { ProfilesDeleted = 0, BookingsDeleted = 0, ProfilesLeft = 0, BookingsLeft = 0 }, await Memory.DeleteUserProfileAsync(Guests.Id));
        Assert.Null(await Memory.GetUserProfileAsync(Guests.Id));
        Assert.Empty(await _guests.HistoryAsync());

        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b3"));
        Assert.Equal(1, (await Memory.GetUserProfileAsync(Guests.Id))!.Insights.BookingCount);
    }

    [Fact]
    public async Task Deletion_reports_what_came_meanwhile()
    {
        var store = new HookedProfileStore();
        using var guests = new Guests(store);
        await guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1"));
        using var other = new Guests(store.Inner);
        store.After = async operation =>
        {
            if (operation is "delete")
            {
                await other.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("late"));
            }
        };

        Assert.Equal(new ProfileErasure { ProfilesDeleted = 1, BookingsDeleted = 1, ProfilesLeft = 1, BookingsLeft = 1 }, await guests.Memory.DeleteUserProfileAsync(Guests.Id));
    }

    [Fact]
    public async Task A_guest_is_marked_active_once_a_day()
    {
        var store = new HookedProfileStore();
        using var guests = new Guests(store);
        await guests.Memory.InitializeUserProfileAsync(Guests.Id);
        store.Calls.Clear();

        guests.Time.Advance(TimeSpan.FromHours(11.9));
        await guests.Memory.MarkActiveAsync(Guests.Id);
        await guests.Memory.MarkActiveAsync("stranger");
        Assert.Equal(["get", "get"], store.Calls);

        guests.Time.Advance(TimeSpan.FromHours(0.1));
        await guests.Memory.MarkActiveAsync(Guests.Id);
        await guests.Memory.MarkActiveAsync(Guests.Id);
        Assert.Single(store.Calls, call => call is "commit");
        Assert.Equal(guests.Now, (await guests.StoredAsync()).LastActiveAt);
        Assert.Null(await guests.Memory.GetUserProfileAsync("stranger"));
    }

    [Fact]
    public async Task A_guest_whom_a_server_with_a_faster_clock_saw_was_seen_then()
    {
        var seen = _guests.Now.AddMinutes(5);
        var profile = await Memory.InitializeUserProfileAsync(Guests.Id);
        Assert.NotNull(await _guests.Store.TryCommitAsync(profile with { LastActiveAt = seen }, [], CancellationToken.None));

        await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.City, Value = "Rome" });

        var stored = await _guests.StoredAsync();
        Assert.Equal((_guests.Now, seen), (stored.UpdatedAt, stored.LastActiveAt));
    }

    [Fact]
    public async Task Inactive_profiles_go_with_their_bookings_unless_a_stay_is_to_come()
    {
        await Memory.AddBookingToHistoryAsync("gone", Guests.Stay("b1", year: 2025));
        await Memory.AddBookingToHistoryAsync("traveller", Guests.Stay("b1", year: 2027, month: 12));
        _guests.Time.Advance(TimeSpan.FromDays(10));
        await Memory.InitializeUserProfileAsync("seen");
        _guests.Time.Advance(TimeSpan.FromDays(355));

        Assert.Equal(0, await Memory.CleanupInactiveProfilesAsync());
        _guests.Time.Advance(TimeSpan.FromMicroseconds(1));
        Assert.Equal(1, await Memory.CleanupInactiveProfilesAsync());

        Assert.Null(await Memory.GetUserProfileAsync("gone"));
        Assert.Empty(await _guests.HistoryAsync("gone"));
        Assert.NotNull(await Memory.GetUserProfileAsync("traveller"));
        Assert.Equal(1, await Memory.CleanupInactiveProfilesAsync(TimeSpan.FromDays(300)));
        Assert.Null(await Memory.GetUserProfileAsync("seen"));
    }

    [Fact]
    public async Task A_store_that_others_read_is_given_preferences_and_insights_as_of_the_write()
    {
        using var durable = new Guests(new HookedProfileStore { ShowsProfiles = true });
        await durable.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "Rome"));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "Rome"));

        var stored = await durable.StoredAsync();
        Assert.Equal(["Rome"], stored.Preferences.PreferredCities);
        Assert.Equal(1, stored.Insights.BookingCount);
        Assert.Same(UserPreferences.Empty, (await _guests.StoredAsync()).Preferences);

        await durable.Memory.SetConsentAsync(Guests.Id, granted: false);
        stored = await durable.StoredAsync();
        Assert.Same(UserPreferences.Empty, stored.Preferences);
        Assert.Same(UserInsights.Empty, stored.Insights);
    }
}
