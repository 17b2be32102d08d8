using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace HospitalityMemory.Firestore.Tests.Values;

public sealed class FirestoreValueTests
{
    [Theory]
    [InlineData("\"text é 東 🏖\"", """{"stringValue":"text é 東 🏖"}""")]
    [InlineData("true", """{"booleanValue":true}""")]
    [InlineData("null", """{"nullValue":null}""")]
    [InlineData("0", """{"integerValue":"0"}""")]
    [InlineData("9223372036854775807", """{"integerValue":"9223372036854775807"}""")]
    [InlineData("-9223372036854775808", """{"integerValue":"-9223372036854775808"}""")]
    [InlineData("1234.56", """{"doubleValue":1234.56}""")]
    [InlineData("0.1", """{"doubleValue":0.1}""")]
    [InlineData("450.00", """{"doubleValue":450}""")]
    [InlineData("1e300", """{"doubleValue":1E+300}""")]
    [InlineData("12345678901234567", """{"integerValue":"12345678901234567"}""")]
    [InlineData("12345678901234567.5", """{"mapValue":{"fields":{"~json":{"stringValue":"12345678901234567.5"}}}}""")]
    [InlineData("0.1234567890123456789", """{"mapValue":{"fields":{"~json":{"stringValue":"0.1234567890123456789"}}}}""")]
    [InlineData("9223372036854775809", """{"mapValue":{"fields":{"~json":{"stringValue":"9223372036854775809"}}}}""")]
    [InlineData("1e400", """{"mapValue":{"fields":{"~json":{"stringValue":"1e400"}}}}""")]
    [InlineData("[]", """{"arrayValue":{"values":[]}}""")]
    [InlineData("[1,\"a\",{\"b\":2.5}]", """{"arrayValue":{"values":[{"integerValue":"1"},{"stringValue":"a"},{"mapValue":{"fields":{"b":{"doubleValue":2.5}}}}]}}""")]
    [InlineData("[[1,2],3]", """{"arrayValue":{"values":[{"mapValue":{"fields":{"~json":{"stringValue":"[1,2]"}}}},{"integerValue":"3"}]}}""")]
    [InlineData("{\"\":{\"__x__\":1}}", """{"mapValue":{"fields":{"~":{"mapValue":{"fields":{"~5F_x__":{"integerValue":"1"}}}}}}}""")]
    [InlineData("{\"~json\":\"1\"}", """{"mapValue":{"fields":{"~7Ejson":{"stringValue":"1"}}}}""")]
    public void A_JSON_value_has_one_typed_form_and_comes_back_from_it(string json, string typed)
    {
        AssertSame("{\"value\":" + typed + "}", ToTyped($$"""{"value":{{json}} }""").Json);

        AssertSame($$"""{"value":{{json}} }""", ToPlain($$"""{"value":{{typed}} }"""));
    }

    [Theory]
    [InlineData("""{"timestampValue":"2026-03-01T12:00:00.5Z"}""", "\"2026-03-01T12:00:00.5Z\"")]
    [InlineData("""{"doubleValue":"NaN"}""", "\"NaN\"")]
    [InlineData("""{"doubleValue":450.0}""", "450")]
    [InlineData("""{"integerValue":7}""", "7")]
    [InlineData("""{"bytesValue":"AQI="}""", "\"AQI=\"")]
    [InlineData("""{"referenceValue":"projects/p/databases/d/documents/a/b"}""", "\"projects/p/databases/d/documents/a/b\"")]
    [InlineData("""{"geoPointValue":{"latitude":1.5,"longitude":2}}""", """{"latitude":1.5,"longitude":2}""")]
    [InlineData("""{"arrayValue":{}}""", "[]")]
    [InlineData("""{"mapValue":{}}""", "{}")]
    public void What_another_program_wrote_is_read(string typed, string json) =>
        Assert.Equal("{\"value\":" + json + "}", ToPlain($$"""{"value":{{typed}} }"""));

