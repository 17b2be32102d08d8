using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;
using static HospitalityMemory.Conformance.MergeWorld;

namespace HospitalityMemory.Tests;

/// <summary>What holds of two guests who say different things, and which two cannot be merged.</summary>
public sealed class GuestMergeRulesTests
{
    [Theory]
    [InlineData("granted 1", "withdrawn 2", "withdrawn 2")]
    [InlineData("withdrawn 1", "granted 2", "withdrawn 1")]
    [InlineData("granted 2", "withdrawn 1", "withdrawn 1")]
    [InlineData("unknown", "withdrawn 1", "withdrawn 1")]
    [InlineData("withdrawn 1", "unknown", "withdrawn 1")]
    [InlineData("unknown", "granted 1", "granted 1")]
    [InlineData("granted 1", "unknown", "granted 1")]
    [InlineData("granted 1", "granted 2", "granted 2")]
    [InlineData("granted 2", "granted 1", "granted 2")]
    [InlineData("withdrawn 1", "withdrawn 2", "withdrawn 2")]
    [InlineData("withdrawn 2", "withdrawn 1", "withdrawn 2")]
    [InlineData("unknown", "unknown", "unknown")]
    public async Task The_stricter_word_holds_with_its_date(string from, string into, string expected)
    {
        await using var world = new MergeWorld(new NoRawStores());
        var start = world.Clock.GetUtcNow();
        await world.LongTerm.AddBookingsToHistoryAsync(From, [Stay("f", "Lisbon")]);
        await world.LongTerm.AddBookingsToHistoryAsync(Into, [Stay("i", "Oslo")]);
        for (var day = 1; day <= 2; day++)
        {
            world.Clock.Advance(TimeSpan.FromDays(1));
            foreach (var (guest, word) in (List<(string, string)>)[(From, from), (Into, into)])
            {
                if (word.EndsWith($" {day}", StringComparison.Ordinal))
                {
                    await world.LongTerm.SetConsentAsync(guest, word.StartsWith("granted", StringComparison.Ordinal));
                }
            }
        }

        var merge = await world.MergeAsync();

        var profile = (await world.LongTerm.GetUserProfileAsync(Into))!;
        var said = merge.ConsentChangedAt is { } at ? FormattableString.Invariant($" {(at - start).Days}") : "";
        Assert.Equal(expected, merge.Consent.ToString().ToLowerInvariant() + said);
        Assert.Equal((merge.Consent, merge.ConsentChangedAt), (profile.Consent, profile.ConsentChangedAt));
        Assert.Equal(2, profile.BookingHistory.Count);

        // A refusal drops what was learned of both; a consent given later does not reach back.
        string[] cities = expected.StartsWith("withdrawn", StringComparison.Ordinal) ? [] : ["Lisbon", "Oslo"];
        Assert.Equal(cities, profile.Preferences.PreferredCities.Order());
        await world.LongTerm.SetConsentAsync(Into, granted: true);
        Assert.Equal(cities, (await world.LongTerm.GetUserPreferencesAsync(Into)).PreferredCities.Order());
    }

    [Theory]
    [InlineData(true, false, "Oslo")]
    [InlineData(false, true, "Lisbon")]
    [InlineData(false, false, "")]
    public async Task What_was_booked_without_a_consent_teaches_nothing_afterwards(bool intoAgrees, bool fromAgrees, string expected)
    {
        await using var world = new MergeWorld(new NoRawStores(), options => options.LongTerm.RequireConsent = true);
        foreach (var (guest, agrees, city) in (List<(string, bool, string)>)[(Into, intoAgrees, "Oslo"), (From, fromAgrees, "Lisbon")])
        {
            if (agrees)
            {
                await world.LongTerm.SetConsentAsync(guest, granted: true);
            }

            await world.LongTerm.AddBookingsToHistoryAsync(guest, [Stay(guest, city)]);
        }

        await world.MergeAsync();

        Assert.Equal(expected, string.Join(',', (await world.LongTerm.GetUserPreferencesAsync(Into)).PreferredCities));
        await world.LongTerm.SetConsentAsync(Into, granted: true);
        Assert.Equal(expected, string.Join(',', (await world.LongTerm.GetUserPreferencesAsync(Into)).PreferredCities));
        Assert.Equal(2, (await world.BookingsAsync()).Count);
    }

