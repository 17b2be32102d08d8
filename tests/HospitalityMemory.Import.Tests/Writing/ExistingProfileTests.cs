using HospitalityMemory.Import.Tests.Documents;
using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Import.Tests.Writing;

/// <summary>What a record brings to a guest whose profile exists already.</summary>
public sealed class ExistingProfileTests
{
    private const string Stays =
        """ "booking_history":[{"id":"1","city":"Rome","check_in":"2025-03-15"},{"id":"2","city":"Rome","check_in":"2025-04-15"},{"id":"3","city":"Rome","check_in":"2025-05-15"}] """;

    [Theory]
    [InlineData("", "withdrawn", ConsentStatus.Withdrawn)]
    [InlineData("", "granted", ConsentStatus.Granted)]
    [InlineData("yes", "withdrawn", ConsentStatus.Withdrawn)]
    [InlineData("yes", null, ConsentStatus.Granted)]
    [InlineData("no", "granted", ConsentStatus.Withdrawn)]
    [InlineData("no", null, ConsentStatus.Withdrawn)]
    public async Task Of_two_words_on_learning_the_stricter_holds(string said, string? given, ConsentStatus expected)
    {
        await using var provider = RecordCases.Provider();
        await provider.LongTerm().InitializeUserProfileAsync("u");
        if (said.Length > 0)
        {
            await provider.LongTerm().SetConsentAsync("u", said is "yes");
        }

        var consent = given is null ? "" : $"\"consent\":\"{given}\",";
        var outcome = Assert.Single(await provider.ProfilesAsync($$"""{"user_id":"u",{{consent}}{{Stays}} }"""));

        Assert.Equal(ImportOutcomeKind.Merged, outcome.Kind);
        var profile = await provider.ProfileAsync("u");
        Assert.Equal(expected, profile.Consent);
        Assert.Equal(expected is ConsentStatus.Withdrawn ? [] : ["Rome"], profile.Preferences.PreferredCities);
        Assert.Equal(3, profile.BookingHistory.Count);
    }

    [Fact]
    public async Task A_no_in_the_record_drops_what_was_learned_and_its_bookings_never_teach()
    {
        await using var provider = RecordCases.Provider();
        await provider.LongTerm().AddBookingToHistoryAsync("u", new() { BookingId = "0", City = "Oslo", CheckIn = new(2025, 1, 1) });

        await provider.ProfilesAsync($$"""{"user_id":"u","consent":false,"preferences":{"preferred_cities":["Bergen"],"own":1},{{Stays}} }""");
        await provider.LongTerm().SetConsentAsync("u", granted: true);

        Assert.Empty((await provider.ProfileAsync("u")).Preferences.All);
    }

    [Fact]
    public async Task Nothing_is_learned_of_a_new_guest_who_said_no()
    {
        await using var provider = RecordCases.Provider();

        await provider.ProfilesAsync("""{"user_id":"u","consent":"withdrawn","preferences":{"preferred_cities":["Bergen"],"own":1}}""");

        var stored = (await provider.GetRequiredService<IProfileStore>().GetAsync("u", CancellationToken.None))!;
        Assert.Equal((ConsentStatus.Withdrawn, 0, 0), (stored.Consent, stored.Preferences.All.Count, stored.NestedFields.Count));
    }

    [Fact]
    public async Task A_record_that_says_nothing_of_consent_teaches_where_the_guest_has_agreed()
    {
        await using var provider = RecordCases.Provider(options => options.LongTerm.RequireConsent = true);
        await provider.LongTerm().SetConsentAsync("u", granted: true);
        await provider.LongTerm().InitializeUserProfileAsync("v");
        const string Preferences = """ "preferences":{"preferred_cities":["Bergen"]} """;

        await provider.ProfilesAsync($$"""[{"user_id":"u",{{Preferences}} },{"user_id":"v",{{Preferences}} }]""");

        Assert.Equal(["Bergen"], (await provider.ProfileAsync("u")).Preferences.PreferredCities);
        Assert.Empty((await provider.ProfileAsync("v")).Preferences.PreferredCities);
    }

