using System.Globalization;
using System.Text.Json;

namespace HospitalityMemory.Import;

/// <summary>
/// The members of a record. They are found by their names, however the words in the names are separated. Members that nobody takes remain,
/// each under its own name.
/// </summary>
internal sealed class RecordMembers
{
    private readonly OrderedDictionary<string, (string Key, JsonElement Value)> _members = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly List<RecordProblem> _problems;

    public RecordMembers(JsonElement element, string path, List<RecordProblem> problems)
    {
        (_path, _problems) = (path, problems);
        if (element.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                _members[member.Name] = (ColumnNames.Key(member.Name), member.Value);
            }
        }
    }

    /// <summary>Takes a member out of the record; null if none of the names says anything.</summary>
    /// <param name="names">The names that it may have. A member that has one exactly goes before others that are read as it.</param>
    public JsonElement? Take(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            foreach (var member in NamesOf(name))
            {
                _members.Remove(member, out var taken);
                if (!SaysNothing(taken.Value))
                {
                    return taken.Value;
                }
            }
        }

        return null;
    }

    /// <summary>Takes a member only if it is an object. Anything else remains.</summary>
    public JsonElement? TakeObject(string name) =>
        NamesOf(name).Exists(member => _members[member].Value.ValueKind is not JsonValueKind.Object) ? null : Take(name);

    /// <summary>Leaves out the member of exactly this name.</summary>
    public void Drop(string name) => _members.Remove(name);

    /// <summary>
    /// The members that nobody took, under the record's names. A name that the target uses for a field of its own is changed.
    /// </summary>
    public JsonFields Rest(Func<string, bool> isKnown)
    {
        var rest = JsonFields.Empty;
        foreach (var (name, (_, value)) in _members)
        {
            var kept = isKnown(name) ? Renamed(name) : name;
            if (Identifier.NameProblem(kept) is { } problem)
            {
                Note(RowFields.Shown(name), $"is no name of a field: it {problem}");
                continue;
            }

            rest = Set(rest, kept, value);
        }

        return rest;
    }

    /// <summary>The text of a text or a number; null if it says nothing.</summary>
    public string? Text(params ReadOnlySpan<string> names) => Take(names) is not { } value ? null
        : value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? TextOf(value)
        : Noted<string>(names[0], "is no text");

    public DateTimeOffset? Moment(params ReadOnlySpan<string> names) => Take(names) is not { } value ? null
        : MomentOf(value) ?? Noted<DateTimeOffset?>(names[0], "is no time");

    /// <summary>JSON fields of any kind. A value that is no object is reported.</summary>
    public JsonFields Fields(string name)
    {
        if (Take(name) is not { } value)
        {
            return JsonFields.Empty;
        }

        if (value.ValueKind is not JsonValueKind.Object)
        {
            Note(name, "is no object");
            return JsonFields.Empty;
        }

        var members = new RecordMembers(value, PathOf(name), _problems);
        return members.Rest(static _ => false);
    }

    /// <summary>
    /// Names in one of several forms: a list, a list of pairs with counts or of objects with a name, an object of names with scores, or one
    /// text.
    /// </summary>
    public IReadOnlyList<string> Names(string name) => Take(name) is not { } value ? [] : value.ValueKind switch
    {
        JsonValueKind.Array => [.. value.EnumerateArray().Select(NameOf).OfType<string>()],
        JsonValueKind.Object => [.. value.EnumerateObject()
            .OrderByDescending(static member => member.Value.ValueKind is JsonValueKind.Number ? member.Value.GetDouble() : 0)
            .Select(static member => member.Name)],
        JsonValueKind.String => PlainWords.List(value.GetString()!),
        _ => Noted<IReadOnlyList<string>>(name, "is no list of names") ?? [],
    };

    public void Note(string name, string problem) => _problems.Add(new(PathOf(name), $"{PathOf(name)} {problem}"));

    public string PathOf(string name) => $"{_path}.{name}";

    public static string TextOf(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()!.Trim()
        : value.ValueKind is JsonValueKind.Number ? JsonNumbers.TextOf(value)
        : value.GetRawText();

    public static decimal? NumberOf(JsonElement value) => value.ValueKind is JsonValueKind.Number
        ? value.TryGetDecimal(out var number) ? number : null
        : NumberText.Read(TextOf(value)) is { IsAmbiguous: false } read ? read.Value(DecimalSign.Point) : null;

    public static bool SaysNothing(JsonElement value) => value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
        || (value.ValueKind is JsonValueKind.String && value.GetString()!.Trim() is "" or "null" or "None" or "NaN");

    /// <summary>A time in the forms of Python, Firestore and MongoDB. Without an offset it is UTC.</summary>
    public static DateTimeOffset? MomentOf(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String or JsonValueKind.Number:
                return DateText.TryRead(TextOf(value), DateCount.Unix, out var date) ? date.Moment(DateOrders.None) : null;
            case JsonValueKind.Object when value.TryGetProperty("$date", out var inner):
                return MomentOf(inner);
            case JsonValueKind.Object:
                foreach (var name in (string[])["_seconds", "seconds"])
                {
                    if (value.TryGetProperty(name, out var seconds) && DateText.TryRead(TextOf(seconds), DateCount.Unix, out date))
                    {
                        return date.Moment(DateOrders.None);
                    }
                }

                return null;
            default:
                return null;
        }
    }

    /// <summary>The names of members that are read as this name, the exact one first.</summary>
    private List<string> NamesOf(string name)
    {
        var key = ColumnNames.Key(name);
        return [.. _members.Where(member => member.Value.Key == key).Select(static member => member.Key).OrderByDescending(member => member == name)];
    }

    /// <summary>A name that no other member has.</summary>
    private string Renamed(string name)
    {
        var renamed = $"imported_{name}";
        for (var number = 2; _members.ContainsKey(renamed); number++)
        {
            renamed = string.Create(CultureInfo.InvariantCulture, $"imported_{name}_{number}");
        }

        return renamed;
    }

    private static JsonFields Set(JsonFields fields, string name, JsonElement value)
    {
        try
        {
            return fields.Set(name, value);
        }
        catch (ArgumentException)
        {
            // The value is nested deeper than fields may be. It is kept as its JSON text.
            return fields.Set(name, value.GetRawText());
        }
    }

    private static string? NameOf(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return value.GetString() is { } name && !PlainWords.SaysNothing(name.Trim()) ? name.Trim() : null;
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                return NameOf(value[0]);
            case JsonValueKind.Object:
                return value.EnumerateObject().Select(static member => member.Value).FirstOrDefault(static member => member.ValueKind is JsonValueKind.String) is { ValueKind: JsonValueKind.String } first
                    ? NameOf(first)
                    : null;
            case JsonValueKind.Number:
                return JsonNumbers.TextOf(value);
            default:
                return null;
        }
    }

    private T? Noted<T>(string name, string problem)
    {
        Note(name, problem);
        return default;
    }
}