    [Fact]
    public async Task Of_two_wishes_about_one_thing_the_later_holds()
    {
        await using var world = new MergeWorld(new NoRawStores());
        await world.StateAsync(Into, "Pool");
        await world.StateAsync(From, "dogs", avoid: true);
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.StateAsync(From, "pool", avoid: true);
        await world.StateAsync(Into, "Dogs");

        var merge = await world.MergeAsync();

        Assert.Equal(1, merge.Wishes);
        Assert.Equal(
            [("Dogs", false), ("pool", true)],
            (await world.LongTerm.GetUserProfileAsync(Into))!.StatedPreferences.Select(wish => (wish.Value, wish.Avoid)).OrderBy(wish => wish.Value, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_more_wishes_than_a_guest_may_have_the_oldest_are_left_out_and_told()
    {
        await using var world = new MergeWorld(new NoRawStores());
        for (var number = 0; number < 60; number++)
        {
            await world.StateAsync(number % 2 is 0 ? Into : From, $"early {number}");
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            await world.StateAsync(Into, $"late {number}");
            world.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var preview = await world.PreviewAsync();
        var merge = await world.MergeAsync();

        var wishes = (await world.LongTerm.GetUserProfileAsync(Into))!.StatedPreferences.Select(wish => wish.Value).ToArray();
        Assert.Equal(100, wishes.Length);
        Assert.Equal("late 59", wishes[0]);
        Assert.Equal(20, merge.WishesLeftOut.Count);
        Assert.Equal(["late 9", "early 9", "late 8"], merge.WishesLeftOut.Take(3).Select(wish => wish.Value));
        Assert.Equal(25, merge.Wishes);
        Assert.Equal(merge.WishesLeftOut, preview.WishesLeftOut);
    }

    [Fact]
    public async Task A_booking_both_have_is_one_where_day_city_and_property_agree()
    {
        await using var world = new MergeWorld(new NoRawStores());
        var stay = Stay("b", "München");
        await world.LongTerm.AddBookingsToHistoryAsync(
            Into,
            [stay, stay with { BookingId = "day" }, stay with { BookingId = "house", PropertyId = "h1" }, stay with { BookingId = "open", PropertyId = "h1", GuestRating = 2 }]);
        await world.LongTerm.AddBookingsToHistoryAsync(
            From,
            [
                stay with { City = "munchen", Status = BookingStatus.Cancelled },
                stay with { BookingId = "day", CheckIn = stay.CheckIn.AddDays(1) },
                stay with { BookingId = "house", PropertyId = "h2" },
                stay with { BookingId = "open", PropertyType = "flat", GuestRating = 5 },
            ]);

        var merge = await world.MergeAsync();

        Assert.Equal((4, 2), (merge.Bookings, merge.BookingsAlreadyThere));
        Assert.Equal(["day", "house"], merge.RenamedBookings.Select(renamed => renamed.BookingId));
        var bookings = await world.BookingsAsync();
        Assert.Equal(6, bookings.Count);
        Assert.Equal(("München", BookingStatus.Cancelled), (bookings["b"].City, bookings["b"].Status));
        Assert.Equal(("h1", "flat", 2), (bookings["open"].PropertyId, bookings["open"].PropertyType, bookings["open"].GuestRating));
        Assert.Equal(["h1", "h2"], bookings.Values.Where(booking => booking.BookingId.StartsWith("house", StringComparison.Ordinal)).Select(booking => booking.PropertyId).Order());

        // A third one's booking of that id has another one still.
        await world.LongTerm.AddBookingsToHistoryAsync("third", [Stay("day", "Bonn")]);
        Assert.NotEqual(
            merge.RenamedBookings[0].NewBookingId,
            Assert.Single((await world.Administration.MergeGuestsAsync("third", Into)).RenamedBookings).NewBookingId);
        Assert.Equal(7, (await world.BookingsAsync()).Count);
    }

    [Fact]
    public async Task An_id_that_has_no_room_for_more_is_shortened_and_stays_an_id()
    {
        await using var world = new MergeWorld(new NoRawStores());
        var (whole, cut) = (new string('x', 256), string.Concat(Enumerable.Repeat("😀", 128)));
        await world.LongTerm.AddBookingsToHistoryAsync(Into, [Stay(whole, "Oslo"), Stay(cut, "Oslo")]);
        await world.LongTerm.AddBookingsToHistoryAsync(From, [Stay(whole, "Rome"), Stay(cut, "Rome")]);

        var merge = await world.MergeAsync();

        Assert.Equal(4, (await world.BookingsAsync()).Count);
        Assert.Equal([256, 255], merge.RenamedBookings.Select(renamed => renamed.NewBookingId.Length));
        Assert.StartsWith(new string('x', 239) + "~", merge.RenamedBookings[0].NewBookingId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Searches_of_both_are_kept_the_latest_first_and_none_of_a_stay_that_is_booked()
    {
        await using var world = new MergeWorld(new NoRawStores());
        await world.LongTerm.AddBookingsToHistoryAsync(From, [Stay("old", "Paris", -700)]);
        await SearchAsync(Into, "Paris", null);
        await SearchAsync(From, "Rome", new(2026, 7, 1));
        await SearchAsync(From, "Oslo", new(2026, 8, 1));
        await SearchAsync(Into, "Rome", new(2026, 7, 1));
        await world.LongTerm.AddBookingsToHistoryAsync(Into, [Stay("booked", "Oslo") with { CheckIn = new(2026, 8, 1), CheckOut = null }]);

        var merge = await world.MergeAsync();

        // A stay of long ago is no answer to a search of today.
        var searches = (await world.Other.GetRequiredService<IProfileStore>().GetAsync(Into, CancellationToken.None))!.Bookings.Searches;
        Assert.Equal(["Rome", "Paris"], searches.Select(search => search.City));
        Assert.Equal(0, merge.Searches);

        async Task SearchAsync(string guest, string city, DateOnly? day)
        {
            await world.LongTerm.UpdateUserPreferencesAsync(guest, new() { City = city, CheckInDate = day });
            world.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task A_guest_who_has_sessions_alone_is_merged_too_and_a_stranger_is_nobody()
    {
        await using var world = new MergeWorld(new NoRawStores());
        await world.LongTerm.InitializeUserProfileAsync(Into);
        await world.ShortTerm.CreateSessionAsync("s", From);

        Assert.Equal((1, true), await world.MergeAsync() is var merge ? (merge.Sessions, merge.IsComplete) : default);

        Assert.Equal(["s"], await world.SessionsAsync(Into));
        Assert.True((await world.Administration.PreviewMergeGuestsAsync("nobody", Into)).IsComplete);
        Assert.True((await world.Administration.MergeGuestsAsync("nobody", Into)).IsComplete);
        Assert.Null(await world.LongTerm.GetUserProfileAsync("nobody"));
    }

    [Fact]
    public async Task What_cannot_be_merged_is_refused_and_nothing_is_changed()
    {
        await using var world = new MergeWorld(new NoRawStores());
        await world.PrepareAsync();
        var before = await world.ContentAsync();

        foreach (var merge in (Func<string, string, Task>[])
            [(from, into) => world.Administration.MergeGuestsAsync(from, into).AsTask(), (from, into) => world.Administration.PreviewMergeGuestsAsync(from, into).AsTask()])
        {
            var same = await Assert.ThrowsAsync<ArgumentException>(() => merge(From, From));
            Assert.StartsWith("intoUserId is the guest that is to go; it must be another one.", same.Message, StringComparison.Ordinal);
            Assert.Equal("fromUserId", (await Assert.ThrowsAsync<ArgumentException>(() => merge("", Into))).ParamName);
            Assert.Equal("intoUserId", (await Assert.ThrowsAsync<ArgumentException>(() => merge(From, "a\nb"))).ParamName);
            Assert.Equal("nobody", (await Assert.ThrowsAsync<ProfileNotFoundException>(() => merge(From, "nobody"))).UserId);
        }

        Assert.Equal(before, await world.ContentAsync());
        Assert.Null(await world.LongTerm.GetUserProfileAsync("nobody"));
    }

    [Fact]
    public async Task A_merge_that_broke_off_is_finished_before_either_guest_takes_part_in_another()
    {
        await using var world = new MergeWorld(new NoRawStores());
        await world.PrepareAsync();
        await world.LongTerm.InitializeUserProfileAsync("third");
        await BreakOffAsync(world);
        var before = await world.ContentAsync();

        foreach (var (from, into, inTheWay) in (List<(string, string, string)>)[(From, "third", From), ("third", From, From), (Into, From, From)])
        {
            Assert.Equal(inTheWay, (await Assert.ThrowsAsync<GuestMergeConflictException>(() => world.Administration.PreviewMergeGuestsAsync(from, into).AsTask())).UserId);
            Assert.Equal(inTheWay, (await Assert.ThrowsAsync<GuestMergeConflictException>(() => world.Administration.MergeGuestsAsync(from, into).AsTask())).UserId);
        }

        Assert.Equal(before, await world.ContentAsync());
        Assert.True((await world.Administration.MergeGuestsAsync("third", Into)).IsComplete);
        Assert.True((await world.MergeAsync()).IsComplete);
        await world.AssertGoneAsync();
    }

    [Fact]
    public async Task Two_guests_who_are_marked_for_each_other_are_not_stuck()
    {
        // Two merges in opposite directions whose processes were killed at the same moment.
        await using var world = new MergeWorld(new NoRawStores());
        await world.PrepareAsync();
        var store = world.Other.GetRequiredService<IProfileStore>();
        foreach (var (from, into) in (List<(string, string)>)[(From, Into), (Into, From)])
        {
            var profile = (await store.GetAsync(from, CancellationToken.None))!;
            Assert.NotNull(await store.TryCommitAsync(profile with { MergingInto = MergeMark.Of(into) }, [], CancellationToken.None));
        }

        Assert.Equal(4, (await world.PreviewAsync()).Bookings);
        Assert.True((await world.MergeAsync()).IsComplete);

        await world.AssertGoneAsync();
        Assert.Null((await store.GetAsync(Into, CancellationToken.None))!.MergingInto);
        Assert.Equal(7, (await world.BookingsAsync()).Count);
    }

    [Fact]
    public async Task The_guest_who_goes_is_whole_and_may_be_written_to_while_a_merge_has_broken_off()
    {
        await using var world = new MergeWorld(new NoRawStores());
        await world.PrepareAsync();
        var preferences = (await world.LongTerm.GetUserPreferencesAsync(From)).PreferredCities;
        await BreakOffAsync(world);

        Assert.Equal(preferences, (await world.LongTerm.GetUserPreferencesAsync(From)).PreferredCities);
        await world.Guests.BeginSessionAsync("s1", From);
        await world.Guests.CompleteBookingAsync("s1", From, Stay("late", "Kyoto", 300));
        await world.MergeAsync();

        Assert.Equal("Kyoto", (await world.BookingsAsync())["late"].City);
    }

    [Fact]
    public async Task Sessions_go_on_and_a_call_with_the_old_id_is_told_whose_they_are()
    {
        await using var world = new MergeWorld(new NoRawStores());
        await world.PrepareAsync();
        await world.MergeAsync();

        await world.ShortTerm.AddMessageAsync("s1", MessageRole.User, "still here");
        Assert.Equal(2, (await world.Guests.BeginSessionAsync("s1", Into)).Session.Messages.Count);
        await Assert.ThrowsAsync<SessionOwnershipException>(() => world.Guests.BeginSessionAsync("s1", From).AsTask());
        await Assert.ThrowsAsync<SessionOwnershipException>(() => world.Guests.CompleteBookingAsync("s1", From, Stay("late", "Kyoto")).AsTask());
        await world.AssertGoneAsync();
    }

    [Fact]
    public async Task A_session_without_room_for_the_longer_id_stays_and_is_told()
    {
        var into = new string('i', 256);
        await using var world = new MergeWorld(new NoRawStores(), options => options.ShortTerm.MaxSessionKilobytes = 1);
        await world.LongTerm.InitializeUserProfileAsync(into);
        await world.ShortTerm.CreateSessionAsync("s", "f");
        var text = "";
        try
        {
            for (; ; text += "xxxxxxxxxxxxxxxx")
            {
                await world.ShortTerm.UpdateSessionAsync("s", state => state with { CurrentAgent = null, Context = state.Context.Set("c", text) });
            }
        }
        catch (SessionTooLargeException)
        {
            // As full as it may be.
        }

        var merge = await world.Administration.MergeGuestsAsync("f", into);

        Assert.Equal((0, 1, false), (merge.Sessions, merge.SessionsLeft, merge.IsComplete));
        Assert.Equal("f", (await world.ShortTerm.PeekSessionAsync("s"))!.UserId);
    }

    private static async Task BreakOffAsync(MergeWorld world)
    {
        // In the middle: the guest who goes is marked, and some of it is copied.
        world.BreakWith(new Fault(16, afterwards: true));
        await Assert.ThrowsAsync<MemoryUnavailableException>(() => world.MergeAsync().AsTask());
        world.BreakWith(Fault.None);
        Assert.Contains("merging_into", await world.Guests.ExportGuestAsync(From), StringComparison.Ordinal);
    }
}
