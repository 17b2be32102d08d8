using System.Buffers;
using System.Text;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.Formats;

public sealed class MemoryJsonErrorTests
{
    private const string Times = "\"created_at\":\"2025-01-01T12:00:00\",\"expires_at\":\"2025-01-01T12:30:00\"";
    private const string Stay = "\"booking_id\":\"b\",\"city\":\"Miami\",\"check_in\":\"2025-03-15\"";

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"secret\"")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{\"session_id\":\"secret\"}")]
    [InlineData("not JSON")]
    public void What_is_no_session_at_all_is_an_error(string json)
    {
        var error = Assert.Throws<CorruptDataException>(() => Session.FromJson(json));

        Assert.StartsWith("The stored session does not follow the schema at $", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Exception", error.InnerException!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"session_id\":null", "$.session_id")]
    [InlineData("\"session_id\":\"\"", "$.session_id")]
    [InlineData("\"session_id\":\"a\\nsecret\"", "$.session_id")]
    [InlineData("\"session_id\":\"s\",\"user_id\":7", "$.user_id")]
    [InlineData("\"session_id\":\"s\",\"user_id\":\"\"", "$.user_id")]
    [InlineData("\"session_id\":\"s\",\"version\":0", "$.version")]
    [InlineData("\"session_id\":\"s\",\"context\":[\"secret\"]", "$.context")]
    [InlineData("\"session_id\":\"s\",\"slots\":{\"budget\":\"secret\"}", "$.slots.budget")]
    [InlineData("\"session_id\":\"s\",\"slots\":{\"budget\":\"NaN\"}", "$.slots.budget")]
    [InlineData("\"session_id\":\"s\",\"slots\":{\"budget\":1e40}", "$.slots.budget")]
    [InlineData("\"session_id\":\"s\",\"slots\":{\"number_of_guests\":4.5}", "$.slots.number_of_guests")]
    [InlineData("\"session_id\":\"s\",\"slots\":{\"check_in_date\":\"2025-02-30\"}", "$.slots.check_in_date")]
    [InlineData("\"session_id\":\"s\",\"slots\":{\"check_in_date\":\"secret\"}", "$.slots.check_in_date")]
    [InlineData("\"session_id\":\"s\",\"updated_at\":\"yesterday\"", "$.updated_at")]
    [InlineData("\"session_id\":\"s\",\"updated_at\":1735732800", "$.updated_at")]
    [InlineData("\"session_id\":\"s\",\"messages\":[null]", "$.messages[0]")]
    [InlineData("\"session_id\":\"s\",\"messages\":[{\"role\":\"\",\"content\":\"x\"}]", "$.messages[0].role")]
    [InlineData("\"session_id\":\"s\",\"messages\":[{\"role\":\"secret\\n\",\"content\":\"x\"}]", "$.messages[0].role")]
    [InlineData("\"session_id\":\"s\",\"messages\":[{\"role\":0,\"content\":\"x\"}]", "$.messages[0].role")]
    [InlineData("\"session_id\":\"s\",\"messages\":[{\"role\":\"user\"}]", "$.messages[0]")]
    [InlineData("\"session_id\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":\"secret\",\"sequence\":0}]", "$.messages[0].sequence")]
    [InlineData("\"session_id\":\"s\",\"messages\":[{\"role\":\"tool\",\"content\":\"\",\"tool_call_ids\":[null]}]", "$.messages[0].tool_call_ids[0]")]
    [InlineData("\"session_id\":\"s\",\"secret\":[nonsense]", "$")]
    public void A_bad_field_of_a_session_is_named_by_its_path_and_not_by_its_value(string fields, string path)
    {
        var error = Assert.Throws<CorruptDataException>(() => Session.FromJson($"{{{Times},{fields}}}"));

        Assert.Contains($" at {path}: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Contains("Exception", error.InnerException!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    public void A_number_that_JSON_does_not_have_is_an_error_wherever_it_stands(string number)
    {
        Assert.Throws<CorruptDataException>(() => Session.FromJson($"{{\"session_id\":\"s\",{Times},\"slots\":{{\"budget\":{number}}}}}"));
        Assert.Throws<CorruptDataException>(() => Session.FromJson($"{{\"session_id\":\"s\",{Times},\"context\":{{\"x\":{number}}}}}"));
        Assert.Throws<CorruptDataException>(() => Session.FromJson($"{{\"session_id\":\"s\",{Times},\"unknown\":{number}}}"));
        Assert.Throws<CorruptDataException>(() => MemoryJson.ReadBooking(Encoding.UTF8.GetBytes($"{{{Stay},\"price_per_night\":{number}}}")));
    }

    [Fact]
    public void An_unknown_role_is_kept_as_it_is_written()
    {
        Assert.Equal("Developer", MemoryJson.ReadMessage("""{"role":"Developer","content":""}"""u8).Role.Name);
        Assert.Equal(MessageRole.User, MemoryJson.ReadMessage("""{"role":"USER","content":""}"""u8).Role);
    }

    [Theory]
    [InlineData("\"check_out\":\"2025-03-14\"", "$.check_out")]
    [InlineData("\"sequence\":-1", "$.sequence")]
    [InlineData("\"amenities\":[\"pool\",null]", "$.amenities[1]")]
    [InlineData("\"guests\":99999999999", "$.guests")]
    [InlineData("\"guests\":0", "$.guests")]
    [InlineData("\"guest_rating\":79228162514264337593543950335", "$.guest_rating")]
    [InlineData("\"price_per_night\":-1", "$.price_per_night")]
    [InlineData("\"price\":79228162514264337593543950335", "$.price_per_night")]
    public void A_bad_field_of_a_booking_is_named_alone_and_within_a_profile(string field, string path)
    {
        var alone = Assert.Throws<CorruptDataException>(() => MemoryJson.ReadBooking(Encoding.UTF8.GetBytes($"{{{Stay},{field}}}")));
        var within = Assert.Throws<CorruptDataException>(() => UserProfile.FromJson(
            $"{{\"user_id\":\"u\",{Times},\"travel_record\":{{\"bookings\":2}},\"booking_history\":[{{{Stay}}},{{{Stay},{field}}}]}}"));

        Assert.Contains($" at {path}: ", alone.Message, StringComparison.Ordinal);
        Assert.Contains($" at $.booking_history[1]{path[1..]}: ", within.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"preferences\":{\"preferred_cities\":[null]}", "$.preferences.preferred_cities[0]")]
    [InlineData("\"preferences\":{\"preferred_price_range\":{\"min\":2,\"max\":1}}", "$.preferences.preferred_price_range.min")]
    [InlineData("\"preferences\":{\"preferred_price_range\":{\"min\":2}}", "$.preferences.preferred_price_range")]
    [InlineData("\"insights\":{\"seasonal_patterns\":{\"stays_by_month\":{\"13\":1}}}", "$.insights.seasonal_patterns.stays_by_month")]
    [InlineData("\"insights\":{\"seasonal_patterns\":{\"stays_by_month\":{\"03\":1}}}", "$.insights.seasonal_patterns.stays_by_month")]
    [InlineData("\"insights\":{\"seasonal_patterns\":{\"stays_by_month\":{\"3\":\"x\"}}}", "$.insights.seasonal_patterns.stays_by_month")]
    [InlineData("\"insights\":{\"seasonal_patterns\":{\"stays_by_season\":{\"fall\":1}}}", "$.insights.seasonal_patterns.stays_by_season")]
    [InlineData("\"insights\":{\"average_stay_length\":\"Infinity\"}", "$.insights.average_stay_length")]
    [InlineData("\"consent\":\"maybe\"", "$.consent")]
    [InlineData("\"travel_record\":{\"searches\":[null]}", "$.travel_record.searches[0]")]
    public void A_bad_field_of_a_profile_is_named_by_its_path(string fields, string path) => Assert.Contains(
        $" at {path}: ",
        Assert.Throws<CorruptDataException>(() => UserProfile.FromJson($"{{\"user_id\":\"u\",{Times},{fields}}}")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"schema_version\":2}")]
    [InlineData("{\"session_id\":{\"of\":\"another shape\"},\"user_id\":[[]],\"role\":0,\"schema_version\":2}")]
    [InlineData("{\"session_id\":\"s\",\"user_id\":\"u\",\"role\":\"user\",\"content\":\"\",\"city\":\"\",\"check_in\":\"2025-01-01\",\"booking_id\":\"b\",\"created_at\":\"2025-01-01T00:00:00Z\",\"expires_at\":\"2025-01-01T00:00:00Z\",\"schema_version\":2}")]
    public void A_newer_schema_is_said_to_be_one_whatever_else_it_changed(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);

        Assert.All(
            new Action[]
            {
                () => MemoryJson.ReadSession(utf8),
                () => MemoryJson.ReadMessage(utf8),
                () => MemoryJson.ReadBooking(utf8),
                () => MemoryJson.ReadProfile(utf8),
            },
            read =>
            {
                var error = Assert.Throws<SchemaVersionException>(read);
                Assert.Equal((2, MemoryJson.SchemaVersion), (error.Found, error.Supported));
            });
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("\"1\"")]
    public void A_schema_version_that_is_none_is_an_error(string version) => Assert.Contains(
        "$.schema_version",
        Assert.Throws<CorruptDataException>(() => Session.FromJson($"{{\"session_id\":\"s\",{Times},\"schema_version\":{version}}}")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("2", 2)]
    [InlineData("99999999999", int.MaxValue)]
    public void A_newer_schema_is_named_however_new(string version, int found) => Assert.Equal(
        found,
        Assert.Throws<SchemaVersionException>(
            () => Session.FromJson($"{{\"session_id\":\"s\",{Times},\"schema_version\":{version}}}")).Found);

    [Theory]
    [InlineData("\"bookings\":-1", "bookings")]
    [InlineData("\"bookings\":9000000000000000000", "bookings")]
    [InlineData("\"bookings\":1,\"teaching_bookings\":2", "teaching_bookings")]
    [InlineData("\"last_sequence\":-1", "last_sequence")]
    [InlineData("\"last_sequence\":1,\"learns_after\":2", "learns_after")]
    public void A_count_that_cannot_be_is_named(string field, string path) => Assert.Contains(
        $" at $.travel_record.{path}: ",
        Assert.Throws<CorruptDataException>(() => UserProfile.FromJson($"{{\"user_id\":\"u\",{Times},\"travel_record\":{{{field}}}}}")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void An_infinite_mean_is_an_error() => Assert.Contains(
        "$.insights.average_stay_length",
        Assert.Throws<CorruptDataException>(
            () => UserProfile.FromJson($"{{\"user_id\":\"u\",{Times},\"insights\":{{\"average_stay_length\":1e999}}}}")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("2025-07-01T12:00:00", "2025-07-01T12:00:00Z")]
    [InlineData("2025-07-01T12:00:00Z", "2025-07-01T12:00:00Z")]
    [InlineData("2025-07-01T12:00:00+02:00", "2025-07-01T10:00:00Z")]
    [InlineData("2025-11-02T01:30:00-04:00", "2025-11-02T05:30:00Z")]
    [InlineData("2025-11-02T01:30:00-05:00", "2025-11-02T06:30:00Z")]
    [InlineData("2025-07-01T12:00:00.120", "2025-07-01T12:00:00.12Z")]
    [InlineData("2025-07-01T12:00:00.1234567", "2025-07-01T12:00:00.1234567Z")]
    [InlineData("2025-07-01", "2025-07-01T00:00:00Z")]
    public void Times_are_read_with_any_offset_and_written_in_UTC(string read, string written) => Assert.Contains(
        $"\"updated_at\":\"{written}\"",
        Session.FromJson($"{{\"session_id\":\"s\",{Times},\"updated_at\":\"{read}\"}}").ToJson(),
        StringComparison.Ordinal);

    [Fact]
    public void Writing_and_reading_nothing_is_an_argument_error()
    {
        var buffer = new ArrayBufferWriter<byte>();

        Assert.Throws<ArgumentNullException>("session", () => MemoryJson.WriteSession(null!, buffer));
        Assert.Throws<ArgumentNullException>("session", () => MemoryJson.WriteSessionState(null!, buffer));
        Assert.Throws<ArgumentNullException>("message", () => MemoryJson.WriteMessage(null!, buffer));
        Assert.Throws<ArgumentNullException>("booking", () => MemoryJson.WriteBooking(null!, buffer));
        Assert.Throws<ArgumentNullException>("profile", () => MemoryJson.WriteProfile(null!, buffer));
        Assert.Throws<ArgumentNullException>("writer", () => MemoryJson.WriteMessage(new() { Role = MessageRole.User, Content = "" }, null!));
        Assert.Throws<ArgumentNullException>("json", () => Session.FromJson(null!));
        Assert.Throws<ArgumentNullException>("json", () => UserProfile.FromJson(null!));
        Assert.Equal(0, buffer.WrittenCount);
    }
}
