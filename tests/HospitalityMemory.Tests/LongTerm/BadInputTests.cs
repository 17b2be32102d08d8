
namespace HospitalityMemory.Tests.LongTerm;

/// <summary>
/// Every public method with ids and values that are not allowed: the named error, and nothing changed.
/// </summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Guests _guests = new();

    private LongTermMemory Memory => _guests.Memory;

    public void Dispose() => _guests.Dispose();

    // Not enumerated on discovery: serialized, half a surrogate pair would become another character.
    public static TheoryData<string?> BadIds => [null, "", new string('x', 257), "a\0b", "a\nb", "a\u007Fb", "a\u0085b", "a\u2028b", "\u2029", "\uD83C"];

    [Theory]
    [MemberData(nameof(BadIds), DisableDiscoveryEnumeration = true)]
    public async Task No_method_takes_a_bad_guest_id(string? id)
    {
        Func<Task>[] calls =
        [
            async () => await Memory.GetUserProfileAsync(id!),
            async () => await Memory.InitializeUserProfileAsync(id!),
            async () => await Memory.UpdateUserProfileAsync(id!, fields => fields),
            async () => await Memory.GetUserPreferencesAsync(id!),
            async () => await Memory.UpdateUserPreferencesAsync(id!, new() { City = "Rome" }),
            async () => await Memory.AddStatedPreferenceAsync(id!, new() { Kind = PreferenceKind.City, Value = "Rome" }),
            async () => await Memory.RemoveStatedPreferenceAsync(id!, PreferenceKind.City, "Rome"),
            async () => await Memory.AddBookingToHistoryAsync(id!, Guests.Stay("b")),
            async () => await _guests.HistoryAsync(id!),
            async () => await Memory.RateBookingAsync(id!, "b", 3),
            async () => await Memory.CancelBookingAsync(id!, "b"),
            async () => await Memory.AmendBookingAsync(id!, "b", booking => booking),
            async () => await Memory.GetPersonalizationContextAsync(id!),
            async () => await Memory.GetPersonalizationContextAsync(id!, BookingSlots.Empty),
            async () => await Memory.GetUserAnalyticsAsync(id!),
            async () => await Memory.SetConsentAsync(id!, granted: true),
            async () => await Memory.MarkActiveAsync(id!),
            async () => await Memory.DeleteUserProfileAsync(id!),
        ];

        foreach (var call in calls)
        {
            Assert.Equal("userId", (await Assert.ThrowsAnyAsync<ArgumentException>(call)).ParamName);
        }

        Assert.Empty(await Conformance.ProfileSamples.DeleteInactiveAsync(_guests.Store, DateTimeOffset.MaxValue, DateOnly.MaxValue));
    }

    [Theory]
    [MemberData(nameof(BadIds), DisableDiscoveryEnumeration = true)]
    public async Task No_method_takes_a_bad_booking_id(string? id)
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b"));
        var before = await _guests.StoredAsync();

        Assert.Equal("bookingId", (await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Memory.RateBookingAsync(Guests.Id, id!, 3))).ParamName);
        Assert.Equal("bookingId", (await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Memory.CancelBookingAsync(Guests.Id, id!))).ParamName);
        Assert.Equal(
            "booking.BookingId",
            (await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay(id!)))).ParamName);
        Assert.Same(before, await _guests.StoredAsync());
    }

    [Fact]
    public async Task Hostile_ids_are_ids()
    {
        foreach (var id in new[] { "'; DROP TABLE profiles; --", "../../etc", "<script>", "{\"a\":1}", " ", "__proto__", "🏖", "*", "a:b" })
        {
            await Memory.AddBookingToHistoryAsync(id, Guests.Stay(id));
            Assert.Equal(id, Assert.Single((await Memory.GetUserProfileAsync(id))!.BookingHistory).BookingId);
        }
    }

    [Fact]
    public async Task Null_is_refused_by_name()
    {
        await Assert.ThrowsAsync<ArgumentNullException>("booking", async () => await Memory.AddBookingToHistoryAsync(Guests.Id, null!));
        await Assert.ThrowsAsync<ArgumentNullException>("update", async () => await Memory.UpdateUserProfileAsync(Guests.Id, null!));
        await Assert.ThrowsAsync<ArgumentNullException>("amend", async () => await Memory.AmendBookingAsync(Guests.Id, "b", null!));
        await Assert.ThrowsAsync<ArgumentNullException>("slots", async () => await Memory.UpdateUserPreferencesAsync(Guests.Id, null!));
        await Assert.ThrowsAsync<ArgumentNullException>("preference", async () => await Memory.AddStatedPreferenceAsync(Guests.Id, null!));
        await Assert.ThrowsAsync<ArgumentNullException>("value", async () => await Memory.RemoveStatedPreferenceAsync(Guests.Id, PreferenceKind.City, null!));
        Assert.Null(await Memory.GetUserProfileAsync(Guests.Id));
    }

    [Theory]
    [InlineData("0.99")]
    [InlineData("5.01")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("79228162514264337593543950335")]
    public async Task A_rating_is_1_to_5(string rating)
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b"));
        var before = await _guests.StoredAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            nameof(rating), async () => await Memory.RateBookingAsync(Guests.Id, "b", decimal.Parse(rating, System.Globalization.CultureInfo.InvariantCulture)));

        Assert.Same(before, await _guests.StoredAsync());
    }

    [Fact]
    public async Task A_bad_booking_leaves_no_profile()
    {
        var exception = await Assert.ThrowsAsync<ArgumentException>(
            async () => await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b") with { City = " " }));

        Assert.Equal("booking.City", exception.ParamName);
        Assert.StartsWith("booking.City is missing; 1 to 200 characters are allowed", exception.Message, StringComparison.Ordinal);
        Assert.Null(await Memory.GetUserProfileAsync(Guests.Id));
    }

    public static TheoryData<string, StatedPreference> BadPreferences => new()
    {
        { "preference.Kind", new() { Kind = (PreferenceKind)99, Value = "x" } },
        { "preference.Value", new() { Kind = PreferenceKind.City, Value = null! } },
        { "preference.Value", new() { Kind = PreferenceKind.City, Value = "  " } },
        { "preference.Value", new() { Kind = PreferenceKind.City, Value = new string('x', 201) } },
        { "preference.Value", new() { Kind = PreferenceKind.City, Value = "a\nb" } },
        { "preference.Value", new() { Kind = PreferenceKind.Other, Value = "\uDC00" } },
        { "preference.PriceRange", new() { Kind = PreferenceKind.City, Value = "Rome", PriceRange = new() { Min = 1, Max = 2 } } },
        { "preference.PriceRange", new() { Kind = PreferenceKind.PriceRange, Value = "USD" } },
        { "preference.Value", new() { Kind = PreferenceKind.PriceRange, Value = "usd", PriceRange = new() { Min = 1, Max = 2 } } },
        { "preference.PriceRange", new() { Kind = PreferenceKind.PriceRange, Value = "USD", PriceRange = new() { Min = 3, Max = 2 } } },
        { "preference.PriceRange", new() { Kind = PreferenceKind.PriceRange, Value = "USD", PriceRange = new() { Min = -1, Max = 2 } } },
        { "preference.PriceRange", new() { Kind = PreferenceKind.PriceRange, Value = "USD", PriceRange = new() { Min = 0, Max = 0 } } },
        { "preference.PriceRange", new() { Kind = PreferenceKind.PriceRange, Value = "USD", PriceRange = new() { Min = 0, Max = decimal.MaxValue } } },
        { "preference.PriceRange", new() { Kind = PreferenceKind.PriceRange, Value = "USD", PriceRange = new() { Min = 1, Max = 2, Currency = "EUR" } } },
        { "preference.Avoid", new() { Kind = PreferenceKind.PriceRange, Value = "USD", Avoid = true, PriceRange = new() { Min = 1, Max = 2 } } },
    };

    [Theory]
    [MemberData(nameof(BadPreferences))]
    public async Task A_bad_preference_is_refused_by_the_member(string member, StatedPreference preference)
    {
        var exception = await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Memory.AddStatedPreferenceAsync(Guests.Id, preference));

        Assert.Equal(member, exception.ParamName);
        Assert.Null(await Memory.GetUserProfileAsync(Guests.Id));
    }

    [Fact]
    public async Task What_could_never_have_been_stated_is_refused_where_it_is_to_be_removed()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            "kind", async () => await Memory.RemoveStatedPreferenceAsync(Guests.Id, (PreferenceKind)(-1), "x"));
        await Assert.ThrowsAsync<ArgumentException>("value", async () => await Memory.RemoveStatedPreferenceAsync(Guests.Id, PreferenceKind.City, " "));
    }

    [Fact]
    public async Task A_period_is_1_to_36500_days()
    {
        await Memory.InitializeUserProfileAsync(Guests.Id);
        _guests.Time.Advance(TimeSpan.FromDays(2));

        foreach (var period in new[] { TimeSpan.Zero, TimeSpan.FromDays(-1), TimeSpan.MinValue, TimeSpan.MaxValue, TimeSpan.FromDays(1) - TimeSpan.FromTicks(1), TimeSpan.FromDays(36_501) })
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(nameof(period), async () => await Memory.CleanupInactiveProfilesAsync(period));
        }

        Assert.NotNull(await Memory.GetUserProfileAsync(Guests.Id));
        Assert.Equal(0, await Memory.CleanupInactiveProfilesAsync(TimeSpan.FromDays(36_500)));
        Assert.Equal(1, await Memory.CleanupInactiveProfilesAsync(TimeSpan.FromDays(1)));
    }

    [Fact]
    public async Task A_call_that_was_cancelled_before_changes_nothing()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b"));
        var before = await _guests.StoredAsync();
        var cancelled = new CancellationToken(canceled: true);
        Func<Task>[] calls =
        [
            async () => await Memory.GetUserProfileAsync(Guests.Id, cancelled),
            async () => await Memory.InitializeUserProfileAsync(Guests.Id, cancelled),
            async () => await Memory.UpdateUserProfileAsync(Guests.Id, fields => fields with { Attributes = fields.Attributes.Set("x", 1) }, cancelled),
            async () => await Memory.GetUserPreferencesAsync(Guests.Id, cancelled),
            async () => await Memory.UpdateUserPreferencesAsync(Guests.Id, new() { City = "Rome" }, cancelled),
            async () => await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.City, Value = "Rome" }, cancelled),
            async () => await Memory.RemoveStatedPreferenceAsync(Guests.Id, PreferenceKind.City, "Rome", cancelled),
            async () => await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("c"), cancelled),
            async () => await Memory.GetBookingHistoryAsync(Guests.Id, cancelled).GetAsyncEnumerator(CancellationToken.None).MoveNextAsync(),
            async () => await Memory.RateBookingAsync(Guests.Id, "b", 3, cancelled),
            async () => await Memory.CancelBookingAsync(Guests.Id, "b", cancelled),
            async () => await Memory.AmendBookingAsync(Guests.Id, "b", booking => booking with { Guests = 2 }, cancelled),
            async () => await Memory.GetPersonalizationContextAsync(Guests.Id, slots: null, cancelled),
            async () => await Memory.GetUserAnalyticsAsync(Guests.Id, cancelled),
            async () => await Memory.SetConsentAsync(Guests.Id, granted: false, cancelled),
            async () => await Memory.MarkActiveAsync(Guests.Id, cancelled),
            async () => await Memory.DeleteUserProfileAsync(Guests.Id, cancelled),
            async () => await Memory.CleanupInactiveProfilesAsync(cancelled),
        ];

        foreach (var call in calls)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(call);
        }

        Assert.Same(before, await _guests.StoredAsync());
    }
}
