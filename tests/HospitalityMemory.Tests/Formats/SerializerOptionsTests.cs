using System.Text.Json;
using System.Text.Json.Serialization;

namespace HospitalityMemory.Tests.Formats;

/// <summary>The documented form through a host's own serializer, such as a minimal API's.</summary>
public sealed partial class SerializerOptionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Session Sample = new()
    {
        SessionId = "s1",
        UserId = "guest",
        CreatedAt = Now,
        UpdatedAt = Now,
        ExpiresAt = Now.AddMinutes(30),
        Lifetime = TimeSpan.FromMinutes(30),
        Slots = new() { City = "Lisbon", NumberOfGuests = 2 },
        Messages = MessageList.From(
        [
            new SessionMessage { Role = new("developer"), Content = "Zoë", MessageId = "m1", Payload = JsonElement.Parse("""{"a": [1]}"""), Timestamp = Now }
                .WithSequence(4),
        ]),
    };

    [Fact]
    public void A_session_is_written_in_the_documented_form_without_reflection()
    {
        // These options have no reflection-based resolver: a type that they do not know would throw.
        var options = new JsonSerializerOptions();
        options.AddHospitalityMemory();

        Assert.Equal(JsonNode(Sample.ToJson()), JsonNode(JsonSerializer.Serialize(Sample, options.GetTypeInfo(typeof(Session)))));
        var read = (Session)JsonSerializer.Deserialize(Sample.ToJson(), options.GetTypeInfo(typeof(Session)))!;
        Assert.Equal(Sample.ToJson(), read.ToJson());
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(new Own(Sample), options.GetTypeInfo(typeof(Own))));
    }

    [Fact]
    public void A_hosts_own_type_may_hold_ours()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        options.TypeInfoResolverChain.Add(OwnJson.Default);
        options.AddHospitalityMemory();

        var json = JsonSerializer.Serialize(new Own(Sample), options.GetTypeInfo(typeof(Own)));

        using var document = JsonDocument.Parse(json);
        var session = document.RootElement.GetProperty("session");
        Assert.Equal(("s1", "developer", 4), (
            session.GetProperty("session_id").GetString(),
            session.GetProperty("messages")[0].GetProperty("role").GetString(),
            session.GetProperty("messages")[0].GetProperty("sequence").GetInt32()));
        Assert.Equal("Lisbon", session.GetProperty("slots").GetProperty("city").GetString());
    }

    [Fact]
    public void Every_type_that_is_documented_is_written_and_all_but_a_page_read()
    {
        var options = new JsonSerializerOptions();
        options.AddHospitalityMemory();
        object[] values =
        [
            new Session(Sample, MessageList.Empty), Sample.Messages[0], Sample.Slots, JsonFields.Empty.Set("a", 1m), MessageRole.Tool,
            new Booking { BookingId = "b1", City = "Porto", CheckIn = new DateOnly(2026, 5, 1) },
            new UserProfile { UserId = "guest", CreatedAt = Now, Attributes = JsonFields.Empty.Set("name", "Zoë") },
        ];
        foreach (var value in values)
        {
            var typeInfo = options.GetTypeInfo(value.GetType());
            var json = JsonSerializer.Serialize(value, typeInfo);
            Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, typeInfo), typeInfo));
        }

        var page = JsonSerializer.Serialize(new SessionPage([Sample], "next"), options.GetTypeInfo(typeof(SessionPage)));
        using var document = JsonDocument.Parse(page);
        Assert.Equal(("s1", "next"), (
            document.RootElement.GetProperty("sessions")[0].GetProperty("session_id").GetString(), document.RootElement.GetProperty("next").GetString()));
    }

    [Fact]
    public void Texts_for_people_say_what_it_is()
    {
        Assert.Equal("session s1 of guest, version 1, expires 2026-03-01 12:30:00Z, 1 messages", Sample.ToString());
        Assert.Equal("#4 developer: Zoë", Sample.Messages[0].ToString());
        Assert.Equal($"#0 assistant (booking): {new string('x', 80)}...", new SessionMessage { Role = MessageRole.Assistant, Content = new string('x', 90), Agent = "booking" }.ToString());
        Assert.Equal("session s9: It is broken.", new SessionInfo { SessionId = "s9", CreatedAt = Now, Problem = "It is broken." }.ToString());
        Assert.Equal("tool", $"{MessageRole.Tool}");
    }

    private static string JsonNode(string json) => System.Text.Json.Nodes.JsonNode.Parse(json)!.ToJsonString();

    internal sealed record Own(Session Session);

    [JsonSerializable(typeof(Own))]
    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    internal sealed partial class OwnJson : JsonSerializerContext;
}
