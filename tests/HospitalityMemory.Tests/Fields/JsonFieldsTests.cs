using System.Text.Json;
using System.Text.Json.Serialization;
using CsCheck;
using HospitalityMemory.Tests.Formats;

namespace HospitalityMemory.Tests.Fields;

public sealed partial class JsonFieldsTests
{
    [Fact]
    public void A_change_makes_a_new_set_and_leaves_the_one_before()
    {
        var one = JsonFields.Empty.Set("a", "1");
        var two = one.Set("a", "2").Set("b", true);

        Assert.Empty(JsonFields.Empty);
        Assert.Equal("1", one.GetString("a"));
        Assert.Equal("2", two.GetString("a"));
        Assert.Equal(["a", "b"], two.Names);
        Assert.Equal(["b"], two.Remove("a").Names);
        Assert.Same(two, two.Remove("absent"));
    }

    [Fact]
    public void Values_are_read_as_they_were_set()
    {
        var fields = JsonFields.Empty
            .Set("text", "caf\u00e9")
            .Set("none", (string?)null)
            .Set("yes", true)
            .Set("price", 12.50m)
            .Set("flags", new Flags(["beta"], 0.5), TestJson.Default.Flags);

        Assert.Equal("caf\u00e9", fields.GetString("text"));
        Assert.Null(fields.GetString("none"));
        Assert.True(fields.Contains("none"));
        Assert.False(fields.Contains("TEXT"));
        Assert.Null(fields.GetString("absent"));
        Assert.Equal(0.5, fields.Get("flags", TestJson.Default.Flags)!.Share);
        Assert.True(fields.TryGetJson("price", out var price));
        Assert.Equal(12.50m, price.GetDecimal());
        Assert.False(fields.TryGetJson("absent", out _));
        Assert.Equal("""{"text":"café","none":null,"yes":true,"price":12.50,"flags":{"Names":["beta"],"Share":0.5}}""", fields.ToString());
    }

    [Fact]
    public void A_value_outlives_the_document_it_came_from()
    {
        JsonFields fields;
        using (var document = JsonDocument.Parse("""{ "deep" : [1, {"x": "y"}] }"""))
        {
            fields = JsonFields.Empty.Set("copy", document.RootElement);
        }

        Assert.True(fields.TryGetJson("copy", out var copy));
        Assert.Equal("y", copy.GetProperty("deep")[1].GetProperty("x").GetString());
        Assert.Equal("""{"copy":{"deep":[1,{"x":"y"}]}}""", fields.ToString());
    }

    [Fact]
    public void A_field_of_another_type_is_an_error_and_no_default() =>
        Assert.Throws<JsonException>(() => JsonFields.Empty.Set("a", 1).GetString("a"));

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    public void A_name_that_no_id_may_have_is_refused(string name)
    {
        Assert.Throws<ArgumentException>(nameof(name), () => JsonFields.Empty.Set(name, "value"));
        Assert.Throws<ArgumentException>(nameof(name), () => JsonFields.Empty.Set(name, true));
        Assert.Throws<ArgumentException>(nameof(name), () => JsonFields.Empty.Set(name, 1m));
        Assert.Throws<ArgumentException>(nameof(name), () => JsonFields.Empty.Set(name, JsonDocument.Parse("1").RootElement));
    }

    [Fact]
    public void Null_overlong_and_half_encoded_names_are_refused()
    {
        Assert.Throws<ArgumentException>("name", () => JsonFields.Empty.Set("\ud83d", "value"));
        Assert.Throws<ArgumentException>("name", () => JsonFields.Empty.Set(new string('n', 257), "value"));
        Assert.Throws<ArgumentNullException>("name", () => JsonFields.Empty.Set(null!, "value"));
        Assert.Throws<ArgumentNullException>("name", () => JsonFields.Empty.GetString(null!));
        Assert.Throws<ArgumentNullException>("name", () => JsonFields.Empty.Remove(null!));
        Assert.Throws<ArgumentNullException>("other", () => JsonFields.Empty.Merge(null!));
        Assert.Throws<ArgumentNullException>("typeInfo", () => JsonFields.Empty.Set<double>("a", 1, null!));
    }

    [Fact]
    public void What_cannot_be_JSON_is_refused_by_name()
    {
        Assert.Throws<ArgumentException>("value", () => JsonFields.Empty.Set("a", double.NaN, TestJson.Default.Double));
        Assert.Throws<ArgumentException>("value", () => JsonFields.Empty.Set("a", new Flags([], double.PositiveInfinity), TestJson.Default.Flags));
        Assert.Throws<ArgumentException>("value", () => JsonFields.Empty.Set("a", default(JsonElement)));
    }