    [Fact]
    public async Task What_the_profile_lacks_is_filled_in_and_what_it_says_stays()
    {
        await using var provider = RecordCases.Provider();
        await provider.ProfilesAsync("""{"user_id":"u","created_at":"2025-06-01","vip":1,"attributes":{"language":"de"},"preferences":{"preferred_cities":["Rome"],"own":1}}""");
        const string Json =
            """{"user_id":"u","created_at":"2024-06-01","vip":2,"club":3,"attributes":{"language":"en","name":"Ann"},"preferences":{"preferred_cities":["Oslo"],"preferred_amenities":["pool"],"own":2,"more":3}}""";

        var first = Assert.Single(await provider.ProfilesAsync(Json));
        var second = Assert.Single(await provider.ProfilesAsync(Json));

        Assert.Equal((ImportOutcomeKind.Merged, ImportOutcomeKind.Unchanged), (first.Kind, second.Kind));
        var profile = await provider.ProfileAsync("u");
        Assert.Equal(new DateTimeOffset(2024, 6, 1, 0, 0, 0, TimeSpan.Zero), profile.CreatedAt);
        Assert.Equal(("""{"vip":1,"club":3}""", """{"language":"de","name":"Ann"}"""), (profile.AdditionalFields.ToString(), profile.Attributes.ToString()));
        Assert.Equal(["Rome", "pool"], profile.Preferences.PreferredCities.Concat(profile.Preferences.PreferredAmenities));
        Assert.Equal((1, 3), (profile.NestedFields.Json("preferences").GetProperty("own").GetInt32(), profile.NestedFields.Json("preferences").GetProperty("more").GetInt32()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wishes_and_searches_that_this_library_wrote_come_in_again(bool exists)
    {
        await using var from = RecordCases.Provider();
        var memory = from.LongTerm();
        await memory.AddBookingToHistoryAsync("u", new() { BookingId = "1", City = "Rome", CheckIn = new(2025, 1, 1) });
        await memory.AddStatedPreferenceAsync("u", new() { Kind = PreferenceKind.Amenity, Value = "pool" });
        await memory.UpdateUserPreferencesAsync("u", new() { City = "Rome" });
        var json = (await memory.GetUserProfileAsync("u"))!.ToJson();
        await using var provider = RecordCases.Provider();
        if (exists)
        {
            await provider.LongTerm().AddStatedPreferenceAsync("u", new() { Kind = PreferenceKind.City, Value = "Oslo" });
        }

        var first = Assert.Single(await provider.ProfilesAsync(json));
        var second = Assert.Single(await provider.ProfilesAsync(json));

        Assert.Equal((exists ? ImportOutcomeKind.Merged : ImportOutcomeKind.Added, ImportOutcomeKind.Unchanged, ""), (first.Kind, second.Kind, first.Told()));
        var profile = await provider.ProfileAsync("u");
        Assert.Equal(exists ? ["Oslo", "pool"] : ["pool"], profile.StatedPreferences.Select(wish => wish.Value).Order(StringComparer.Ordinal));
        Assert.Equal("Rome", Assert.Single(profile.Bookings.Searches).City);
        Assert.Empty(profile.AdditionalFields);
    }

    [Fact]
    public async Task Stays_that_a_profile_of_this_library_holds_beyond_its_history_come_in_again()
    {
        await using var from = RecordCases.Provider();
        for (var day = 1; day <= 25; day++)
        {
            await from.LongTerm().AddBookingToHistoryAsync("u", new() { BookingId = $"{day}", City = "Rome", CheckIn = new(2025, 1, day) });
        }

        await using var provider = RecordCases.Provider();

        var outcome = Assert.Single(await provider.ProfilesAsync((await from.ProfileAsync("u")).ToJson()));

        Assert.Equal((25, 25), (outcome.Items, (await provider.HistoryAsync("u")).Count));
    }

    [Fact]
    public async Task A_wish_or_a_search_that_cannot_be_read_is_told_and_costs_no_other()
    {
        await using var provider = RecordCases.Provider();

        var outcome = Assert.Single(await provider.ProfilesAsync(
            """
            {"user_id":"u","stated_preferences":[{"kind":"amenity","value":"pool","stated_at":"2025-01-01T00:00:00Z"},{"kind":"mood","value":"x"},7],"travel_record":{"searches":[{"city":"","searched_at":"2025-01-01T00:00:00Z"},{"city":"Oslo","searched_at":"2025-01-01T00:00:00Z"}]}}
            """));

        Assert.Equal(
            ["$.stated_preferences[1]", "$.stated_preferences[2]", "$.travel_record.searches[0]"], outcome.Problems.Select(problem => problem.Path));
        var profile = await provider.ProfileAsync("u");
        Assert.Equal(("pool", "Oslo"), (Assert.Single(profile.StatedPreferences).Value, Assert.Single(profile.Bookings.Searches).City));
    }

    [Fact]
    public async Task Bookings_that_could_not_be_read_are_added_to_those_before()
    {
        await using var provider = RecordCases.Provider();
        await provider.ProfilesAsync("""{"user_id":"u","booking_history":[{"city":"Rome"},7]}""");
        const string Json = """{"user_id":"u","booking_history":[{"city":"Oslo"},7]}""";

        var first = Assert.Single(await provider.ProfilesAsync(Json));
        var second = Assert.Single(await provider.ProfilesAsync(Json));

        Assert.Equal((ImportOutcomeKind.Merged, ImportOutcomeKind.Unchanged), (first.Kind, second.Kind));
        Assert.Equal("""[{"city":"Rome"},7,{"city":"Oslo"}]""", (await provider.ProfileAsync("u")).AdditionalFields.Json("unread_bookings").GetRawText());
    }

    [Fact]
    public async Task A_guest_who_is_being_merged_into_another_is_filled_and_stays_so()
    {
        await using var provider = RecordCases.Provider();
        var store = provider.GetRequiredService<IProfileStore>();
        await provider.LongTerm().AddBookingToHistoryAsync("u", new() { BookingId = "1", City = "Rome", CheckIn = new(2025, 1, 1) });
        var marked = (await store.GetAsync("u", CancellationToken.None))! with { MergingInto = "mark" };
        await store.TryCommitAsync(marked, [], CancellationToken.None);

        var outcome = Assert.Single(await provider.ProfilesAsync("""{"user_id":"u","vip":1}"""));

        var profile = (await store.GetAsync("u", CancellationToken.None))!;
        Assert.Equal((ImportOutcomeKind.Merged, "mark", """{"vip":1}"""), (outcome.Kind, profile.MergingInto, profile.AdditionalFields.ToString()));
    }

    [Fact]
    public async Task Nothing_is_lost_where_another_process_writes_to_the_guest_at_the_same_time()
    {
        await using var provider = RecordCases.Provider();
        await using var other = RecordCases.Provider(register: services => services.AddSingleton(provider.GetRequiredService<IProfileStore>()));
        var json = string.Join('\n', Enumerable.Range(0, 40).Select(number => $$"""{"user_id":"u","own_{{number}}":1,"consent":"{{(number is 20 ? "withdrawn" : "granted")}}"}"""));

        var import = provider.ProfilesAsync(json);
        await Parallel.ForAsync(0, 40, async (number, stop) =>
            await other.LongTerm().AddBookingToHistoryAsync("u", new() { BookingId = $"{number}", City = "Rome", CheckIn = new(2025, 1, 1) }, stop));
        var outcomes = await import;

        var profile = await provider.ProfileAsync("u");
        Assert.Equal((40, 40, ConsentStatus.Withdrawn), (outcomes.Count, profile.AdditionalFields.Count, profile.Consent));
        Assert.Equal(40, (await provider.HistoryAsync("u")).Count);
    }
}