    [Theory]
    [InlineData("""{"pipelineValue":{}}""")]
    [InlineData("{}")]
    public void A_type_that_is_not_known_is_an_error(string typed) =>
        Assert.Throws<JsonException>(() => ToPlain($$"""{"value":{{typed}} }"""));

    [Theory]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(64)]
    public void Any_depth_comes_back_and_never_more_than_20_levels_are_written(int depth)
    {
        var json = "{\"value\":" + string.Concat(Enumerable.Repeat("{\"m\":", depth)) + "1" + new string('}', depth) + "}";

        var typed = ToTyped(json).Json;

        Assert.True(typed.Split("\"mapValue\"").Length - 1 <= 20);
        AssertSame(json, ToPlain(typed));
    }

    [Fact]
    public void A_name_of_more_than_1500_bytes_comes_back()
    {
        var json = "{\"value\":{\"" + new string('東', 501) + "\":1}}";

        var typed = ToTyped(json).Json;

        Assert.Contains("\"~json\"", typed, StringComparison.Ordinal);
        AssertSame(json, ToPlain(typed));
    }

    [Fact]
    public void A_field_under_a_name_of_the_stores_own_is_kept_apart_from_it()
    {
        const string Json = """{"commit_id":"the host's"}""";

        var typed = ToTyped(Json, name => name is "commit_id").Json;

        Assert.Equal("""{"~63ommit_id":{"stringValue":"the host's"}}""", typed);
        Assert.Equal("{}", ToPlain("""{"commit_id":{"stringValue":"the store's"}}""", name => name is "commit_id"));
        AssertSame(Json, ToPlain(typed, name => name is "commit_id"));
    }

    [Fact]
    public void Any_decimal_comes_back_exactly() => Gen.Decimal.Sample(number =>
    {
        var json = number.ToString(CultureInfo.InvariantCulture);
        using var back = JsonDocument.Parse(ToPlain(ToTyped($$"""{"n":{{json}} }""").Json));
        return back.RootElement.GetProperty("n").GetDecimal() == number;
    });

    [Fact]
    public void Any_double_comes_back_exactly() => Gen.Double.Where(double.IsFinite).Sample(number =>
    {
        var json = number.ToString("R", CultureInfo.InvariantCulture);
        using var back = JsonDocument.Parse(ToPlain(ToTyped($$"""{"n":{{json}} }""").Json));
        return back.RootElement.GetProperty("n").GetDouble().Equals(number == 0 ? 0d : number);
    });

    [Fact]
    public void The_size_is_what_Firestores_documentation_counts()
    {
        // Names take 5 + 2 + 2 + 2, and 2 within the map. Values take 3 bytes of text plus 1, then 8, 1, and 8 within the map.
        Assert.Equal(4 + 1 + 2 + 2 + 2 + 4 + 8 + 1 + 2 + 8, ToTyped("""{"text":"abc","n":1,"b":true,"m":{"x":1.5}}""").Size);
        Assert.Equal(1 + 1 + 3 + 1, ToTyped("""{"t":"東"}""").Size);
    }

    private static (string Json, long Size) ToTyped(string json, Func<string, bool>? isTaken = null)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 128 });
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var fields = new FirestoreValueWriter(writer);
        writer.WriteStartObject();
        fields.WriteFields(document.RootElement, isTaken ?? (static _ => false));
        writer.WriteEndObject();
        writer.Flush();
        return (Encoding.UTF8.GetString(buffer.WrittenSpan), fields.Size);
    }

    private static string ToPlain(string typed, Func<string, bool>? isTaken = null)
    {
        using var document = JsonDocument.Parse(typed, new JsonDocumentOptions { MaxDepth = 256 });
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        FirestoreValueReader.WriteDocument(document.RootElement, isTaken ?? (static _ => false), writer);
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void AssertSame(string expected, string actual)
    {
        using var left = JsonDocument.Parse(expected, new JsonDocumentOptions { MaxDepth = 128 });
        using var right = JsonDocument.Parse(actual, new JsonDocumentOptions { MaxDepth = 128 });
        Assert.True(JsonElement.DeepEquals(left.RootElement, right.RootElement), actual);
    }
}
