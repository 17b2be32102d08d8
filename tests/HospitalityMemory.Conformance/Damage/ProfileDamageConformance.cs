using System.Text.Json.Nodes;
using HospitalityMemory.Stores;
using static HospitalityMemory.Conformance.ProfileSamples;

namespace HospitalityMemory.Conformance;

/// <summary>Nothing broken is served as whole: stored profiles and bookings that are damaged are errors that say where they are.</summary>
public abstract class ProfileDamageConformance
{
    private const string Alice = "alice of wonderland";
    private const string Bob = "bob the builder";

    private static readonly Booking[] Stays =
    [
        .. Enumerable.Range(0, 30).Select(number => Booking($"secret booking {number:D2}", new DateOnly(2024, 1, 1).AddDays(20 * number)) with
        {
            Sequence = 0,
            City = number % 3 is 0 ? "Lisbon" : "Porto",
            Amenities = ["pool"],
            PricePerNight = 100 + number,
            Currency = "EUR",
        }),
    ];

    /// <summary>An empty store.</summary>
    protected abstract IProfileDamage Create();

    [SkippableFact]
    public async Task A_profile_under_anothers_key_is_served_as_nobodys_and_not_written_over()
    {
        using var damage = Create();
        await FillAsync(damage, Alice);
        await damage.MisplaceProfileAsync(Alice, Bob);
        await using var memory = new DamagedMemory(damage.Open);
        var store = memory.Profiles.Name;

        foreach (var call in Calls(memory.LongTerm, Bob).Append(() => memory.LongTerm.InitializeUserProfileAsync(Bob).AsTask()))
        {
            await memory.ThrowsAsync<MisplacedDataException>(call, store, StoredDataKind.Profile, Bob, Alice, "secret booking");
        }

        Assert.Empty(await BookingsOrNoneAsync(memory.LongTerm, Bob));
        Assert.All(memory.Counted, tags => Assert.Equal($"application=inn store={store} kind=profile reason=misplaced", tags));
        Assert.NotEmpty(memory.Counted);
        Assert.True((await memory.Guests.EraseGuestAsync(Bob)).IsComplete);
        Assert.Null(await memory.LongTerm.GetUserProfileAsync(Bob));
    }

    [SkippableFact]
    public async Task A_broken_profile_is_an_error_that_says_where_it_is_and_the_bookings_can_be_read()
    {
        using var damage = Create();
        await FillAsync(damage, Alice);
        await FillAsync(damage, Bob);
        await damage.TearProfileAsync(Alice);
        await using var memory = new DamagedMemory(damage.Open);
        var store = memory.Profiles.Name;

        foreach (var call in Calls(memory.LongTerm, Alice))
        {
            await memory.ThrowsAsync<CorruptDataException>(call, store, StoredDataKind.Profile, Alice, "secret booking");
        }

        Assert.All(memory.Counted, tags => Assert.Equal($"application=inn store={store} kind=profile reason=corrupt", tags));
        Assert.NotEmpty(memory.Counted);
        Assert.Equal(Stays.Length, (await BookingsOrNoneAsync(memory.LongTerm, Alice)).Length);
        Assert.Equal(20, (await memory.LongTerm.GetUserProfileAsync(Bob))!.BookingHistory.Count);
    }

    [SkippableFact]
    public async Task A_strangers_context_is_served_in_place_of_a_broken_profile_where_the_host_wants_that()
    {
        using var damage = Create();
        await FillAsync(damage, Alice);
        await damage.TearProfileAsync(Alice);
        await using var memory = new DamagedMemory(damage.Open, configure: options => options.LongTerm.ServeDefaultsWhenUnavailable = true);

        var begun = await memory.Guests.BeginSessionAsync("s1", Alice);

        Assert.True(begun.Context.IsDegraded);
        Assert.Empty(begun.Context.Preferences.All);
        Assert.True((await memory.LongTerm.GetUserPreferencesAsync(Alice)).IsDegraded);
        await Assert.ThrowsAsync<CorruptDataException>(async () => await memory.LongTerm.GetUserProfileAsync(Alice));
    }

