using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace HospitalityMemory.Tests.Fields;

/// <summary>What is escaped in stored JSON and what is not.</summary>
public sealed class UnescapedTextTests
{
    [Theory]
    [InlineData("Zo\u00eb 😀")]
    [InlineData("京都 \U00020BB7野家 👩‍👩‍👧")]
    [InlineData("🏖")]
    [InlineData("<b>'&+`</b>")]
    public void Text_is_as_it_is(string text) => Assert.Equal($"\"{text}\"", Written(text));

    [Theory]
    [InlineData("a \"b\" \\ 😀", "a \\\"b\\\" \\\\ 😀")]
    [InlineData("😀\n\u0001", "😀\\n\\u0001")]
    [InlineData("\u2028 😀", "\\u2028 😀")]
    public void What_JSON_or_a_reader_cannot_take_is_escaped(string text, string escaped) => Assert.Equal($"\"{escaped}\"", Written(text));

    [Fact]
    public void Half_a_pair_becomes_the_replacement_character()
    {
        Assert.Equal("\"😀 \uFFFD\"", Written("😀 \ud83d"));
        Assert.Equal("\"\uFFFD😀\"", Written("\ude00😀"));
    }

    [Fact]
    public void It_is_so_for_names_and_for_values_that_come_as_JSON()
    {
        using var parsed = JsonDocument.Parse("""{"\uD83D\uDE00":["\uD83C\uDFD6","\u0001"]}""");
        var profile = new UserProfile
        {
            UserId = "guest",
            CreatedAt = DateTimeOffset.UnixEpoch,
            Attributes = JsonFields.Empty.Set("a😀", parsed.RootElement),
        };

        Assert.Contains("\"a😀\":{\"😀\":[\"🏖\",\"\\u0001\"]}", profile.ToJson(), StringComparison.Ordinal);
        Assert.Equal(profile.Attributes, UserProfile.FromJson(profile.ToJson()).Attributes);
    }

    [Fact]
    public void Whatever_is_written_is_read_and_no_valid_pair_is_escaped() => Gen.String.Sample(text =>
    {
        var whole = text + "😀" + text;
        var json = Written(whole);

        Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(whole)), JsonNode.Parse(json)!.GetValue<string>());
        Assert.Equal(whole.EnumerateRunes().Count(rune => !rune.IsBmp), json.EnumerateRunes().Count(rune => !rune.IsBmp));

        // The same text as UTF-8.
        using var document = JsonDocument.Parse(json);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions))
        {
            document.RootElement.WriteTo(writer);
        }

        Assert.Equal(json, Encoding.UTF8.GetString(buffer.ToArray()));
    });

    private static string Written(string text)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions))
        {
            writer.WriteStringValue(text);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
