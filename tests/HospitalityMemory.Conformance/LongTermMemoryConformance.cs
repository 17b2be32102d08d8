using System.Globalization;
using System.Text.Json;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Options;
using static HospitalityMemory.Testing.Conformance.ProfileSamples;

namespace HospitalityMemory.Conformance;

/// <summary>
/// What long-term memory does over any profile store. The memory is the real one; only its clock stands still.
/// </summary>
public abstract partial class LongTermMemoryConformance
{
    private const string Guest = "guest-é";

    /// <summary>A time finer than some stores keep, which reveals a rounded moment.</summary>
    private readonly ImpatientClock _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567));

    /// <summary>An empty store. The derived class disposes of what it made.</summary>
    protected abstract ValueTask<IProfileStore> CreateStoreAsync();

    [SkippableFact]
    public async Task A_profile_that_a_write_returns_is_the_one_that_is_read_next()
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);

        await IsReadNext(await memory.InitializeUserProfileAsync(Guest));
        await IsReadNext(await memory.InitializeUserProfileAsync(Guest));
        await memory.AddBookingToHistoryAsync(Guest, Stay(1));
        await memory.UpdateUserPreferencesAsync(Guest, new BookingSlots { City = "Oslo", Budget = 99.5m });
        await memory.AddStatedPreferenceAsync(Guest, new() { Kind = PreferenceKind.Amenity, Value = "sauna" });
        await IsReadNext(await memory.UpdateUserProfileAsync(Guest, static fields => fields with
        {
            Attributes = fields.Attributes.Set("name", "Zoë \u2028").Set("points", 12.50m).Set("vip", true),
            AdditionalFields = fields.AdditionalFields.Set("tier", "gold"),
        }));
        await IsReadNext(await memory.UpdateUserProfileAsync(Guest, static fields => fields));
        await IsReadNext(await memory.SetConsentAsync(Guest, granted: true));
        await IsReadNext(await memory.SetConsentAsync(Guest, granted: true));
        await IsReadNext(await memory.SetConsentAsync(Guest, granted: false));
        await IsReadNext(await memory.SetConsentAsync(Guest, granted: true));

        async Task IsReadNext(UserProfile returned)
        {
            AreSame(returned, await memory.GetUserProfileAsync(Guest));
            AreSame(returned, await MemoryOver(store).GetUserProfileAsync(Guest));
            _time.Advance(TimeSpan.FromTicks(12_345_671));
        }
    }

    [SkippableFact]
    public async Task Preferences_that_a_write_returns_are_those_that_are_read_next()
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);
        for (var number = 1; number <= 45; number++)
        {
            await memory.AddBookingToHistoryAsync(Guest, Stay(number));
        }

        await AreReadNext(await memory.UpdateUserPreferencesAsync(Guest, new BookingSlots { City = "Zürich", CheckInDate = new(2026, 12, 24), Budget = 250.5m, BudgetCurrency = "CHF" }));
        await AreReadNext(await memory.AddStatedPreferenceAsync(Guest, new() { Kind = PreferenceKind.City, Value = "miami" }));
        await AreReadNext(await memory.AddStatedPreferenceAsync(
            Guest, new() { Kind = PreferenceKind.PriceRange, Value = "EUR", PriceRange = new() { Min = 80, Max = 120.5m } }));
        await AreReadNext(await memory.AddStatedPreferenceAsync(Guest, new() { Kind = PreferenceKind.Amenity, Value = "pool", Avoid = true }));
        Assert.True(await memory.RemoveStatedPreferenceAsync(Guest, PreferenceKind.Amenity, "POOL"));
        Assert.False(await memory.RemoveStatedPreferenceAsync(Guest, PreferenceKind.Amenity, "POOL"));
        Assert.Contains("pool", (await memory.GetUserPreferencesAsync(Guest)).PreferredAmenities);

        async Task AreReadNext(UserPreferences returned)
        {
            AreSame(returned, await memory.GetUserPreferencesAsync(Guest));
            AreSame(returned, await MemoryOver(store).GetUserPreferencesAsync(Guest));
            _time.Advance(TimeSpan.FromTicks(1_234_567));
        }
    }

    [SkippableFact]
    public async Task A_booking_that_a_write_returns_is_the_one_in_the_history()
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);
        await memory.AddBookingToHistoryAsync(Guest, Stay(1));
        var given = new Booking
        {
            BookingId = "b/é \"2\"",
            City = "  São Paulo ",
            CheckIn = new DateOnly(2026, 2, 1),
            BookedAt = new DateTimeOffset(2026, 1, 1, 1, 2, 3, TimeSpan.FromHours(2)).AddTicks(7),
            PricePerNight = 120.50m,
            Amenities = ["Wi‑Fi", " wi‑fi", "piscine chauffée"],
            AdditionalFields = JsonFields.Empty.Set("board", "朝食").Set("fee", 1.10m),
        };

        Assert.Equal(2, (await IsInHistory((await memory.AddBookingToHistoryAsync(Guest, given)).Booking)).Sequence);
        await IsInHistory((await memory.AddBookingToHistoryAsync(Guest, given)).Booking);
        await IsInHistory((await memory.AddBookingToHistoryAsync(Guest, given with { City = "Rio", Guests = 3 })).Booking);
        await IsInHistory(await memory.RateBookingAsync(Guest, given.BookingId, 4.33m));
        await IsInHistory(await memory.RateBookingAsync(Guest, given.BookingId, 4.33m));
        await IsInHistory(await memory.CancelBookingAsync(Guest, given.BookingId));
        await IsInHistory(await memory.CancelBookingAsync(Guest, given.BookingId));

        async Task<Booking> IsInHistory(Booking returned)
        {
            var stored = (await BookingsAsync(store, Guest)).Single(booking => booking.BookingId == returned.BookingId);
            AreSame(returned, stored);
            AreSame(returned, (await memory.GetUserProfileAsync(Guest))!.BookingHistory.Single(booking => booking.BookingId == returned.BookingId));
            _time.Advance(TimeSpan.FromTicks(1_234_567));
            return returned;
        }
    }

    [SkippableFact]
    public async Task A_booking_and_what_it_teaches_land_together_or_not_at_all()
    {
        var store = new InterruptedProfileStore(await CreateStoreAsync());
        var memory = MemoryOver(store);
        await memory.AddBookingToHistoryAsync(Guest, Stay(1, "Rome"));
        Assert.Equal(1, store.Commits);

        store.BeforeCommit = static () => throw new MemoryUnavailableException("Out of reach.");
        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await memory.AddBookingToHistoryAsync(Guest, Stay(2, "Oslo")));
        await HasOnlyAsync(memory, store, "Rome");

        store.BeforeCommit = static () => default;
        await memory.AddBookingToHistoryAsync(Guest, Stay(2, "Oslo"));
        await HasOnlyAsync(memory, store, "Oslo", "Rome");
        Assert.Equal(3, store.Commits);
    }

    [SkippableFact]
    public async Task A_write_that_another_came_before_is_made_again_on_what_that_one_left()
    {
        var inner = await CreateStoreAsync();
        var store = new InterruptedProfileStore(inner);
        var (memory, other) = (MemoryOver(store), MemoryOver(inner));
        await memory.AddBookingToHistoryAsync(Guest, Stay(1));
        var races = 2;
        store.BeforeCommit = async () =>
        {
            if (races-- > 0)
            {
                await other.UpdateUserProfileAsync(Guest, fields => fields with { Attributes = fields.Attributes.Set($"other{races}", true) });
            }
        };
        var seen = new List<int>();

        var updated = await memory.UpdateUserProfileAsync(Guest, fields =>
        {
            seen.Add(fields.Attributes.Count);
            return fields with { Attributes = fields.Attributes.Set("mine", seen.Count) };
        });

        Assert.Equal([0, 1, 2], seen);
        Assert.Equal(["mine", "other0", "other1"], updated.Attributes.Names.Order(StringComparer.Ordinal));
        Assert.Equal(3, updated.Attributes.GetDecimal("mine"));
        AreSame(updated, await other.GetUserProfileAsync(Guest));
    }

    [SkippableFact]
    public async Task A_booking_that_another_came_before_takes_the_place_after_it()
    {
        var inner = await CreateStoreAsync();
        var store = new InterruptedProfileStore(inner);
        var (memory, other) = (MemoryOver(store), MemoryOver(inner));
        var isFirst = true;
        store.BeforeCommit = async () =>
        {
            if (isFirst)
            {
                isFirst = false;
                await other.AddBookingToHistoryAsync(Guest, Stay(1, "Rome"));
            }
        };

        var recorded = (await memory.AddBookingToHistoryAsync(Guest, Stay(2, "Oslo"))).Booking;

        Assert.Equal(2, recorded.Sequence);
        Assert.Equal([2L, 1], (await BookingsAsync(inner, Guest)).Select(booking => booking.Sequence));
        await HasOnlyAsync(memory, inner, "Oslo", "Rome");
    }

    [SkippableFact]
    public async Task A_write_that_others_are_always_faster_than_leaves_nothing()
    {
        var inner = await CreateStoreAsync();
        var store = new InterruptedProfileStore(inner);
        var (memory, other) = (MemoryOver(store), MemoryOver(inner));
        var written = await other.InitializeUserProfileAsync(Guest);
        store.BeforeCommit = async () => written = await other.UpdateUserProfileAsync(
            Guest, fields => fields with { Attributes = fields.Attributes.Set("count", store.Commits) });

        await Assert.ThrowsAsync<MemoryConcurrencyException>(async () => await memory.AddBookingToHistoryAsync(Guest, Stay(1)));

        AreSame(written, await memory.GetUserProfileAsync(Guest));
        Assert.Empty(await BookingsAsync(inner, Guest));
    }

    [SkippableFact]
    public async Task A_booking_recorded_again_changes_nothing_and_one_with_other_content_amends()
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);
        var given = Stay(1) with { AdditionalFields = JsonFields.Empty.Set("fee", 1.10m) };
        await memory.AddBookingToHistoryAsync(Guest, given);
        await memory.RateBookingAsync(Guest, given.BookingId, 5);
        var before = TextOf(await memory.GetUserProfileAsync(Guest));
        _time.Advance(TimeSpan.FromMinutes(1));

        await memory.AddBookingToHistoryAsync(Guest, given);
        Assert.Equal(before, TextOf(await memory.GetUserProfileAsync(Guest)));

        await memory.AddBookingToHistoryAsync(Guest, given with { City = "Rome" });
        var amended = Assert.Single(await BookingsAsync(store, Guest));
        Assert.Equal(("Rome", 5m, 1L), (amended.City, amended.GuestRating, amended.Sequence));
        Assert.NotEqual(before, TextOf(await memory.GetUserProfileAsync(Guest)));
        await HasOnlyAsync(memory, store, "Rome");
    }

    [SkippableFact]
    public async Task What_was_learned_goes_with_consent_and_only_later_bookings_teach_after_a_new_one()
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);
        await memory.AddBookingToHistoryAsync(Guest, Stay(1, "Rome"));
        await memory.UpdateUserPreferencesAsync(Guest, new BookingSlots { City = "Paris" });

        await memory.SetConsentAsync(Guest, granted: false);
        await memory.SetConsentAsync(Guest, granted: true);
        Assert.Empty((await memory.GetUserPreferencesAsync(Guest)).PreferredCities);
        await memory.SetConsentAsync(Guest, granted: false);
        await memory.AddBookingToHistoryAsync(Guest, Stay(2, "Oslo"));
        Assert.Empty((await memory.GetUserPreferencesAsync(Guest)).PreferredCities);
        Assert.False((await MemoryOver(store).GetPersonalizationContextAsync(Guest)).IsReturningGuest);
        Assert.Equal(2, (await BookingsAsync(store, Guest)).Count);

        await memory.SetConsentAsync(Guest, granted: true);
        await memory.RateBookingAsync(Guest, Stay(1).BookingId, 5);
        await memory.AddBookingToHistoryAsync(Guest, Stay(3, "Bern"));

        var profile = (await MemoryOver(store).GetUserProfileAsync(Guest))!;
        Assert.Equal(["Bern"], profile.Preferences.PreferredCities);
        Assert.Equal((ConsentStatus.Granted, 1, 3), (profile.Consent, profile.Insights.BookingCount, profile.BookingHistory.Count));
    }

    [SkippableFact]
    public async Task A_rating_weighs_and_is_of_a_booking_that_is_there()
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);
        await memory.AddBookingToHistoryAsync(Guest, Stay(1) with { Amenities = ["pool"] });
        await memory.AddBookingToHistoryAsync(Guest, Stay(2) with { Amenities = ["sauna"] });

        await memory.RateBookingAsync(Guest, Stay(1).BookingId, 5);
        await memory.RateBookingAsync(Guest, Stay(2).BookingId, 1);
        Assert.Equal("pool", (await MemoryOver(store).GetUserPreferencesAsync(Guest)).PreferredAmenities[0]);
        await memory.RateBookingAsync(Guest, Stay(1).BookingId, 1);
        await memory.RateBookingAsync(Guest, Stay(2).BookingId, 5);
        Assert.Equal("sauna", (await MemoryOver(store).GetUserPreferencesAsync(Guest)).PreferredAmenities[0]);

        var before = TextOf(await memory.GetUserProfileAsync(Guest));
        await Assert.ThrowsAsync<BookingNotFoundException>(async () => await memory.RateBookingAsync(Guest, "other", 5));
        await Assert.ThrowsAsync<BookingNotFoundException>(async () => await memory.CancelBookingAsync("nobody", Stay(1).BookingId));
        Assert.Equal(before, TextOf(await memory.GetUserProfileAsync(Guest)));
        Assert.Null(await memory.GetUserProfileAsync("nobody"));
    }

    [SkippableTheory]
    [InlineData(3)]
    [InlineData(60)]
    public async Task A_cancelled_booking_stays_in_the_history_and_no_longer_teaches(int bookings)
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);
        await memory.AddBookingToHistoryAsync(Guest, Stay(1, "Rome"));
        for (var number = 2; number <= bookings; number++)
        {
            await memory.AddBookingToHistoryAsync(Guest, Stay(number, "Oslo"));
        }

        var cancelled = await memory.CancelBookingAsync(Guest, Stay(1).BookingId);

        Assert.NotNull(cancelled.CancelledAt);
        Assert.Equal(bookings, (await BookingsAsync(store, Guest)).Count);
        var profile = (await memory.GetUserProfileAsync(Guest))!;
        Assert.Equal(["Oslo"], profile.Preferences.PreferredCities);
        Assert.Equal(bookings - 1, profile.Insights.BookingCount);
        AreSame(profile, await MemoryOver(store).GetUserProfileAsync(Guest));
    }

    [SkippableTheory]
    [InlineData(BookingStatus.Cancelled)]
    [InlineData(BookingStatus.NoShow)]
    public async Task A_booking_recorded_as_cancelled_or_as_a_no_show_is_kept_and_teaches_nothing(BookingStatus status)
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);

        var recorded = (await memory.AddBookingToHistoryAsync(Guest, Stay(1, "Rome") with { Status = status, PricePerNight = 90, GuestRating = 5 })).Booking;

        Assert.Equal((status, null), (recorded.Status, recorded.CancelledAt));
        AreSame(recorded, Assert.Single(await BookingsAsync(store, Guest)));
        var other = MemoryOver(store);
        Assert.Empty((await other.GetUserPreferencesAsync(Guest)).All);
        Assert.Equal(0, (await other.GetUserProfileAsync(Guest))!.Insights.BookingCount);
        Assert.Equal(0, (await other.GetUserAnalyticsAsync(Guest)).BookingFrequency);
        var context = await other.GetPersonalizationContextAsync(Guest);
        Assert.Equal((false, 0, null), (context.IsReturningGuest, context.RecentStays.Count, context.SuggestedSlots.City));
        var ranked = Assert.Single(await other.RankPropertiesAsync(Guest, [new() { PropertyId = "p", City = "Rome" }]));
        Assert.Empty(ranked.Reasons);
    }

    [SkippableFact]
    public async Task An_update_of_fields_that_is_none_or_fails_writes_nothing()
    {
        var store = new InterruptedProfileStore(await CreateStoreAsync());
        var memory = MemoryOver(store);
        var written = await memory.InitializeUserProfileAsync(Guest);
        await memory.UpdateUserProfileAsync(Guest, static fields => fields with { Attributes = JsonFields.Empty });

        await Assert.ThrowsAsync<ArgumentException>("update", async () => await memory.UpdateUserProfileAsync(Guest, static _ => null!));
        await Assert.ThrowsAsync<FormatException>(async () => await memory.UpdateUserProfileAsync(Guest, static _ => throw new FormatException()));
        await Assert.ThrowsAsync<ProfileNotFoundException>(async () => await memory.UpdateUserProfileAsync("nobody", static fields => fields));

        Assert.Equal(1, store.Commits);
        AreSame(written, await memory.GetUserProfileAsync(Guest));
    }

    [SkippableFact]
    public async Task Additional_fields_may_not_have_the_name_of_a_field_of_the_documents_own()
    {
        var store = new InterruptedProfileStore(await CreateStoreAsync());
        var memory = MemoryOver(store);
        await memory.InitializeUserProfileAsync(Guest);

        var ofProfile = await Assert.ThrowsAsync<ArgumentException>("update", async () => await memory.UpdateUserProfileAsync(
            Guest, static fields => fields with { AdditionalFields = fields.AdditionalFields.Set("consent", "granted") }));
        var ofBooking = await Assert.ThrowsAsync<ArgumentException>("booking.AdditionalFields", async () => await memory.AddBookingToHistoryAsync(
            Guest, Stay(1) with { AdditionalFields = JsonFields.Empty.Set("city", "Rome") }));
        await Assert.ThrowsAsync<ArgumentException>("booking.AdditionalFields", async () => await memory.AddBookingToHistoryAsync(
            Guest, Stay(1) with { PricePerNight = null, AdditionalFields = JsonFields.Empty.Set("price", 100m) }));

        Assert.Contains("'consent'", ofProfile.Message, StringComparison.Ordinal);
        Assert.Contains("'city'", ofBooking.Message, StringComparison.Ordinal);
        Assert.Equal(1, store.Commits);
    }

    [SkippableTheory]
    [InlineData(3)]
    [InlineData(50)]
    public async Task A_profile_from_elsewhere_is_told_as_it_came_until_a_write_and_then_teaches(int bookings)
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);
        await CommitAsync(store, FromElsewhere(bookings));
        Assert.Equal(["Atlantis"], (await memory.GetUserPreferencesAsync(Guest)).PreferredCities);
        Assert.Empty(await BookingsAsync(store, Guest));

        var recorded = (await memory.AddBookingToHistoryAsync(Guest, Stay(bookings + 1, "Rome") with { Amenities = [] })).Booking;

        Assert.Equal(bookings + 1, recorded.Sequence);
        Assert.Equal(
            Enumerable.Range(1, bookings + 1).Select(number => (long)number),
            (await BookingsAsync(store, Guest)).Select(booking => booking.Sequence).Order());
        var profile = (await memory.GetUserProfileAsync(Guest))!;
        Assert.Equal(bookings + 1, profile.Insights.BookingCount);
        Assert.Equal(["Miami", "Rome"], profile.Preferences.PreferredCities);
        Assert.Equal(["sauna"], profile.Preferences.PreferredAmenities);
        AreSame(profile, await MemoryOver(store).GetUserProfileAsync(Guest));
    }

    [SkippableFact]
    public async Task A_write_that_changes_nothing_else_repairs_a_profile_from_elsewhere_and_returns_it_as_it_is_stored()
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);
        await CommitAsync(store, FromElsewhere(30));

        var returned = await memory.UpdateUserProfileAsync(Guest, static fields => fields);

        AreSame(returned, await memory.GetUserProfileAsync(Guest));
        Assert.Equal(30, returned.Insights.BookingCount);
        Assert.Equal(30, (await BookingsAsync(store, Guest)).Count);
        Assert.False(await memory.RemoveStatedPreferenceAsync(Guest, PreferenceKind.City, "Rome"));
    }

    [SkippableFact]
    public async Task After_an_erasure_nothing_is_left_and_a_guest_of_that_id_begins_anew()
    {
        var inner = await CreateStoreAsync();
        var store = new InterruptedProfileStore(inner);
        var (memory, other) = (MemoryOver(store), MemoryOver(inner));
        await memory.AddBookingToHistoryAsync(Guest, Stay(1, "Rome"));
        await memory.AddBookingToHistoryAsync(Guest, Stay(2, "Rome"));
        store.BeforeCommit = async () => Assert.Equal(new ProfileErasure { ProfilesDeleted = 1, BookingsDeleted = 2, ProfilesLeft = 0, BookingsLeft = 0 }, await other.DeleteUserProfileAsync(Guest));

        // The write had read what was erased in between. None of it may come back.
        await Assert.ThrowsAsync<BookingNotFoundException>(async () => await memory.RateBookingAsync(Guest, Stay(1).BookingId, 5));
        store.BeforeCommit = static () => default;
        Assert.Null(await memory.GetUserProfileAsync(Guest));
        Assert.Equal(new ProfileErasure { ProfilesDeleted = 0, BookingsDeleted = 0, ProfilesLeft = 0, BookingsLeft = 0 }, await memory.DeleteUserProfileAsync(Guest));

        Assert.Equal(1, (await memory.AddBookingToHistoryAsync(Guest, Stay(3, "Oslo"))).Booking.Sequence);
        await HasOnlyAsync(memory, inner, "Oslo");
    }

    [SkippableFact]
    public async Task A_search_gives_way_to_its_booking_and_leaves_no_trace_where_nothing_may_be_learned()
    {
        var store = new InterruptedProfileStore(await CreateStoreAsync());
        var memory = MemoryOver(store);
        Assert.Empty((await memory.UpdateUserPreferencesAsync(Guest, new BookingSlots { NumberOfGuests = 2 })).PreferredCities);
        Assert.Null(await memory.GetUserProfileAsync(Guest));
        Assert.Equal(0, store.Commits);

        var stay = Stay(1, "Rome");
        var searched = new BookingSlots { City = "rome", CheckInDate = stay.CheckIn };
        Assert.Equal(["rome"], (await memory.UpdateUserPreferencesAsync(Guest, searched)).PreferredCities);
        await memory.AddBookingToHistoryAsync(Guest, stay);
        Assert.Equal(["Rome"], (await memory.UpdateUserPreferencesAsync(Guest, searched)).PreferredCities);
        Assert.Equal(2, store.Commits);

        await memory.SetConsentAsync(Guest, granted: false);
        await memory.UpdateUserPreferencesAsync(Guest, new BookingSlots { City = "Paris" });
        Assert.Equal(3, store.Commits);
    }

    [SkippableFact]
    public async Task A_guest_of_whom_there_was_no_sign_goes_unless_a_stay_is_to_come()
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);
        await memory.AddBookingToHistoryAsync("gone", Stay(1));
        await memory.AddBookingToHistoryAsync("to come", Stay(1) with { CheckIn = new(2027, 9, 1), CheckOut = null });
        await memory.InitializeUserProfileAsync("seen");
        _time.Advance(TimeSpan.FromDays(200));
        await memory.MarkActiveAsync("seen");
        await memory.MarkActiveAsync("nobody");
        var seen = TextOf(await memory.GetUserProfileAsync("seen"));
        await memory.MarkActiveAsync("seen");
        Assert.Equal(seen, TextOf(await memory.GetUserProfileAsync("seen")));
        _time.Advance(TimeSpan.FromDays(166));

        Assert.Equal(1, await memory.CleanupInactiveProfilesAsync());

        Assert.Null(await memory.GetUserProfileAsync("gone"));
        Assert.Empty(await BookingsAsync(store, "gone"));
        Assert.NotNull(await memory.GetUserProfileAsync("to come"));
        Assert.NotNull(await memory.GetUserProfileAsync("seen"));
        Assert.Null(await memory.GetUserProfileAsync("nobody"));
    }

    [SkippableFact]
    public async Task A_guest_who_slept_a_night_within_the_period_is_not_inactive_whenever_it_was_booked()
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);
        var booking = Stay(1) with { CheckIn = new(2027, 5, 20), CheckOut = new(2027, 5, 24) };
        await memory.AddBookingToHistoryAsync("stayed", booking);
        await memory.AddBookingToHistoryAsync("missed", booking with { Status = BookingStatus.NoShow });
        await memory.AddBookingToHistoryAsync("cancelled", booking with { Status = BookingStatus.Cancelled });

        _time.Advance(new DateTimeOffset(2027, 5, 25, 12, 0, 0, TimeSpan.Zero) - _time.GetUtcNow());
        Assert.Equal(2, await memory.CleanupInactiveProfilesAsync());
        Assert.NotNull(await memory.GetUserProfileAsync("stayed"));
        Assert.Null(await memory.GetUserProfileAsync("missed"));

        _time.Advance(TimeSpan.FromDays(364));
        Assert.Equal(0, await memory.CleanupInactiveProfilesAsync());
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await memory.CleanupInactiveProfilesAsync());
    }

    [SkippableTheory]
    [InlineData("context")]
    [InlineData("preferences")]
    [InlineData("ranking")]
    public async Task What_an_agent_reads_of_a_guest_is_a_sign_of_the_guest_once_a_day(string read)
    {
        var store = new InterruptedProfileStore(await CreateStoreAsync());
        var memory = MemoryOver(store);
        await memory.AddBookingToHistoryAsync(Guest, Stay(1));
        await ReadAsync();
        Assert.Equal(1, store.Commits);
        _time.Advance(TimeSpan.FromDays(400));

        await memory.GetUserProfileAsync(Guest);
        await memory.GetUserAnalyticsAsync(Guest);
        Assert.Equal(1, store.Commits);
        await ReadAsync();
        await ReadAsync();
        Assert.Equal(2, store.Commits);
        Assert.Equal(0, await memory.CleanupInactiveProfilesAsync());

        Task ReadAsync() => read switch
        {
            "context" => memory.GetPersonalizationContextAsync(Guest).AsTask(),
            "preferences" => memory.GetUserPreferencesAsync(Guest).AsTask(),
            _ => memory.RankPropertiesAsync(Guest, []).AsTask(),
        };
    }

    [SkippableFact]
    public async Task A_context_is_told_also_where_that_the_guest_was_seen_cannot_be_written()
    {
        var store = new InterruptedProfileStore(await CreateStoreAsync());
        var memory = MemoryOver(store);
        await memory.AddBookingToHistoryAsync(Guest, Stay(1));
        _time.Advance(TimeSpan.FromDays(2));
        store.BeforeCommit = static () => throw new MemoryUnavailableException("The disk is full.");

        Assert.True((await memory.GetPersonalizationContextAsync(Guest)).IsReturningGuest);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_happens_in_whichever_order_the_record_is_that_of_the_plain_model(int seed)
    {
        var store = await CreateStoreAsync();
        var random = new Random(seed);
        var history = new Dictionary<string, Booking>(StringComparer.Ordinal);
        long learnsAfter = 0;
        for (var change = 0; change < 170; change++)
        {
            // Now and then the memory is that of a new process: the stored data alone must be enough.
            var memory = MemoryOver(store);
            var kind = random.Next(12);
            if (kind is 0)
            {
                // Some bookings are new, some are known, and now and then one occurs twice.
                string[] ids = [.. Enumerable.Range(0, 8).Select(number => $"b{change}-{number}"), .. history.Keys];
                var several = Enumerable.Range(0, random.Next(1, 12)).Select(_ => Drawn(random) with { BookingId = ids[random.Next(ids.Length)] });
                foreach (var booking in BookingsOf(await memory.AddBookingsToHistoryAsync(Guest, [.. several])))
                {
                    Keep(booking);
                }

                continue;
            }

            if (history.Count is 0 || kind < 8)
            {
                Keep((await memory.AddBookingToHistoryAsync(Guest, Drawn(random) with { BookingId = $"b{change}" })).Booking);
                continue;
            }

            var known = history.Values.ElementAt(random.Next(history.Count));
            switch (kind)
            {
                case 8:
                    Keep(await memory.RateBookingAsync(Guest, known.BookingId, random.Next(1, 6)));
                    break;
                case 9:
                    Keep(await memory.CancelBookingAsync(Guest, known.BookingId));
                    break;
                case 10 when random.Next(20) is 0:
                    await memory.SetConsentAsync(Guest, granted: false);
                    await memory.SetConsentAsync(Guest, granted: true);
                    learnsAfter = history.Values.Max(booking => booking.Sequence);
                    break;
                default:
                    Keep((await memory.AddBookingToHistoryAsync(Guest, Drawn(random) with { BookingId = known.BookingId })).Booking);
                    break;
            }
        }

        var profile = (await store.GetAsync(Guest, CancellationToken.None))!;
        Booking[] sorted = [.. history.Values.Order(StoreOrder.OfBookings)];
        Booking[] teaching = [.. sorted.Where(booking => booking.IsBooked && booking.Sequence > learnsAfter)];
        Assert.Equal(sorted.Take(20).Select(Text), profile.BookingHistory.Select(Text));
        Assert.Equal(teaching.Take(100).Select(Text), profile.Bookings.ToTravelRecord().Bookings.Select(Text));
        Assert.Equal((sorted.Length, teaching.Length), (profile.Bookings.Latest.Total, profile.Bookings.Window.Total));
        Assert.Equal(teaching.Length, (await MemoryOver(store).GetUserProfileAsync(Guest))!.Insights.BookingCount);

        void Keep(Booking booking) => history[booking.BookingId] = booking;

        static Booking Drawn(Random random) => Stay(random.Next(300), $"City {random.Next(6)}");
    }

    [SkippableTheory]
    [InlineData('x', 100, 0)]
    [InlineData('東', 30, 20)]
    public async Task The_heaviest_bookings_fit_with_the_profile(char letter, int bookings, int cancelled)
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);
        string[] amenities = [.. Enumerable.Range(0, 100).Select(number => new string(letter, 98) + $"{number:D2}")];
        for (var number = 1; number <= bookings; number++)
        {
            await memory.AddBookingToHistoryAsync(Guest, Stay(number) with
            {
                Amenities = amenities,
                CancelledAt = number > bookings - cancelled ? Now : null,
            });
        }

        var profile = (await MemoryOver(store).GetUserProfileAsync(Guest))!;

        Assert.Equal(20, profile.BookingHistory.Count);
        Assert.Equal(bookings - cancelled, profile.Insights.BookingCount);
        Assert.Equal(amenities.Take(10), profile.Preferences.PreferredAmenities);
        var stays = profile.Bookings.ToTravelRecord().Bookings;
        Assert.Equal(bookings - cancelled, stays[0].BookingId is { } newest ? int.Parse(newest.AsSpan(1), CultureInfo.InvariantCulture) : 0);
        Assert.InRange(stays.Sum(BookingWeight.Of), TravelRecord.MaxBytes * 3 / 4, TravelRecord.MaxBytes);
        Assert.True(stays.Count < bookings - cancelled);
    }

    private static Booking Stay(int number, string city = "Miami") => new()
    {
        BookingId = $"b{number}",
        City = city,
        CheckIn = new DateOnly(2025, 1, 1).AddDays(7 * number),
        CheckOut = new DateOnly(2025, 1, 4).AddDays(7 * number),
        PricePerNight = 100 + (number * 0.05m),
        Amenities = number % 2 is 0 ? ["pool", "wifi"] : ["wifi"],
    };

    private static UserProfile FromElsewhere(int bookings) => new()
    {
        UserId = Guest,
        CreatedAt = Now,
        UpdatedAt = Now,
        LastActiveAt = Now,
        Preferences = new() { All = PreferencesJson.OfViews(["Atlantis"], null, ["sauna"], []) },
        Bookings = KnownBookings.FromElsewhere with
        {
            Embedded = [.. Enumerable.Range(1, bookings).Reverse().Select(static number => Stay(number) with { Amenities = [] })],
        },
    };

    private static string TextOf(UserProfile? profile) =>
        profile is null ? "none" : FormattableString.Invariant($"{profile.Version} {profile.ToJson()}");

    /// <summary>Both have the same version and content. Numbers may be written differently.</summary>
    private static void AreSame(UserProfile returned, UserProfile? read)
    {
        Assert.NotNull(read);
        Assert.Equal(returned.Version, read.Version);
        if (!JsonElement.DeepEquals(JsonElement.Parse(returned.ToJson()), JsonElement.Parse(read.ToJson())))
        {
            Assert.Equal(returned.ToJson(), read.ToJson());
        }
    }

    private static void AreSame(UserPreferences returned, UserPreferences read) =>
        AreSame(Profile("anyone") with { Preferences = returned }, Profile("anyone") with { Preferences = read });

    private static void AreSame(Booking returned, Booking read)
    {
        Assert.Equal(returned.AdditionalFields, read.AdditionalFields);
        Assert.Equal(Text(returned with { AdditionalFields = JsonFields.Empty }), Text(read with { AdditionalFields = JsonFields.Empty }));
    }

    private static async Task HasOnlyAsync(LongTermMemory memory, IProfileStore store, params string[] cities)
    {
        Assert.Equal(cities, (await BookingsAsync(store, Guest)).Select(booking => booking.City));
        var profile = (await memory.GetUserProfileAsync(Guest))!;
        Assert.Equal(cities, profile.Preferences.PreferredCities);
        Assert.Equal(cities, profile.BookingHistory.Select(booking => booking.City));
        Assert.Equal(cities.Length, profile.Insights.BookingCount);
    }

#pragma warning disable CA2000 // The metrics hold nothing that outlives a test.
    private LongTermMemory MemoryOver(IProfileStore store)
    {
        var options = Options.Create(new HospitalityMemoryOptions());
        var metrics = new MemoryMetrics(new MemoryInstruments(null), HospitalityMemoryOptions.DefaultApplication);
        return new(store, new FrequencyPreferenceLearner(), NameRules.Default, options, _time, metrics, [], []);
    }
#pragma warning restore CA2000
}