    [SkippableFact]
    public async Task A_broken_profile_is_rebuilt_of_its_bookings()
    {
        using var damage = Create();
        var before = await FillAsync(damage, Alice);
        await damage.TearProfileAsync(Alice);
        await using var memory = new DamagedMemory(damage.Open);

        var rebuilt = await memory.LongTerm.InitializeUserProfileAsync(Alice);

        Assert.Equal((before.UserId, before.Consent, before.LastStayDay), (rebuilt.UserId, rebuilt.Consent, rebuilt.LastStayDay));
        Assert.Equal(before.Preferences.All, rebuilt.Preferences.All);
        Assert.Equal(before.Insights.BookingCount, rebuilt.Insights.BookingCount);
        Assert.Equal(Texts(before.BookingHistory), Texts(rebuilt.BookingHistory));
        foreach (var call in Calls(memory.LongTerm, Alice))
        {
            await call();
        }

        Assert.Equal(Stays.Length + 1, (await BookingsOrNoneAsync(memory.LongTerm, Alice)).Length);
        await using var again = new DamagedMemory(damage.Open);
        Assert.Equal(Stays.Length + 1, (await again.LongTerm.GetUserProfileAsync(Alice))!.Insights.BookingCount);
    }

    [SkippableTheory]
    [InlineData(ConsentStatus.Withdrawn)]
    [InlineData(ConsentStatus.Granted)]
    public async Task A_refusal_outlives_the_profile_that_was_rebuilt(ConsentStatus last)
    {
        using var damage = Create();
        await FillAsync(damage, Alice);
        await using (var memory = new DamagedMemory(damage.Open))
        {
            await memory.LongTerm.SetConsentAsync(Alice, granted: false);
            if (last is ConsentStatus.Granted)
            {
                await memory.LongTerm.SetConsentAsync(Alice, granted: true);
            }
        }

        await damage.TearProfileAsync(Alice);
        await using var after = new DamagedMemory(damage.Open);

        var rebuilt = await after.LongTerm.InitializeUserProfileAsync(Alice);

        Assert.Equal(last, rebuilt.Consent);
        Assert.Empty(rebuilt.Preferences.All);
        Assert.Equal(20, rebuilt.BookingHistory.Count);
        await after.LongTerm.AddBookingToHistoryAsync(Alice, Stays[0] with { BookingId = "new", City = "Rome" });
        Assert.Equal(
            last is ConsentStatus.Granted ? ["Rome"] : [], (await after.LongTerm.GetUserPreferencesAsync(Alice)).PreferredCities);
    }

    [SkippableFact]
    public async Task A_profile_of_a_newer_schema_is_not_repaired()
    {
        using var damage = Create();
        await FillAsync(damage, Alice);
        await damage.MakeNewerAsync(Alice);
        await using var memory = new DamagedMemory(damage.Open, configure: options => options.LongTerm.ServeDefaultsWhenUnavailable = true);
        var store = memory.Profiles.Name;

        foreach (var call in Calls(memory.LongTerm, Alice).Append(() => memory.LongTerm.InitializeUserProfileAsync(Alice).AsTask()))
        {
            var error = await memory.ThrowsAsync<SchemaVersionException>(call, store, StoredDataKind.Profile, Alice);
            Assert.Equal((99, MemoryJson.SchemaVersion), (error.Found, error.Supported));
        }

        Assert.Contains($"application=inn store={store} kind=profile reason=newer_schema", memory.Counted);
    }

