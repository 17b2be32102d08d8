using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HospitalityMemory.Import;

/// <summary>The objects of JSON: of one array, of several values one after the other, or of an array within an object that wraps it.</summary>
internal sealed class JsonRows : IRowReader
{
    // The names that APIs give to the list in their answers. An object with a list of another name is a record itself.
    private static readonly string[] WrappedNames =
        ["bookings", "reservations", "stays", "orders", "data", "items", "results", "records", "rows", "profiles", "users", "guests", "sessions", "documents"];

    private static readonly ImportJsonContext Deep = new(new JsonSerializerOptions { MaxDepth = ShallowJson.Levels });

    private readonly RecordBudget _content;
    private readonly IAsyncEnumerator<JsonElement> _elements;
    private readonly JsonRow _row;

    /// <param name="utf8">The JSON.</param>
    /// <param name="isArray">Whether it is one array; if not, it is values one after the other.</param>
    /// <param name="options">What is allowed.</param>
    /// <param name="cancellationToken">Cancels every read.</param>
    public JsonRows(Stream utf8, bool isArray, BookingFileOptions options, CancellationToken cancellationToken)
    {
        _content = new(Readable(utf8), options.MaxRecordBytes);
        _row = new(options.MaxColumns);
        _elements = ElementsAsync(_content, isArray, IsBooking, cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    public IReadOnlyList<string> Columns => _row.Columns;

    /// <summary>JSON that the parser takes, although Python wrote it or a record in it is nested too deep.</summary>
    public static Stream Readable(Stream utf8) => new ShallowJson(new PythonNumbers(utf8));

    /// <summary>The records one after the other. Only one of them is held at a time.</summary>
    /// <param name="content">The JSON, as <see cref="Readable"/> gives it.</param>
    /// <param name="isArray">Whether it is one array.</param>
    /// <param name="isRecord">Whether an object is a record itself, although it has a list that could be one of records.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async IAsyncEnumerable<JsonElement> ElementsAsync(
        RecordBudget content, bool isArray, Func<JsonElement, JsonElement, bool> isRecord, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var given in JsonSerializer.DeserializeAsyncEnumerable(
            content, Deep.JsonElement, topLevelValues: !isArray, cancellationToken).ConfigureAwait(false))
        {
            content.BeginRecord();

            var element = Repaired(given);
            if (!isArray && WrappedList(element) is { } list && !isRecord(element, list))
            {
                foreach (var item in list.EnumerateArray())
                {
                    yield return item;
                }
            }
            else
            {
                yield return element;
            }
        }
    }

    public async ValueTask<FileRow?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _elements.MoveNextAsync().ConfigureAwait(false) ? _row.Set(_elements.Current, _row.Line + 1) : null;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The JSON is broken after {_row.Line:N0} records. {exception.Message}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _elements.DisposeAsync().ConfigureAwait(false);
        await _content.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>JSON may escape half of a surrogate pair, which cannot be read as text.</summary>
    private static JsonElement Repaired(JsonElement element)
    {
        try
        {
            return JsonText.Repaired(element);
        }
        catch (JsonException)
        {
            // It is nested too deep, and will be refused for that.
            return element;
        }
    }

    /// <summary>Whether an object is a booking itself: it has a check-in, and the items of its list have none.</summary>
    private static bool IsBooking(JsonElement element, JsonElement list) =>
        Has(element, ImportFields.CheckIn)
        && (list.GetArrayLength() is 0 ? Has(element, ImportFields.City) : !list.EnumerateArray().Any(static item => Has(item, ImportFields.CheckIn)));

    private static bool Has(JsonElement element, string wanted) =>
        ColumnNames.Find([.. element.EnumerateObject().Select(static member => member.Name)], field => field != wanted).ContainsKey(wanted);

    private static JsonElement? WrappedList(JsonElement element)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        foreach (var name in WrappedNames)
        {
            if (element.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array
                && list.EnumerateArray().All(static item => item.ValueKind is JsonValueKind.Object))
            {
                return list;
            }
        }

        return null;
    }
}

/// <summary>Ends the reading if one record has more bytes than are allowed. That bounds what a parser holds.</summary>
internal sealed class RecordBudget(Stream inner, int maxRecordBytes) : WatchedStream(inner)
{
    // How many bytes a parser may read beyond the record that it returns.
    private const int ReadAhead = 1 << 20;

    private long _sinceRecord;

