using System.Text.Json;

namespace HospitalityMemory.Import.Tests.Documents;

/// <summary>What is a record, and under which names its members are kept.</summary>
public sealed class RecordTests
{
    [Fact]
    public async Task Names_that_differ_only_in_case_or_signs_are_kept_beside_each_other()
    {
        await using var provider = RecordCases.Provider();
        const string Names = """ "vip_level":1, "viplevel":2, "custom_a":3, "customA":4, "+":5, "-":6 """;

        await provider.ProfilesAsync($$"""{"user_id":"u", {{Names}}, "attributes":{ {{Names}} }, "booking_history":[{"id":"b","city":"Rome","check_in":"2025-03-15", {{Names}}, "room.type":7}]}""");

        string[] expected = ["+ 5", "- 6", "customA 4", "custom_a 3", "vip_level 1", "viplevel 2"];
        var profile = await provider.ProfileAsync("u");
        var booking = Assert.Single(await provider.HistoryAsync("u"));
        Assert.Equal(expected, Shown(profile.AdditionalFields));
        Assert.Equal(expected, Shown(profile.Attributes));
        Assert.Equal([.. expected[..4], "room.type 7", .. expected[4..]], Shown(booking.AdditionalFields));
    }

    [Fact]
    public async Task The_exact_name_goes_before_one_that_is_read_as_it_and_a_value_before_none()
    {
        await using var provider = RecordCases.Provider();

        var outcomes = await provider.ProfilesAsync("""[{"userId":"x","user_id":"u","createdAt":1,"created_at":"2025-01-01"},{"user_id":null,"userId":"v"}]""");

        Assert.Equal(["u", "v"], outcomes.Select(outcome => outcome.Id));
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), (await provider.ProfileAsync("u")).CreatedAt);
        Assert.Equal(["createdAt 1", "userId x"], Shown((await provider.ProfileAsync("u")).AdditionalFields));
    }

    [Fact]
    public async Task A_name_that_must_be_changed_takes_no_other_names_place()
    {
        await using var provider = RecordCases.Provider();

        await provider.ProfilesAsync("""{"user_id":"u","merging_into":"a","imported_merging_into":"b"}""");

        Assert.Equal(["imported_merging_into b", "imported_merging_into_2 a"], Shown((await provider.ProfileAsync("u")).AdditionalFields));
    }

    [Theory]
    [InlineData("""{"user_id":"u2","bookings":[{"id":"b1","user_id":"u2","city":"Rome","check_in":"2025-03-15"}]}""", "u2 1")]
    [InlineData("""{"user_id":"u2","bookings":[]}""", "u2 0")]
    [InlineData("""{"_id":"u2","bookings":[{"id":"b1","city":"Rome","check_in":"2025-03-15"}]}""", "u2 1")]
    [InlineData("""{"id":"answer-1","data":[{"user_id":"u1"},{"user_id":"u2"}]}""", "u1 0, u2 0")]
    [InlineData("""{"users":[{"id":"u1"},{"id":"u2"}]}""", "u1 0, u2 0")]
    [InlineData("""{"user_id":null,"users":[{"id":"u1"}]}""", "u1 0")]
    public async Task An_object_with_an_id_is_the_record(string json, string expected)
    {
        await using var provider = RecordCases.Provider();

        var outcomes = await provider.ProfilesAsync(json);

        Assert.Equal(expected, string.Join(", ", outcomes.Select(outcome => $"{outcome.Id ?? outcome.Told()} {outcome.Items}")));
    }

    [Fact]
    public async Task A_session_with_a_list_of_data_is_the_record()
    {
        await using var provider = RecordCases.Provider();

        var outcome = Assert.Single(await provider.SessionsAsync("""{"session_id":"s","data":[{"id":"x"}],"messages":[{"role":"user","content":"hi"}]}"""));

        Assert.Equal(("s", 1), (outcome.Id, outcome.Items));
        Assert.Equal("x", (await provider.SessionAsync("s")).AdditionalFields.Json("data")[0].GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("[", ",", "]")]
    [InlineData("", "\n", "\n")]
    [InlineData("{\"data\":[", ",", "]}")]
    public async Task A_record_that_is_nested_too_deep_costs_only_itself(string begin, string between, string end)
    {
        await using var provider = RecordCases.Provider();
        var deep = $$"""{"user_id":"d","more":{{new string('[', 1_000)}}"\ud83d"{{new string(']', 1_000)}}}""";

        var outcomes = await provider.ProfilesAsync($$"""{{begin}}{"user_id":"a"}{{between}}{{deep}}{{between}}{"user_id":"b"}{{end}}""");

        Assert.Equal(["a", "$: it is nested more than 64 levels deep", "b"], outcomes.Select(outcome => outcome.Id ?? outcome.Told()));
    }

    [Fact]
    public async Task Of_records_under_their_ids_a_deep_one_costs_only_itself()
    {
        await using var provider = RecordCases.Provider();

        var outcomes = await provider.ProfilesAsync($$"""{"a":{"x":1},"d":{"more":{{new string('[', 1_000)}}{{new string(']', 1_000)}} },"b":{"x":1} }""");

        Assert.Equal(["a", "$: it is nested more than 64 levels deep", "b"], outcomes.Select(outcome => outcome.Id ?? outcome.Told()));
    }

    [Fact]
    public async Task One_number_is_one_id_however_it_is_written()
    {
        await using var provider = RecordCases.Provider();

        var outcomes = await provider.ProfilesAsync("""[{"user_id":7,"booking_history":[{"id":1,"city":"Rome","check_in":"2025-03-15"}]},{"user_id":7.0,"booking_history":[{"id":1.0,"city":"Rome","check_in":"2025-03-15"}]}]""");

        Assert.Equal(["7", "7"], outcomes.Select(outcome => outcome.Id));
        Assert.Equal("1", Assert.Single(await provider.HistoryAsync("7")).BookingId);
    }

    private static List<string> Shown(JsonFields fields) =>
        [.. fields.Select(field => $"{field.Key} {(field.Value.ValueKind is JsonValueKind.String ? field.Value.GetString() : field.Value.GetRawText())}").Order(StringComparer.Ordinal)];
}
