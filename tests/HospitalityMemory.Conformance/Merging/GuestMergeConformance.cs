using System.Text;
using Microsoft.Extensions.DependencyInjection;
using static HospitalityMemory.Conformance.MergeWorld;

namespace HospitalityMemory.Conformance;

/// <summary>What becomes of two guests who are merged, over the stores of a memory.</summary>
public abstract class GuestMergeConformance
{
    /// <summary>Empty stores. Skips the test where their server is not there.</summary>
    protected abstract IRawStores Create();

    [SkippableFact]
    public async Task All_that_the_one_had_is_the_others_and_the_one_is_gone()
    {
        await using var world = await NewAsync();
        var before = (await world.ShortTerm.PeekSessionAsync("s1"))!;

        var merge = await world.MergeAsync();

        await world.AssertGoneAsync();
        Assert.True(merge.IsComplete);
        Assert.Equal((4, 1, 1, 1, 2, 0), (merge.Bookings, merge.BookingsAlreadyThere, merge.Wishes, merge.Searches, merge.Sessions, merge.SessionsLeft));
        Assert.Equal((From, Into), (merge.FromUserId, merge.IntoUserId));
        var (old, renamed) = Assert.Single(merge.RenamedBookings);
        Assert.Equal("b1", old);
        Assert.Matches("^b1~[0-9a-f]{16}$", renamed);
        var bookings = await world.BookingsAsync();
        Assert.Equal(
            [("b1", "Oslo"), ("b2", "Bergen"), ("both", "Rome"), ("f2", "Porto"), ("f3", "Porto"), ("own", "Oslo"), (renamed, "Lisbon")],
            bookings.Values.Select(booking => (booking.BookingId, booking.City)).OrderBy(booking => booking.BookingId == renamed).ThenBy(booking => booking.BookingId, StringComparer.Ordinal));
        Assert.Equal(5, bookings["both"].GuestRating);
        Assert.Equal(BookingStatus.Cancelled, bookings["f3"].Status);
        var profile = (await world.LongTerm.GetUserProfileAsync(Into))!;
        Assert.Equal(["quiet room", "sea view"], profile.StatedPreferences.Select(wish => wish.Value));
        Assert.Equal(("Anna", "gold", "no"), (profile.Attributes.GetString("name"), profile.Attributes.GetString("tier"), profile.Attributes.GetString("language")));
        Assert.Equal(["tier"], merge.Attributes);
        Assert.Equal(["language"], merge.AttributesLeftOut);
        Assert.Equal(ConsentStatus.Granted, profile.Consent);
        Assert.Equal((profile.Consent, profile.ConsentChangedAt), (merge.Consent, merge.ConsentChangedAt));
        Assert.Equal(["s1", "s2", "session of the one who stays"], await world.SessionsAsync(Into));
        var session = (await world.ShortTerm.PeekSessionAsync("s1"))!;
        Assert.Equal((Into, "Porto", "a word in s1"), (session.UserId, session.Slots.City, Assert.Single(session.Messages).Content));
        Assert.Equal(before.CreatedAt, session.CreatedAt);

        var again = await world.MergeAsync();

        Assert.Equal((0, 0, true), (again.Bookings, again.Sessions, again.IsComplete));
        Assert.Equal(bookings.Count, (await world.BookingsAsync()).Count);
    }

    [SkippableFact]
    public async Task A_preview_tells_what_the_merge_does_and_changes_nothing()
    {
        await using var world = await NewAsync();
        var before = await world.ContentAsync();

        var preview = await world.PreviewAsync();

        Assert.Equal(before, await world.ContentAsync());
        Assert.False(preview.IsComplete);
        Assert.Equal(Text(preview with { IsComplete = true }), Text(await world.MergeAsync()));
        Assert.Equal(Text(await world.PreviewAsync()), Text(await world.MergeAsync()));
    }

