using System.Text.Json.Nodes;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.Formats;

public sealed class MemoryJsonUnknownFieldTests
{
    private const string Unknown = """{"deep":[1,{"a":null}],"text":"ü"}""";

    [Fact]
    public void Fields_that_a_session_does_not_know_survive_at_each_level()
    {
        var json = JsonNode.Parse($$"""
            {
              "session_id": "s", "created_at": "2025-01-01T12:00:00Z", "expires_at": "2025-01-01T12:30:00Z",
              "slots": { "city": "Miami", "loyalty_number": {{Unknown}}, "nothing": null },
              "context": { "new_in_context": {{Unknown}} },
              "messages": [ { "role": "user", "content": "hi", "new_in_message": {{Unknown}} } ],
              "booking_data": { "new_in_data": {{Unknown}} },
              "new_in_session": {{Unknown}}, "$type": "kept", "": 0
            }
            """)!;

        var session = Session.FromJson(json.ToJsonString());
        var written = JsonNode.Parse(session.ToJson())!;

        foreach (var path in new[] { "slots.loyalty_number", "context.new_in_context", "messages.0.new_in_message", "booking_data.new_in_data", "new_in_session" })
        {
            Assert.Equal(Unknown, At(written, path).ToJsonString(JsonOptions));
        }

        Assert.Equal("kept", session.AdditionalFields.GetString("$type"));
        Assert.Equal("kept", (string?)written["$type"]);
        Assert.True(written["slots"]!.AsObject().ContainsKey("nothing"));
        Assert.Equal(0, (int)written[""]!);
    }

    [Fact]
    public void Fields_that_a_profile_does_not_know_survive_at_each_level_also_where_it_is_computed_anew()
    {
        var json = $$"""
            {
              "user_id": "u", "created_at": "2025-01-01T12:00:00Z",
              "preferences": { "preferred_price_range": { "min": 1, "max": 2, "new": {{Unknown}} }, "preferred_view": {{Unknown}} },
              "booking_history": [ { "booking_id": "b", "city": "Miami", "check_in": "2025-03-15", "new": {{Unknown}} } ],
              "insights": { "seasonal_patterns": { "new": {{Unknown}} }, "new": {{Unknown}} },
              "stated_preferences": [ { "kind": "other", "value": "quiet", "stated_at": "2025-01-01T12:00:00Z", "new": {{Unknown}} } ],
              "attributes": { "language": {{Unknown}} },
              "travel_record": { "last_sequence": 1, "new": {{Unknown}} },
              "new": {{Unknown}}
            }
            """;

        var profile = UserProfile.FromJson(json) with
        {
            Preferences = new() { All = PreferencesJson.OfViews([], new() { Min = 3, Max = 4 }, [], []) },
            Insights = new() { BookingCount = 9 },
        };
        var written = JsonNode.Parse(profile.ToJson())!;

        foreach (var path in new[]
        {
            "preferences.preferred_price_range.new", "preferences.preferred_view", "booking_history.0.new", "insights.seasonal_patterns.new",
            "insights.new", "stated_preferences.0.new", "attributes.language", "travel_record.new", "new",
        })
        {
            Assert.Equal(Unknown, At(written, path).ToJsonString(JsonOptions));
        }

        Assert.Equal(9, (int)written["insights"]!["booking_count"]!);
    }

    [Fact]
    public void A_name_that_the_level_knows_wins_over_an_additional_field_of_that_name()
    {
        var fields = JsonFields.Empty.Set("session_id", "forged").Set("user_id", "forged").Set("city", "forged").Set("role", "system")
            .Set("name", "forged").Set("schema_version", 9).Set("kept", "kept");
        var session = new Session
        {
            SessionId = "s",
            CreatedAt = DateTimeOffset.UnixEpoch,
            Slots = new() { Extras = fields },
            Messages = MessageList.From([new SessionMessage { Role = MessageRole.User, Content = "hi", AdditionalFields = fields }.WithSequence(1)]),
            AdditionalFields = fields,
        };

        var read = Session.FromJson(session.ToJson());

        Assert.Equal(("s", null, null), (read.SessionId, read.UserId, read.Slots.City));
        Assert.Equal((MessageRole.User, null), (read.Messages[0].Role, read.Messages[0].Name));
        Assert.Equal("kept", read.AdditionalFields.GetString("kept"));
        Assert.DoesNotContain("session_id", read.AdditionalFields.Names);
    }

    [Fact]
    public void A_price_by_its_other_name_is_read_only_where_it_is_the_price_of_a_night()
    {
        const string Stay = "\"booking_id\":\"b\",\"city\":\"Miami\",\"check_in\":\"2025-03-15\"";

        var renamed = Read($"{{{Stay},\"price\":450.5}}");
        var both = Read($"{{{Stay},\"price\":900,\"price_per_night\":450}}");
        var text = Read($"{{{Stay},\"price\":\"on request\"}}");

        Assert.Equal((450.5m, 0), (renamed.PricePerNight, renamed.AdditionalFields.Count));
        Assert.Equal((450m, "{\"price\":900}"), (both.PricePerNight, both.AdditionalFields.ToString()));
        Assert.Equal((null, "on request"), (text.PricePerNight, text.AdditionalFields.GetString("price")));

        static Booking Read(string json) => MemoryJson.ReadBooking(System.Text.Encoding.UTF8.GetBytes(json));
    }

    private static readonly System.Text.Json.JsonSerializerOptions JsonOptions = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = FieldJsonContext.Default,
    };

    private static JsonNode At(JsonNode node, string path) => path.Split('.').Aggregate(
        node, (current, name) => (current is JsonArray items ? items[int.Parse(name)] : current[name]) ?? throw new KeyNotFoundException(path));
}
