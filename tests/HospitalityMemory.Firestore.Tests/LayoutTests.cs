using System.Net.Http.Json;
using System.Text.Json;
using static HospitalityMemory.Testing.Conformance.ProfileSamples;

namespace HospitalityMemory.Firestore.Tests;

/// <summary>
/// docs/firestore-layout.md, read and written without the store: what any other client sees and may do.
/// </summary>
[Collection(UsesEmulator.Name)]
public sealed class LayoutTests(FirestoreEmulator emulator)
{
    private static readonly HttpClient Http = new();

    [SkippableFact]
    public async Task A_profile_is_typed_fields_under_users()
    {
        using var store = new TestStore(emulator.Host);
        await CommitAsync(store.Store, UserProfile.FromJson("""
            {
              "user_id": "guest/é", "created_at": "2026-03-01T12:00:00Z", "last_active_at": "2026-03-01T12:00:00.1234567Z", "consent": "granted",
              "booking_history": [{ "booking_id": "b:1", "city": "Miami", "check_in": "2026-05-01", "check_out": "2026-05-04" }],
              "attributes": { "vip": true, "points": 12.5 }, "schema_version": 1
            }
            """));

        var fields = (await GetAsync(store, "users/id-Z3Vlc3Qvw6k")).GetProperty("fields");

        Assert.Equal("guest/é", fields.GetProperty("user_id").GetProperty("stringValue").GetString());
        Assert.Equal("2026-03-01T12:00:00Z", fields.GetProperty("created_at").GetProperty("stringValue").GetString());
        Assert.Equal("2026-03-01T12:00:00.123456Z", fields.GetProperty("last_active_at").GetProperty("timestampValue").GetString());
        Assert.Equal("2026-05-04", fields.GetProperty("last_stay_day").GetProperty("stringValue").GetString());
        Assert.Equal("granted", fields.GetProperty("consent").GetProperty("stringValue").GetString());
        Assert.Equal("1", fields.GetProperty("schema_version").GetProperty("integerValue").GetString());
        var attributes = fields.GetProperty("attributes").GetProperty("mapValue").GetProperty("fields");
        Assert.True(attributes.GetProperty("vip").GetProperty("booleanValue").GetBoolean());
        Assert.Equal(12.5, attributes.GetProperty("points").GetProperty("doubleValue").GetDouble());
        var embedded = fields.GetProperty("booking_history").GetProperty("arrayValue").GetProperty("values")[0].GetProperty("mapValue").GetProperty("fields");
        Assert.Equal("b:1", embedded.GetProperty("booking_id").GetProperty("stringValue").GetString());
        Assert.Equal(32, fields.GetProperty("commit_id").GetProperty("stringValue").GetString()!.Length);
        Assert.Equal("0", fields.GetProperty("based_on").GetProperty("integerValue").GetString());
    }

    [SkippableFact]
    public async Task A_booking_is_typed_fields_under_its_guest()
    {
        using var store = new TestStore(emulator.Host);
        var booking = Booking("b:1", new DateOnly(2026, 5, 1)) with { CheckOut = new DateOnly(2026, 5, 4), PricePerNight = 1234.56m, Currency = "EUR", Guests = 4, Amenities = ["pool", "Wi‑Fi"] };
        await CommitAsync(store.Store, Profile("guest"), booking);

        var fields = (await GetAsync(store, "users/id-Z3Vlc3Q/bookings/id-Yjox")).GetProperty("fields");

        Assert.Equal("b:1", fields.GetProperty("booking_id").GetProperty("stringValue").GetString());
        Assert.Equal("Miami", fields.GetProperty("city").GetProperty("stringValue").GetString());
        Assert.Equal("2026-05-01", fields.GetProperty("check_in").GetProperty("stringValue").GetString());
        Assert.Equal("2026-05-04", fields.GetProperty("check_out").GetProperty("stringValue").GetString());
        Assert.Equal(1234.56, fields.GetProperty("price_per_night").GetProperty("doubleValue").GetDouble());
        Assert.Equal("4", fields.GetProperty("guests").GetProperty("integerValue").GetString());
        Assert.Equal(
            ["pool", "Wi‑Fi"],
            fields.GetProperty("amenities").GetProperty("arrayValue").GetProperty("values").EnumerateArray().Select(value => value.GetProperty("stringValue").GetString()));
    }

    [SkippableFact]
    public async Task The_version_is_the_update_time_in_microseconds()
    {
        using var store = new TestStore(emulator.Host);
        var committed = await CommitAsync(store.Store, Profile("guest"));

        var document = await GetAsync(store, "users/id-Z3Vlc3Q");

        Assert.Equal(committed.Version, FirestoreTime.Parse(document.GetProperty("updateTime").GetString()));
    }

