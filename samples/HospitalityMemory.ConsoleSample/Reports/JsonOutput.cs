using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Reports;

/// <summary>
/// Writes a command's result for another program: the library's types in their documented form, and all else in the same style.
/// </summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = Make();

    /// <summary>Writes one document and nothing else.</summary>
    public static void WriteJson<T>(this IAnsiConsole console, T value) => console.WriteRaw(JsonSerializer.Serialize(value, Options));

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            // Names stay readable. This output does not go into web pages.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            WriteIndented = true,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.AddHospitalityMemory();
        return options;
    }
}