    public void BeginRecord() => _sinceRecord = 0;

    protected override void OnRead(ReadOnlySpan<byte> bytes, int wanted)
    {
        _sinceRecord += bytes.Length;
        if (_sinceRecord > (long)maxRecordBytes + ReadAhead)
        {
            throw new InvalidDataException($"A record has more than {maxRecordBytes:N0} bytes, which are the most that are read.");
        }
    }
}

/// <summary>JSON with one object on each line. A broken line costs only that line.</summary>
internal sealed class JsonLineRows(Stream utf8, BookingFileOptions options) : IRowReader
{
    private readonly Utf8Lines _lines = new(new PythonNumbers(utf8), options.MaxRecordBytes);
    private readonly JsonRow _row = new(options.MaxColumns);

    public IReadOnlyList<string> Columns => _row.Columns;

    public async ValueTask<FileRow?> ReadAsync(CancellationToken cancellationToken)
    {
        while (await _lines.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_lines.IsTooLong)
            {
                return _row.Refuse(_lines.Number, "", $"it has more than {options.MaxRecordBytes:N0} bytes");
            }

            if (!_lines.IsBlank)
            {
                return ReadLine();
            }
        }

        return null;
    }

    public ValueTask DisposeAsync() => utf8.DisposeAsync();

    private JsonRow ReadLine()
    {
        try
        {
            return _row.Set(JsonText.Repaired(JsonElement.Parse(_lines.Current.Span)), _lines.Number);
        }
        catch (JsonException)
        {
            return _row.Refuse(_lines.Number, _lines.Text, JsonDepth.ProblemOf(_lines.Current.Span));
        }
    }
}

/// <summary>An object as a row. The name of a nested value has points between its parts.</summary>
internal sealed class JsonRow(int maxColumns) : FileRow
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<string> _columns = [];
    private readonly List<(string Text, bool IsNumber)> _values = [];
    private JsonElement _element;
    private string _refused = "";

    public IReadOnlyList<string> Columns => _columns;

    public override string Raw => Malformed is null ? _element.GetRawText() : _refused;

    public override string Text(int column) => column < _values.Count ? _values[column].Text : "";

    public override bool IsNumber(int column) => column < _values.Count && _values[column].IsNumber;

    public JsonRow Set(JsonElement element, long line)
    {
        (Line, Malformed, _element) = (line, null, element);
        for (var i = 0; i < _values.Count; i++)
        {
            _values[i] = ("", false);
        }

        if (element.ValueKind is not JsonValueKind.Object)
        {
            return Refuse(line, element.GetRawText(), "it is no JSON object");
        }

        if (JsonDepth.IsTooDeep(element))
        {
            return Refuse(line, element.GetRawText(), JsonDepth.Problem);
        }

        var known = _columns.Count;
        if (TryFlatten(element, ""))
        {
            return this;
        }

        // Its names take no room from the rows that follow.
        Forget(known);
        return Refuse(line, element.GetRawText(), FormattableString.Invariant($"it has more than {maxColumns:N0} names, or new ones beyond as many of the rows before it"));
    }

    public JsonRow Refuse(long line, string raw, string problem)
    {
        (Line, Malformed, _refused) = (line, problem, raw);
        return this;
    }

    /// <returns>False if there are too many names.</returns>
    private bool TryFlatten(JsonElement element, string prefix)
    {
        foreach (var property in element.EnumerateObject())
        {
            var name = prefix + property.Name;
            if (property.Value.ValueKind is JsonValueKind.Object)
            {
                if (!TryFlatten(property.Value, name + "."))
                {
                    return false;
                }

                continue;
            }

            if (!_indexes.TryGetValue(name, out var index))
            {
                if (_columns.Count == maxColumns)
                {
                    return false;
                }

                index = _columns.Count;
                _indexes.Add(name, index);
                _columns.Add(name);
                _values.Add(default);
            }

            _values[index] = (TextOf(property.Value), property.Value.ValueKind is JsonValueKind.Number);
        }

        return true;
    }

    private void Forget(int known)
    {
        foreach (var name in _columns.Skip(known))
        {
            _indexes.Remove(name);
        }

        _columns.RemoveRange(known, _columns.Count - known);
        _values.RemoveRange(known, _values.Count - known);
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.Number => JsonNumbers.TextOf(value),
        _ => value.GetRawText(),
    };
}

[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ImportJsonContext : JsonSerializerContext;