    [SkippableFact]
    public async Task A_commit_that_changes_nothing_has_a_new_version_all_the_same()
    {
        using var store = new TestStore(emulator.Host);
        var first = await CommitAsync(store.Store, Profile("guest"));

        var second = await CommitAsync(store.Store, first);

        Assert.NotEqual(first.Version, second.Version);
    }

    [SkippableFact]
    public async Task The_Python_modules_profile_written_by_another_client_is_read()
    {
        using var store = new TestStore(emulator.Host);
        await PatchAsync(store, "users/id-dXNlcl8xMjM", """
            {"fields":{
              "user_id":{"stringValue":"user_123"},
              "created_at":{"timestampValue":"2025-01-01T00:00:00.123456Z"},
              "preferences":{"mapValue":{"fields":{
                "preferred_cities":{"arrayValue":{"values":[{"stringValue":"Miami"}]}},
                "preferred_price_range":{"mapValue":{"fields":{"min":{"integerValue":"200"},"max":{"doubleValue":600.0}}}}}}},
              "tier":{"stringValue":"gold"}}}
            """);

        var profile = await store.Store.GetAsync("user_123", CancellationToken.None);

        Assert.Equal(new DateTimeOffset(2025, 1, 1, 0, 0, 0, 123, 456, TimeSpan.Zero), profile!.CreatedAt);
        Assert.Equal(["Miami"], profile.Preferences.PreferredCities);
        Assert.Equal(600, profile.Preferences.PreferredPriceRange!.Max);
        Assert.Equal("gold", profile.AdditionalFields.GetString("tier"));
        Assert.NotNull(await store.Store.TryCommitAsync(profile, [], CancellationToken.None));
    }

    [SkippableFact]
    public async Task A_write_by_another_client_is_seen_as_one()
    {
        using var store = new TestStore(emulator.Host);
        var committed = await CommitAsync(store.Store, Profile("guest"));
        await PatchAsync(store, "users/id-Z3Vlc3Q?updateMask.fieldPaths=consent", """{"fields":{"consent":{"stringValue":"withdrawn"}}}""");

        Assert.Null(await store.Store.TryCommitAsync(committed, [], CancellationToken.None));
        Assert.Equal(ConsentStatus.Withdrawn, (await store.Store.GetAsync("guest", CancellationToken.None))!.Consent);
    }

    [SkippableFact]
    public async Task A_document_that_is_no_profile_is_an_error_of_the_schema()
    {
        using var store = new TestStore(emulator.Host);
        await PatchAsync(store, "users/id-b2Rk", """{"fields":{"user_id":{"integerValue":"7"}}}""");
        await PatchAsync(store, "users/id-bmV3ZXI", """{"fields":{"user_id":{"stringValue":"newer"},"created_at":{"stringValue":"2025-01-01T00:00:00Z"},"schema_version":{"integerValue":"99"}}}""");

        await Assert.ThrowsAsync<CorruptDataException>(async () => await store.Store.GetAsync("odd", CancellationToken.None));
        var newer = await Assert.ThrowsAsync<SchemaVersionException>(async () => await store.Store.GetAsync("newer", CancellationToken.None));
        Assert.Equal(99, newer.Found);
    }

    [SkippableFact]
    public async Task Bookings_without_a_guest_are_deleted_too()
    {
        using var store = new TestStore(emulator.Host);
        await PatchAsync(store, "users/id-Z2hvc3Q/bookings/b", """{"fields":{"booking_id":{"stringValue":"b"}}}""");

        Assert.Equal(1, await store.Store.CountBookingsAsync("ghost", CancellationToken.None));
        Assert.Equal(new(0, 1), await store.Store.DeleteAsync("ghost", CancellationToken.None));
        Assert.Equal(0, await store.Store.CountBookingsAsync("ghost", CancellationToken.None));
        Assert.Equal(new(0, 0), await store.Store.DeleteAsync("ghost", CancellationToken.None));
    }

    [SkippableFact]
    public async Task A_cleanup_leaves_alone_what_another_program_wrote_without_saying_when_the_last_stay_is()
    {
        using var store = new TestStore(emulator.Host);
        await PatchAsync(store, "users/id-c2lsZW50", """{"fields":{"last_active_at":{"timestampValue":"2020-01-01T00:00:00Z"}}}""");
        await PatchAsync(store, "users/odd", """{"fields":{"last_active_at":{"timestampValue":"2020-01-01T00:00:00Z"},"last_stay_day":{"nullValue":null}}}""");
        await PatchAsync(store, "users/id-ZG9uZQ", """{"fields":{"last_active_at":{"timestampValue":"2020-01-01T00:00:00Z"},"last_stay_day":{"nullValue":null}}}""");

        Assert.Equal(["done"], await DeleteInactiveAsync(store.Store, Now, new DateOnly(2026, 3, 1)));
        await GetAsync(store, "users/id-c2lsZW50");
        await GetAsync(store, "users/odd");
    }