    [SkippableFact]
    public async Task A_broken_booking_is_an_error_that_says_where_it_is_and_hides_no_other_from_a_scan()
    {
        using var damage = Create();
        await FillAsync(damage, Alice);
        await damage.TearBookingAsync(Alice, Stays[0].BookingId);
        await using var memory = new DamagedMemory(damage.Open);

        await memory.ThrowsAsync<CorruptDataException>(
            () => BookingsOrNoneAsync(memory.LongTerm, Alice), memory.Profiles.Name, StoredDataKind.Booking, Alice, "secret booking");

        var scanned = new List<ScannedBooking>();
        await foreach (var one in memory.Profiles.ScanBookingsAsync(Alice, CancellationToken.None))
        {
            scanned.Add(one);
        }

        Assert.Equal(memory.HashOf(Alice), Assert.IsType<CorruptDataException>(Assert.Single(scanned, one => one.Booking is null).Problem).Key);
        Assert.Equal(
            Stays.Skip(1).Select(stay => stay.BookingId),
            scanned.Select(one => one.Booking?.BookingId).OfType<string>().Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task An_export_holds_what_can_be_read_and_names_what_cannot()
    {
        using var damage = Create();
        await FillAsync(damage, Alice);
        await damage.TearProfileAsync(Alice);
        await damage.TearBookingAsync(Alice, Stays[0].BookingId);
        await using var memory = new DamagedMemory(damage.Open);

        var export = JsonNode.Parse(await memory.Guests.ExportGuestAsync(Alice))!;

        Assert.Null(export["profile"]);
        Assert.Equal(Stays.Length - 1, export["bookings"]!.AsArray().Count);
        Assert.Equal(["booking", "profile"], export["unreadable"]!.AsArray().Select(part => (string)part!["kind"]!).Order(StringComparer.Ordinal));
        Assert.All(export["unreadable"]!.AsArray(), part => Assert.NotEmpty((string)part!["problem"]!));
    }

    [SkippableFact]
    public async Task A_damaged_guest_is_erased_whole()
    {
        using var damage = Create();
        await FillAsync(damage, Alice);
        await damage.TearProfileAsync(Alice);
        await damage.TearBookingAsync(Alice, Stays[0].BookingId);
        await using var memory = new DamagedMemory(damage.Open);

        var receipt = await memory.Guests.EraseGuestAsync(Alice);

        Assert.Equal(new ProfileErasure { ProfilesDeleted = 1, BookingsDeleted = Stays.Length, ProfilesLeft = 0, BookingsLeft = 0 }, receipt.Profile);
        Assert.True(receipt.IsComplete);
        Assert.Equal(Stays[0].BookingId, (await memory.LongTerm.AddBookingToHistoryAsync(Alice, Stays[0])).Booking.BookingId);
    }

    /// <summary>All that reads or writes a profile, but for the repair.</summary>
    private static IEnumerable<Func<Task>> Calls(ILongTermMemory memory, string userId) =>
    [
        () => memory.GetUserProfileAsync(userId).AsTask(),
        () => memory.GetUserPreferencesAsync(userId).AsTask(),
        () => memory.GetPersonalizationContextAsync(userId).AsTask(),
        () => memory.GetUserAnalyticsAsync(userId).AsTask(),
        () => memory.MarkActiveAsync(userId).AsTask(),
        () => memory.UpdateUserProfileAsync(userId, fields => fields with { Attributes = fields.Attributes.Set("a", true) }).AsTask(),
        () => memory.AddBookingToHistoryAsync(userId, Stays[0] with { BookingId = "another" }).AsTask(),
        () => memory.AddStatedPreferenceAsync(userId, new() { Kind = PreferenceKind.Amenity, Value = "pool" }).AsTask(),
        () => memory.RankPropertiesAsync(userId, [new() { PropertyId = "p", City = "Lisbon" }]).AsTask(),
    ];

    private static async Task<UserProfile> FillAsync(IProfileDamage damage, string userId)
    {
        await using var memory = new DamagedMemory(damage.Open);
        await memory.LongTerm.AddBookingsToHistoryAsync(userId, Stays);
        return (await memory.LongTerm.GetUserProfileAsync(userId))!;
    }

    private static async Task<string[]> BookingsOrNoneAsync(ILongTermMemory memory, string userId)
    {
        var ids = new List<string>();
        try
        {
            await foreach (var booking in memory.GetBookingHistoryAsync(userId))
            {
                ids.Add(booking.BookingId);
            }
        }
        catch (MisplacedDataException)
        {
            // A store that keeps bookings with the profile says the same of them.
        }

        return [.. ids];
    }

    private static IEnumerable<string> Texts(IEnumerable<Booking> bookings) => bookings.Select(ProfileSamples.Text);
}
