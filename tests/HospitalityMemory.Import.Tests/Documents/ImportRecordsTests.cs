using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Import.Tests.Documents;

public sealed class ImportRecordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_hundred_profiles_of_the_Python_module_come_in_whole(int seed)
    {
        await using var provider = Provider();
        var made = new PythonRecords(seed);
        var profiles = Enumerable.Range(0, 100).Select(made.NextProfile).ToList();

        var outcomes = await ProfilesAsync(provider, $"[{string.Join(",\n", profiles.Select(profile => profile.Json))}]");

        Assert.Equal(Enumerable.Range(1, 100).Select(place => (ImportOutcomeKind.Added, (long)place, "")), outcomes.Select(Told));
        var memory = provider.GetRequiredService<ILongTermMemory>();
        foreach (var (profile, outcome) in profiles.Zip(outcomes))
        {
            var read = (await memory.GetUserProfileAsync(profile.UserId))!;
            Assert.Equal((profile.UserId, profile.Bookings), (outcome.Id, outcome.Items));
            Assert.Equal(profile.CreatedAt ?? Now, read.CreatedAt);
            Assert.Equal(profile.OwnField is not null, read.AdditionalFields.Contains("vip_level"));
            var history = await memory.GetBookingHistoryAsync(profile.UserId).ToListAsync();
            Assert.Equal(profile.Bookings, history.Count);
            Assert.Equal(history.Count(booking => booking.Status is BookingStatus.Booked), read.Insights.BookingCount);
            if (history.TrueForAll(booking => booking.Status is not BookingStatus.Booked))
            {
                Assert.Equal(profile.HasCities ? "Miami" : null, First(read.Preferences.PreferredCities));
                Assert.Equal(profile.HasRange ? "200 to 600" : null, read.Preferences.PreferredPriceRange is { } range ? $"{range.Min:0} to {range.Max:0}" : null);
                Assert.Equal(profile.HasAmenities ? "pool" : null, First(read.Preferences.PreferredAmenities));
            }

            Assert.All(history, booking => Assert.NotEmpty(booking.BookingId));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_hundred_sessions_of_the_Python_module_come_in_whole(int seed)
    {
        await using var provider = Provider();
        var made = new PythonRecords(seed);
        var sessions = Enumerable.Range(0, 100).Select(made.NextSession).ToList();

        var outcomes = await SessionsAsync(provider, string.Join("\n", sessions.Select(session => session.Json)));

        Assert.Equal(Enumerable.Range(1, 100).Select(place => (ImportOutcomeKind.Added, (long)place, "")), outcomes.Select(Told));
        var memory = provider.GetRequiredService<IShortTermMemory>();
        foreach (var session in sessions)
        {
            var read = (await memory.PeekSessionAsync(session.SessionId))!;
            Assert.Equal((session.UserId, session.Agent, session.City), (read.UserId, read.CurrentAgent, read.Slots.City));
            Assert.Equal(session.CheckIn is { } day ? Cases.Day(day) : null, read.Slots.CheckInDate);
            Assert.Equal(session.Messages, read.Messages.Count);
            Assert.Equal(session.HasBooking, read.BookingData.GetString("booking_id") is "b-1");
            Assert.Equal(session.OwnField is not null, read.AdditionalFields.Contains("feature_flags"));
            Assert.Equal(Now + TimeSpan.FromMinutes(30), read.ExpiresAt);
        }
    }

    [Fact]
    public async Task A_profile_of_the_documented_form_is_read_field_by_field()
    {
        await using var provider = Provider();

        var outcome = Assert.Single(await ProfilesAsync(
            provider,
            """
            {
              "user_id": "user_123", "created_at": "2025-01-01T00:00:00",
              "preferences": { "preferred_cities": ["Miami", "Los Angeles"], "preferred_price_range": {"min": 200, "max": 600}, "preferred_amenities": ["pool"], "preferred_property_types": ["villa"] },
              "booking_history": [
                { "city": "Miami", "check_in_date": "2025-03-15", "check_out_date": "2025-03-18", "number_of_guests": 4, "price": 300, "satisfaction": 5, "budget": 500, "property": {"id": 7} },
                { "city": "Miami", "check_in_date": "soon", "price": 100 },
                { "check_in_date": "2025-03-15" },
                "nothing"
              ],
              "insights": { "booking_count": 5, "average_stay_length": 3.2, "favorite_destinations": ["Miami"], "seasonal_patterns": {} },
              "language": "en"
            }
            """));

        Assert.Equal(
            [
                "$.booking_history[1].check_in_date is \"soon\", not a date",
                "$.booking_history[2] has no city",
                "$.booking_history[3]: it is no JSON object",
            ],
            outcome.Problems.Select(problem => problem.Message));
        var memory = provider.GetRequiredService<ILongTermMemory>();
        var profile = (await memory.GetUserProfileAsync("user_123"))!;
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), profile.CreatedAt);
        Assert.Equal("en", profile.AdditionalFields.GetString("language"));
        Assert.Equal(3, Json(profile.AdditionalFields, "unread_bookings").GetArrayLength());
        Assert.Equal(5, Json(profile.AdditionalFields, "imported_insights").GetProperty("booking_count").GetInt32());
        var booking = Assert.Single(await memory.GetBookingHistoryAsync("user_123").ToListAsync());
        Assert.Equal(
            ("Miami", Cases.Day("2025-03-15"), Cases.Day("2025-03-18"), 4, 300m, 5m),
            (booking.City, booking.CheckIn, booking.CheckOut!.Value, booking.Guests!.Value, booking.PricePerNight!.Value, booking.GuestRating!.Value));
        Assert.Equal((500, 7), (Json(booking.AdditionalFields, "budget").GetInt32(), Json(booking.AdditionalFields, "property").GetProperty("id").GetInt32()));
    }

    [Theory]
    [InlineData("4", 4, false)]
    [InlineData("2147483647", 2147483647, false)]
    [InlineData("\"12\"", 12, false)]
    [InlineData("2147483648", 0, true)]
    [InlineData("79228162514264337593543950335", 0, true)]
    [InlineData("1e400", 0, true)]
    [InlineData("-1", 0, true)]
    [InlineData("\"many\"", 0, true)]
    public async Task A_count_of_bookings_that_is_none_is_reported_and_the_rest_is_taken(string count, int expected, bool isReported)
    {
        await using var provider = Provider();

        var outcome = Assert.Single(await ProfilesAsync(
            provider, $$"""{"user_id": "u", "booking_history": [], "insights": { "booking_count": {{count}}, "average_stay_length": 3 } }"""));

        Assert.Equal(
            isReported ? ["$.insights.booking_count is no number from 0 to 2147483647"] : [],
            outcome.Problems.Select(problem => problem.Message));
        var profile = (await provider.GetRequiredService<ILongTermMemory>().GetUserProfileAsync("u"))!;
        Assert.Equal(expected > 0, profile.AdditionalFields.Contains("imported_insights"));
    }

    [Fact]
    public async Task Imported_again_nothing_changes_and_what_is_new_is_added()
    {
        await using var provider = Provider();
        const string Profile = """{"user_id": "u", "booking_history": [{"city": "Rome", "check_in_date": "2025-03-15"}]}""";
        await ProfilesAsync(provider, Profile);

        var again = Assert.Single(await ProfilesAsync(provider, Profile));
        var more = Assert.Single(await ProfilesAsync(provider, Profile.Replace("}]", "}, {\"city\": \"Oslo\", \"check_in_date\": \"2025-04-15\"}]")));
        var session = """{"session_id": "s", "messages": [{"role": "user", "content": "hi"}]}""";
        var first = Assert.Single(await SessionsAsync(provider, session));
        var second = Assert.Single(await SessionsAsync(provider, session));

        Assert.Equal((ImportOutcomeKind.Unchanged, ImportOutcomeKind.Merged), (again.Kind, more.Kind));
        Assert.Equal((ImportOutcomeKind.Added, ImportOutcomeKind.Unchanged), (first.Kind, second.Kind));
        Assert.Single((await provider.GetRequiredService<IShortTermMemory>().PeekSessionAsync("s"))!.Messages);
    }

    [Fact]
    public async Task Records_under_their_ids_and_broken_ones_among_lines_are_read()
    {
        await using var provider = Provider();

        var map = await ProfilesAsync(provider, """{"user_1": {"created_at": "2025-01-01T00:00:00"}, "user_2": {"user_id": "user_2"}}""");
        var lines = await ProfilesAsync(provider, "{\"user_id\": \"a\"}\n{\"user_id\": \n\n{\"preferences\": {}}\n{\"user_id\": \"bad\\u0007id\"}\n{\"user_id\": \"c\"}\n");

        var alone = await ProfilesAsync(provider, """{"preferences": {}, "insights": {}}""");

        Assert.Equal("$.user_id is missing", Assert.Single(Assert.Single(alone).Problems).Message);
        Assert.Equal(["user_1", "user_2"], map.Select(outcome => outcome.Id));
        Assert.Equal(
            ["1 a", "2 $: it is no JSON", "4 $.user_id is missing", "5 $.user_id has a control character", "6 c"],
            lines.Select(outcome => $"{outcome.Place} {outcome.Id ?? outcome.Problems[0].Message}"));
    }

    [Fact]
    public async Task A_chat_history_as_LangChain_keeps_it_in_Redis_is_a_session()
    {
        await using var provider = Provider();

        await SessionsAsync(
            provider,
            """
            {"session_id": "s", "messages": ["{\"type\": \"human\", \"data\": {\"content\": \"A villa?\", \"additional_kwargs\": {}}}", {"type": "ai", "data": {"content": "Here."}}, ["user", "Thanks"]]}
            """);

        var session = (await provider.GetRequiredService<IShortTermMemory>().PeekSessionAsync("s"))!;
        Assert.Equal(["user: A villa?", "assistant: Here.", "user: Thanks"], session.Messages.Select(message => $"{message.Role}: {message.Content}"));
    }

    [Fact]
    public async Task What_cannot_be_read_of_a_session_is_named_and_kept()
    {
        await using var provider = Provider();

        var outcome = Assert.Single(await SessionsAsync(
            provider,
            """
            {"session_id": "s", "created_at": "2025-01-01T12:00:00", "expires_at": "2025-01-01T12:30:00",
             "slots": {"city": "Miami", "check_in_date": "2025-03-15", "number_of_guests": "many"},
             "messages": [{"role": "user", "content": "hi"}, {"content": "who?"}, 7], "context": []}
            """));

        Assert.Equal(["$.context", "$.messages[1].role", "$.messages[2]", "$.slots.number_of_guests"], outcome.Problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
        var session = (await provider.GetRequiredService<IShortTermMemory>().PeekSessionAsync("s"))!;
        Assert.Equal(("Miami", Cases.Day("2025-03-15")), (session.Slots.City, session.Slots.CheckInDate!.Value));
        Assert.Equal("many", Json(session.AdditionalFields, "unread_slots").GetProperty("number_of_guests").GetString());
        Assert.Equal("2025-01-01T12:30:00Z", session.AdditionalFields.GetString("imported_expires_at"));
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 12, 0, 0, TimeSpan.Zero), Assert.Single(session.Messages).Timestamp);
    }

    [Fact]
    public async Task What_this_library_exports_comes_in_again_with_the_guests_word()
    {
        await using var provider = Provider();
        var memory = provider.GetRequiredService<ILongTermMemory>();
        await memory.AddBookingToHistoryAsync("u", new() { BookingId = "1", City = "Rome", CheckIn = new(2025, 1, 1), PricePerNight = 90 });
        await memory.SetConsentAsync("u", granted: false);
        var json = (await memory.GetUserProfileAsync("u"))!.ToJson();
        await using var other = Provider();

        var outcome = Assert.Single(await ProfilesAsync(other, json));

        Assert.Empty(outcome.Problems);
        var profile = (await other.GetRequiredService<ILongTermMemory>().GetUserProfileAsync("u"))!;
        Assert.Equal((ConsentStatus.Withdrawn, 1), (profile.Consent, profile.BookingHistory.Count));
        Assert.Empty(profile.Preferences.All);
        Assert.Empty(profile.AdditionalFields);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task Numbers_that_are_none_are_no_numbers_wherever_the_stream_is_cut(int piece)
    {
        const string Json = """[{"user_id": "NaN-\"NaN", "x": NaN, "y": [-Infinity, Infinity, -1], "z": "Infinity"}]""";
        using var read = new MemoryStream();
        await using var stream = new PythonNumbers(new SlowStream(Encoding.UTF8.GetBytes(Json), piece));
        await stream.CopyToAsync(read);

        Assert.Equal(
            """[{"user_id": "NaN-\"NaN", "x": "" , "y": [""       , ""      , -1], "z": "Infinity"}]""", Encoding.UTF8.GetString(read.ToArray()));
    }

    private static string? First(IReadOnlyList<string> names) => names is [var first, ..] ? first : null;

    private static JsonElement Json(JsonFields fields, string name) => fields.TryGetJson(name, out var value) ? value : default;

    private static (ImportOutcomeKind Kind, long Place, string Problems) Told(RecordOutcome outcome) =>
        (outcome.Kind, outcome.Place, string.Join("; ", outcome.Problems.Select(problem => problem.Message)));

    private static async Task<List<RecordOutcome>> ProfilesAsync(ServiceProvider provider, string json) =>
        await provider.GetRequiredService<IMemoryImporter>().ImportProfilesAsync(new MemoryStream(Encoding.UTF8.GetBytes(json))).ToListAsync();

    private static async Task<List<RecordOutcome>> SessionsAsync(ServiceProvider provider, string json) =>
        await provider.GetRequiredService<IMemoryImporter>().ImportSessionsAsync(new MemoryStream(Encoding.UTF8.GetBytes(json))).ToListAsync();

    private static ServiceProvider Provider()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        services.AddHospitalityMemory().AddImport();
        return services.BuildServiceProvider();
    }

    /// <summary>A stream that returns at most one piece per read.</summary>
    private sealed class SlowStream(byte[] content, int piece) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
