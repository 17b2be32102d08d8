using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>An argument's error, in words for a model.</summary>
internal readonly record struct ArgumentError(string Field, string Problem);

/// <summary>
/// Reads a model's arguments. It is lenient about how a name, a number or a date is written, and strict about what it says. A value that
/// cannot be read counts as left out and is reported in <see cref="Errors"/>. Used by one call.
/// </summary>
internal sealed class ToolArguments(JsonElement json, string path = "")
{
    private const string DateFormat = "yyyy-MM-dd";

    private readonly List<ArgumentError> _errors = [];

    public IReadOnlyList<ArgumentError> Errors => _errors;

    /// <summary>Takes the arguments that a model, or code, passed.</summary>
    /// <exception cref="InvalidOperationException">The arguments hold half of a surrogate pair.</exception>
    public static ToolArguments Of(AIFunctionArguments arguments)
    {
        var json = new JsonObject();
        foreach (var (name, value) in arguments)
        {
            json[name] = ArgumentJson.Node(value);
        }

        return new(ToolAnswer.ToElement(json));
    }

    /// <summary>Notes an argument's error. Only the first error of each argument is kept.</summary>
    public void Refuse(string field, string problem)
    {
        if (!_errors.Exists(error => error.Field == path + field))
        {
            _errors.Add(new(path + field, problem));
        }
    }

    /// <summary>All arguments that say something, by the names that the model gave them.</summary>
    public IEnumerable<JsonProperty> All() => json.ValueKind is JsonValueKind.Object
        ? json.EnumerateObject().Where(property => !IsNothing(property.Value))
        : [];

    /// <summary>The argument with one of several names, in any case, with or without underscores; null if it is left out.</summary>
    public JsonElement? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            foreach (var property in All())
            {
                if (IsSameName(property.Name, name))
                {
                    return property.Value;
                }
            }
        }

        return null;
    }

    public string? Text(params ReadOnlySpan<string> names) => Find(names) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString()!.Trim(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => Refused<string>(names[0], "must be text."),
    };

    public decimal? Number(params ReadOnlySpan<string> names) => Find(names) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetDecimal(out var value) => value,
        { ValueKind: JsonValueKind.String } text
            when decimal.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
        _ => RefusedValue<decimal>(names[0], "must be a number, without a currency."),
    };

    public int? Whole(params ReadOnlySpan<string> names) => Number(names) switch
    {
        null => null,
        { } number when decimal.IsInteger(number) && number is >= int.MinValue and <= int.MaxValue => (int)number,
        _ => RefusedValue<int>(names[0], "must be a whole number."),
    };

    public DateOnly? Date(params ReadOnlySpan<string> names)
    {
        if (Find(names) is not { } value)
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.String
            && DateOnly.TryParseExact(WithoutTime(value.GetString()!), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? date
                : RefusedValue<DateOnly>(names[0], "must be a date written as yyyy-MM-dd.");
    }

    public bool? Flag(params ReadOnlySpan<string> names) => Find(names) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text when bool.TryParse(text.GetString(), out var value) => value,
        _ => RefusedValue<bool>(names[0], "must be true or false."),
    };

    /// <summary>A list of texts. A single text is also allowed, or several with commas between them.</summary>
    public IReadOnlyList<string> Texts(params ReadOnlySpan<string> names)
    {
        switch (Find(names))
        {
            case null:
                return [];
            case { ValueKind: JsonValueKind.String } text:
                return text.GetString()!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            case { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String):
                return [.. list.EnumerateArray().Select(item => item.GetString()!)];
            default:
                Refuse(names[0], "must be a list of texts.");
                return [];
        }
    }

    /// <summary>A day without the time that some models write after it.</summary>
    internal static string WithoutTime(string date) =>
        date.Length > DateFormat.Length && date[DateFormat.Length] is 'T' or ' ' ? date[..DateFormat.Length] : date.Trim();

    internal static bool IsSameName(string name, string other) => string.Equals(Plain(name), Plain(other), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);

    private static bool IsNothing(JsonElement value) => value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
        || (value.ValueKind is JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString()));

    private T? Refused<T>(string field, string problem)
        where T : class
    {
        Refuse(field, problem);
        return null;
    }

    private T? RefusedValue<T>(string field, string problem)
        where T : struct
    {
        Refuse(field, problem);
        return null;
    }
}