    [Fact]
    public void What_can_be_set_can_be_read_and_stored_down_to_the_last_level()
    {
        var deepest = JsonFields.Empty.Set("a", Nested(64));

        Assert.True(deepest.TryGetJson("a", out _));
        var session = new Session { SessionId = "s", CreatedAt = DateTimeOffset.UnixEpoch, Context = deepest, AdditionalFields = deepest };
        Assert.True(MemoryEquality.Same(session, Session.FromJson(session.ToJson())));
        Assert.Throws<ArgumentException>("value", () => JsonFields.Empty.Set("a", Nested(65)));

        static JsonElement Nested(int levels) => JsonDocument.Parse(
            new string('[', levels) + new string(']', levels), new JsonDocumentOptions { MaxDepth = 100 }).RootElement;
    }

    [Fact]
    public void Merging_sets_the_others_fields()
    {
        var one = JsonFields.Empty.Set("a", 1).Set("b", 1);
        var other = JsonFields.Empty.Set("b", 2).Set("c", 2);

        Assert.Equal("""{"a":1,"b":2,"c":2}""", one.Merge(other).ToString());
        Assert.Same(one, one.Merge(JsonFields.Empty));
        Assert.Same(one, JsonFields.Empty.Merge(one));
    }

    [Fact]
    public void Equality_is_by_names_and_JSON_in_any_order()
    {
        var one = JsonFields.Empty.Set("a", 1).Set("b", "x");
        var other = JsonFields.Empty.Set("b", "x").Set("a", 1);

        Assert.True(one.Equals(other));
        Assert.True(one.Equals((object)other));
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.False(one.Equals(other.Set("a", 2)));
        Assert.False(one.Equals(other.Remove("a")));
        Assert.False(one.Equals(other.Remove("a").Set("A", 1)));
        Assert.False(one.Equals(null));
    }

    [Theory]
    [InlineData("1.10", "1.1", true)]
    [InlineData("100", "1E2", true)]
    [InlineData("""{"x":[0.50],"y":null}""", """{"y":null,"x":[0.5]}""", true)]
    [InlineData("1.10", "1.11", false)]
    [InlineData("1", "\"1\"", false)]
    [InlineData("9007199254740993", "9007199254740992", false)]
    [InlineData("[1,2]", "[2,1]", false)]
    public void Numbers_are_equal_by_value_however_they_are_written(string left, string right, bool areEqual)
    {
        var one = JsonFields.Empty.Set("a", JsonElement.Parse(left));
        var other = JsonFields.Empty.Set("a", JsonElement.Parse(right));

        Assert.Equal(areEqual, one.Equals(other));
        Assert.True(!areEqual || one.GetHashCode() == other.GetHashCode());
    }

    [Fact]
    public void Of_two_fields_with_the_same_name_the_later_is_read()
    {
        var session = Session.FromJson(
            """{"session_id":"s","created_at":"2025-01-01T12:00:00Z","expires_at":"2025-01-01T12:30:00Z","context":{"a":1,"b":2,"a":3}}""");

        Assert.Equal("""{"a":3,"b":2}""", session.Context.ToString());
    }

    [Fact]
    public void Any_JSON_is_kept_to_the_letter_of_its_numbers_and_texts() => MemoryGen.Json.Sample(json =>
    {
        Assert.True(JsonFields.Empty.Set("a", json).TryGetJson("a", out var kept));
        Assert.True(JsonElement.DeepEquals(json, kept));
        Assert.Equal(json.ValueKind is JsonValueKind.Number ? json.GetRawText() : null, kept.ValueKind is JsonValueKind.Number ? kept.GetRawText() : null);
    });

    [Fact]
    public void Enumerating_gives_names_and_values_in_order() =>
        Assert.Equal(
            [("b", "1"), ("a", "[2]")],
            JsonFields.Empty.Set("b", 1).Set("a", JsonDocument.Parse("[ 2 ]").RootElement).Select(field => (field.Key, field.Value.GetRawText())));

    internal sealed record Flags(string[] Names, double Share);

    [JsonSerializable(typeof(Flags))]
    [JsonSerializable(typeof(double))]
    private sealed partial class TestJson : JsonSerializerContext;
}
