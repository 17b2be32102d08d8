namespace HospitalityMemory.Conformance;

/// <content>Where things came from, and what is taken back of one conversation or source.</content>
public abstract partial class LongTermMemoryConformance
{
    private static readonly Origin OfS1 = new() { Kind = OriginKind.Agent, SessionId = "s1", Name = "concierge" };

    public static TheoryData<OriginKind?, string?, string?, int, int, int> Filters => new()
    {
        { null, "s1", null, 2, 1, 2 },
        { OriginKind.Agent, null, "concierge", 3, 1, 3 },
        { OriginKind.Guest, "s1", null, 0, 0, 0 },
        { OriginKind.Import, null, null, 0, 0, 1 },
        { null, "s 1", null, 0, 0, 0 },
    };

    [SkippableTheory]
    [MemberData(nameof(Filters))]
    public async Task What_came_from_one_origin_is_taken_back_and_nothing_else(
        OriginKind? kind, string? sessionId, string? name, int wishes, int searches, int bookings)
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);
        await TeachAsync(memory);
        var filter = new OriginFilter { Kind = kind, SessionId = sessionId, Name = name };

        var removed = await memory.RemoveByOriginAsync(Guest, filter, CancellationToken.None);

        Assert.Equal(new OriginRemoval { StatedPreferences = wishes, Searches = searches, Bookings = bookings }, removed);
        var profile = (await MemoryOver(store).GetUserProfileAsync(Guest))!;
        Assert.Equal(4 - wishes, profile.StatedPreferences.Count);
        Assert.DoesNotContain(profile.StatedPreferences, wish => filter.Means(wish.Origin));
        var history = await ToListAsync(store.GetBookingsAsync(Guest, CancellationToken.None));
        Assert.Equal(5, history.Count);
        Assert.All(history, booking => Assert.Equal(!filter.Means(booking.Origin), booking.Teaches));
        Assert.Equal(
            history.Where(booking => booking.Teaches).Select(booking => booking.City).Order(StringComparer.Ordinal),
            profile.Preferences.PreferredCities.Where(city => city.StartsWith("City", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(default, Counts(await memory.RemoveByOriginAsync(Guest, filter, CancellationToken.None)));
        Assert.Equal(default, Counts(await memory.RemoveByOriginAsync("stranger", filter, CancellationToken.None)));
        Assert.Null(await memory.GetUserProfileAsync("stranger"));
    }

    [SkippableFact]
    public async Task A_booking_that_was_taken_back_teaches_again_by_an_amendment_only()
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);
        await memory.AddBookingToHistoryAsync(Guest, ProfileSamples.Booking("b") with { Origin = OfS1 });
        await memory.RemoveByOriginAsync(Guest, new() { SessionId = "s1" }, CancellationToken.None);

        var again = (await memory.AddBookingToHistoryAsync(Guest, ProfileSamples.Booking("b") with { Guests = 3, Origin = new() { Kind = OriginKind.Import } })).Booking;

        Assert.Equal((3, false, OfS1), (again.Guests, again.Teaches, again.Origin));
        Assert.Empty((await memory.GetUserPreferencesAsync(Guest)).PreferredCities);

        await memory.AmendBookingAsync(Guest, "b", booking => booking with { Teaches = true });

        Assert.Single((await MemoryOver(store).GetUserPreferencesAsync(Guest)).PreferredCities);
    }

    [SkippableFact]
    public async Task Of_one_session_the_bookings_that_were_recorded_first_teach()
    {
        var memory = MemoryOver(await CreateStoreAsync());
        for (var i = 0; i < 13; i++)
        {
            await memory.AddBookingToHistoryAsync(
                Guest, ProfileSamples.Booking($"b{i}", new DateOnly(2026, 2, 28).AddDays(-i)) with { City = i < 10 ? "Early" : "Late", Origin = OfS1 });
        }

        await memory.AddBookingToHistoryAsync(Guest, ProfileSamples.Booking("other", new DateOnly(2026, 1, 1)) with { City = "Other" });

        Assert.Equal(["Early", "Other"], (await memory.GetUserPreferencesAsync(Guest)).PreferredCities);
        Assert.Equal(10, (await memory.GetUserPreferencesAsync(Guest)).All.First(preference => preference.Value is "Early").Stays);
    }

    private static (int Wishes, int Searches, int Bookings) Counts(OriginRemoval removal) => (removal.StatedPreferences, removal.Searches, removal.Bookings);

    private static async Task TeachAsync(LongTermMemory memory)
    {
        Origin?[] origins = [OfS1, OfS1 with { SessionId = "s2" }, OfS1, null, new() { Kind = OriginKind.Import, Name = "pms.csv" }];
        for (var i = 0; i < origins.Length; i++)
        {
            await memory.AddBookingToHistoryAsync(Guest, ProfileSamples.Booking($"b{i}", new DateOnly(2026, 1, 10 + i)) with { City = $"City {i}", Origin = origins[i] });
        }

        foreach (var (value, origin) in new[] { ("a", origins[0]), ("b", origins[1]), ("c", origins[2]), ("d", null) })
        {
            await memory.AddStatedPreferenceAsync(Guest, new() { Kind = PreferenceKind.Other, Value = value, Origin = origin });
        }

        await memory.UpdateUserPreferencesAsync(Guest, new BookingSlots { City = "Oslo" }, OfS1);
        await memory.UpdateUserPreferencesAsync(Guest, new BookingSlots { City = "Rome" });
    }

    private static async Task<List<Booking>> ToListAsync(IAsyncEnumerable<Booking> bookings)
    {
        var list = new List<Booking>();
        await foreach (var booking in bookings)
        {
            list.Add(booking);
        }

        return list;
    }
}