    [SkippableFact]
    public async Task The_preferences_are_those_of_a_guest_who_had_made_all_bookings()
    {
        await using var world = await NewAsync();
        await world.LongTerm.AddBookingsToHistoryAsync("one guest", [.. (await world.BookingsAsync()).Values.OrderBy(booking => booking.Sequence)]);
        await world.LongTerm.AddBookingsToHistoryAsync(
            "one guest",
            [.. (await world.BookingsAsync(From)).Values.OrderBy(booking => booking.Sequence).Select(booking => booking.BookingId is "b1" ? booking with { BookingId = "b1~" } : booking)]);
        foreach (var (city, day) in (List<(string, DateOnly)>)[("Paris", new(2026, 5, 1)), ("Madrid", new(2026, 6, 1))])
        {
            await world.LongTerm.UpdateUserPreferencesAsync("one guest", new() { City = city, CheckInDate = day });
        }

        var expected = await world.LongTerm.GetUserAnalyticsAsync("one guest");

        await world.MergeAsync();

        var merged = await world.LongTerm.GetUserAnalyticsAsync(Into);
        Assert.Equal(Text(expected with { UserId = Into }), Text(merged));
        Assert.Equal(["Oslo", "Porto", "Lisbon", "Rome", "Bergen"], (await world.LongTerm.GetUserPreferencesAsync(Into)).PreferredCities);
    }

    [SkippableFact]
    public async Task Many_bookings_come_whole_and_the_latest_teach()
    {
        await using var world = await NewAsync();
        var cities = (string[])["Rome", "Turin", "Milan"];
        foreach (var part in Enumerable.Range(0, 450).Chunk(150))
        {
            await world.LongTerm.AddBookingsToHistoryAsync(From, [.. part.Select(number => Stay($"many {number:d3}", cities[number % 3], -number))]);
        }

        var merge = await world.MergeAsync();

        await world.AssertGoneAsync();
        Assert.Equal((454, 1), (merge.Bookings, merge.BookingsAlreadyThere));
        Assert.Equal(457, (await world.BookingsAsync()).Count);
        var profile = (await world.LongTerm.GetUserProfileAsync(Into))!;
        Assert.Equal(456, profile.Insights.BookingCount);
        Assert.Equal(20, profile.BookingHistory.Count);
        Assert.Equal("own", profile.BookingHistory[0].BookingId);
    }

    [SkippableFact]
    public async Task An_erasure_afterwards_leaves_nothing_of_either_guest()
    {
        await using var world = await NewAsync();
        await world.ShortTerm.CreateSessionAsync(new NewSession { SessionId = "expired", UserId = From, Lifetime = TimeSpan.FromMinutes(1) });
        await world.ShortTerm.AddMessageAsync("expired", MessageRole.User, "words of an expired session");
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        await world.MergeAsync();

        var receipt = await world.Guests.EraseGuestAsync(Into);

        Assert.True(receipt.IsComplete);
        Assert.Equal((7, 3), (receipt.Profile.BookingsDeleted, receipt.Sessions.Deleted));
        foreach (var content in await world.Stores.DumpAsync())
        {
            Assert.All(
                (string[])[From, Into, "a word in s1", "words of an expired session", "quiet room", "Lisbon", "gold"],
                planted => Assert.True(content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(planted)) < 0, $"{planted} is left"));
        }
    }

    [SkippableFact]
    public async Task Guests_of_the_same_ids_in_another_application_are_others()
    {
        await using var world = await NewAsync();
        var services = new ServiceCollection();
        world.Stores.Use(services.AddHospitalityMemory("blue", options => options.LongTerm.Timeout = options.ShortTerm.Timeout = Timeout.InfiniteTimeSpan));
        await using var provider = services.BuildServiceProvider();
        var blue = provider.GetRequiredKeyedService<ILongTermMemory>("blue");
        if (world.Stores is not NoRawStores && await blue.GetUserProfileAsync(Into) is not null)
        {
            // These stores are made for one application, whatever the memory is called.
            return;
        }

        await blue.AddBookingsToHistoryAsync(From, [Stay("b1", "Kyoto")]);
        await blue.AddBookingsToHistoryAsync(Into, [Stay("b1", "Osaka")]);
        await world.MergeAsync();

        Assert.Equal("Kyoto", Assert.Single((await blue.GetUserProfileAsync(From))!.BookingHistory).City);
        var merge = await provider.GetRequiredKeyedService<IMemoryAdministration>("blue").MergeGuestsAsync(From, Into);
        Assert.Equal((1, true), (merge.Bookings, merge.IsComplete));
        Assert.Equal(["Kyoto", "Osaka"], (await blue.GetUserProfileAsync(Into))!.BookingHistory.Select(booking => booking.City).Order());
        Assert.Equal(7, (await world.BookingsAsync()).Count);
    }

    private async Task<MergeWorld> NewAsync()
    {
        var world = new MergeWorld(Create());
        await world.PrepareAsync();
        return world;
    }

    private static string Text<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value);
}
