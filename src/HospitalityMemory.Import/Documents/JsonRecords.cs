using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace HospitalityMemory.Import;

/// <summary>One record of a JSON text.</summary>
/// <param name="Place">Its number, from 1; for JSON lines the line.</param>
/// <param name="Element">The record.</param>
/// <param name="Key">Its name in an object of records; null elsewhere.</param>
/// <param name="Problem">Why it is no record; null if it is one.</param>
internal readonly record struct JsonRecord(long Place, JsonElement Element, string? Key, string? Problem);

/// <summary>
/// Reads the records of JSON in any of its forms: an array, JSON lines, an object that wraps a list, or an object that has a record under
/// each id.
/// </summary>
internal static class JsonRecords
{
    private const int HeadLength = 64 * 1024;
    private const int MaxRecordBytes = 64 << 20;

    private const string AnyIdName = "id";

    // Objects within a record. Their names are no ids.
    private static readonly string[] Parts = ["preferences", "insights", "attributes", "slots", "context", "bookingdata"];

    /// <param name="utf8Json">The JSON. It is read once to its end.</param>
    /// <param name="idName">
    /// The name of a record's id. An object that lacks it and whose members are all objects has a record in each of them.
    /// </param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async IAsyncEnumerable<JsonRecord> ReadAsync(
        Stream utf8Json, string idName, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var head = new byte[HeadLength];
        var length = await utf8Json.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var kind = FileForm.KindOf(Encoding.UTF8.GetString(head, 0, length).TrimStart('\uFEFF'));
        var stream = FileText.Repaired(new HeadedStream(head.AsMemory(0, length), utf8Json));
        var place = 0L;
        if (kind is FileKind.JsonLines)
        {
            await foreach (var record in LinesAsync(new PythonNumbers(stream), cancellationToken).ConfigureAwait(false))
            {
                yield return record;
            }

            yield break;
        }

        var content = new RecordBudget(JsonRows.Readable(stream), MaxRecordBytes);
        var elements = JsonRows
            .ElementsAsync(content, kind is FileKind.JsonArray, (element, list) => IsRecord(element, list, idName), cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        await using (elements.ConfigureAwait(false))
        {
            while (await MoveNextAsync(elements, place).ConfigureAwait(false))
            {
                foreach (var record in kind is FileKind.JsonArray ? [One(elements.Current)] : Expand(elements.Current, idName))
                {
                    yield return record with { Place = ++place };
                }
            }
        }
    }

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<JsonElement> elements, long place)
    {
        try
        {
            return await elements.MoveNextAsync().ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The JSON is broken after {place:N0} records. {exception.Message}", exception);
        }
    }

    private static async IAsyncEnumerable<JsonRecord> LinesAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = new Utf8Lines(stream, MaxRecordBytes);
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (lines.IsTooLong || !lines.IsBlank)
            {
                yield return Parse(lines);
            }
        }
    }

    private static JsonRecord Parse(Utf8Lines lines)
    {
        try
        {
            return lines.IsTooLong
                ? new(lines.Number, default, null, $"it has more than {MaxRecordBytes:N0} bytes")
                : One(JsonText.Repaired(JsonElement.Parse(lines.Current.Span))) with { Place = lines.Number };
        }
        catch (JsonException)
        {
            return new(lines.Number, default, null, JsonDepth.ProblemOf(lines.Current.Span));
        }
    }

    private static IEnumerable<JsonRecord> Expand(JsonElement element, string idName)
    {
        var isMap = element.ValueKind is JsonValueKind.Object && element.EnumerateObject().Any()
            && element.EnumerateObject().All(member => member.Value.ValueKind is JsonValueKind.Object && ColumnNames.Key(member.Name) is var key && key != idName && !Parts.Contains(key));
        return isMap ? element.EnumerateObject().Select(static member => One(member.Value) with { Key = member.Name }) : [One(element)];
    }

    private static JsonRecord One(JsonElement element) => new(0, element, null, element.ValueKind is not JsonValueKind.Object ? "it is no JSON object"
        : JsonDepth.IsTooDeep(element) ? JsonDepth.Problem
        : null);

    /// <summary>
    /// An object that has an id is the record, and its list is a part of it. Only if the id is just an <c>id</c>, and each item of the list
    /// has another id of a record, the object is the answer of a system with records in it.
    /// </summary>
    private static bool IsRecord(JsonElement element, JsonElement list, string idName) =>
        IdOf(element, idName) is not null
        || (IdOf(element, AnyIdName) is { } id
            && (list.GetArrayLength() is 0 || list.EnumerateArray().Any(item => IdOf(item, idName) is not { } own || own == id)));

    private static string? IdOf(JsonElement element, string idName) => element.EnumerateObject()
        .Where(member => ColumnNames.Key(member.Name) == idName && member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number && !RecordMembers.SaysNothing(member.Value))
        .Select(static member => RecordMembers.TextOf(member.Value))
        .FirstOrDefault();
}