    [SkippableFact]
    public async Task Anything_that_JSON_can_hold_comes_back_from_Firestore()
    {
        using var store = new TestStore(emulator.Host);
        using var odd = JsonDocument.Parse($$"""
            {"":1,"__x__":[[1,[2]],[]],"~json":"x","deep":{{string.Concat(Enumerable.Repeat("[{\"m\":", 15))}}0.1234567890123456789{{string.Concat(Enumerable.Repeat("}]", 15))}},
             "big":123456789012345678901234567890,"tiny":1e-7,"control":"\u0000\u0001","long":"{{new string('東', 2_000)}}"}
            """);
        var profile = Profile("guest") with
        {
            Attributes = JsonFields.Empty.Set("odd", odd.RootElement),
            AdditionalFields = JsonFields.Empty.Set("commit_id", "the host's").Set("last_stay_day", 5m).Set("erasing", true),
        };

        await CommitAsync(store.Store, profile);
        var read = await store.Store.GetAsync("guest", CancellationToken.None);

        Assert.True(read!.Attributes.TryGetJson("odd", out var back));
        Assert.True(JsonElement.DeepEquals(odd.RootElement, back), back.GetRawText());
        Assert.Equal(profile.AdditionalFields, read.AdditionalFields);
    }

    [SkippableFact]
    public async Task A_profile_or_booking_above_1_MiB_is_refused_and_nothing_is_changed()
    {
        using var store = new TestStore(emulator.Host);
        var committed = await CommitAsync(store.Store, Profile("guest"));
        var large = JsonFields.Empty.Set("text", new string('x', 1_048_576));

        var profile = await Assert.ThrowsAsync<MemoryUnavailableException>(
            async () => await store.Store.TryCommitAsync(committed with { Attributes = large }, [Booking("b")], CancellationToken.None));
        var booking = await Assert.ThrowsAsync<MemoryUnavailableException>(
            async () => await store.Store.TryCommitAsync(committed, [Booking("b") with { AdditionalFields = large }], CancellationToken.None));

        Assert.StartsWith("The profile would be a document of 104", profile.Message, StringComparison.Ordinal);
        Assert.StartsWith("The booking would be a document of 104", booking.Message, StringComparison.Ordinal);
        Assert.Equal(committed.Version, (await store.Store.GetAsync("guest", CancellationToken.None))!.Version);
        Assert.Equal(0, await store.Store.CountBookingsAsync("guest", CancellationToken.None));
    }

    [SkippableFact]
    public async Task A_document_that_only_Firestore_finds_too_large_is_refused_by_it()
    {
        const int Limit = 1_048_576;
        using var store = new TestStore(emulator.Host);
        var size = int.Parse((await RefusalOfAsync(Limit)).Split(' ')[7], System.Globalization.CultureInfo.InvariantCulture);

        // The largest document by this library's count. Firestore's emulator counts a little more.
        var largest = Limit - (size - Limit);
        var ours = await RefusalOfAsync(largest + 1);
        var theirs = await RefusalOfAsync(largest);

        Assert.StartsWith("The profile would be a document of 1048577 bytes; Firestore allows 1048576.", ours, StringComparison.Ordinal);
        Assert.StartsWith("Firestore did not serve 'commit' in 1 attempt(s): INVALID_ARGUMENT (HTTP 400)", theirs, StringComparison.Ordinal);
        Assert.Null(await store.Store.GetAsync("guest", CancellationToken.None));

        async Task<string> RefusalOfAsync(int length) => (await Assert.ThrowsAsync<MemoryUnavailableException>(
            async () => await store.Store.TryCommitAsync(WithText(length), [], CancellationToken.None))).Message;

        static UserProfile WithText(int length) =>
            Profile("guest") with { Attributes = JsonFields.Empty.Set("text", new string('x', length)) };
    }

    private async Task<JsonElement> GetAsync(TestStore store, string path)
    {
        using var request = Request(HttpMethod.Get, store, path);
        using var response = await Http.SendAsync(request);
        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task PatchAsync(TestStore store, string path, string document)
    {
        using var request = Request(HttpMethod.Patch, store, path);
        request.Content = new StringContent(document, System.Text.Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    private HttpRequestMessage Request(HttpMethod method, TestStore store, string path)
    {
        var request = new HttpRequestMessage(method, $"http://{emulator.Host}/v1/projects/{store.Options.ProjectId}/databases/(default)/documents/{path}");
        request.Headers.Authorization = new("Bearer", "owner");
        return request;
    }
}
