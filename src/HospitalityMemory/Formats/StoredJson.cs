using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>A document that has a schema version, or may have one.</summary>
internal interface IVersionedJson
{
    int? SchemaVersion { get; }
}

/// <summary>Writes and reads one stored document. Errors say what is wrong with it.</summary>
internal static class StoredJson
{
    private static readonly Lazy<FrozenSet<string>> KnownNames = new(FindKnownNames);

    public static void Write<T>(T document, JsonTypeInfo<T> typeInfo, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output, "writer");
        using var writer = new Utf8JsonWriter(output, JsonText.WriterOptions);
        JsonSerializer.Serialize(writer, document, typeInfo);
    }

    /// <param name="utf8Json">The JSON.</param>
    /// <param name="typeInfo">The document's metadata.</param>
    /// <param name="toRecord">
    /// The mapping to the record. It throws <see cref="JsonSchemaException"/> for errors that the metadata cannot find.
    /// </param>
    /// <param name="kind">What the document is, for the error.</param>
    public static TRecord Read<TDocument, TRecord>(
        ReadOnlySpan<byte> utf8Json, JsonTypeInfo<TDocument> typeInfo, Func<TDocument, TRecord> toRecord, StoredDataKind kind)
        where TDocument : class, IVersionedJson
    {
        try
        {
            var document = JsonSerializer.Deserialize(utf8Json, typeInfo)
                ?? throw new JsonSchemaException("A JSON object is expected.", "$");
            ThrowIfNewer(document.SchemaVersion, kind);
            return toRecord(document);
        }
        catch (Exception exception) when (IsOfData(exception))
        {
            // A newer schema may differ in any field, and reading may fail before the version is checked.
            ThrowIfNewer(FindSchemaVersion(utf8Json), kind);
            throw Corrupt(exception, kind);
        }
    }

    /// <summary>Checks a record that did not come from JSON by the rules for records that did.</summary>
    /// <param name="record">The record.</param>
    /// <param name="check">Throws <see cref="JsonSchemaException"/> for what is not allowed.</param>
    /// <param name="kind">What the record is, for the error.</param>
    public static TRecord Checked<TRecord>(TRecord record, Action<TRecord> check, StoredDataKind kind)
    {
        try
        {
            check(record);
            return record;
        }
        catch (JsonSchemaException exception)
        {
            throw Corrupt(exception, kind);
        }
    }

    /// <summary>
    /// Whether an exception comes from bad input. Besides the documented errors, the reader throws others for texts that are not
    /// Unicode, and a record throws for values that it cannot hold.
    /// </summary>
    public static bool IsOfData(Exception exception) =>
        exception is JsonException or InvalidOperationException or ArgumentException or FormatException or OverflowException;

    private static CorruptDataException Corrupt(Exception exception, StoredDataKind kind)
    {
        var path = Redact((exception as JsonException)?.Path);
        kind = kind is StoredDataKind.Session && path.StartsWith("$.messages[", StringComparison.Ordinal) ? StoredDataKind.Message : kind;
        var problem = exception is JsonSchemaException ? exception.Message : "The JSON is broken, or a value is missing or of another type.";
        return new(kind, $"The stored {UnreadableDataException.NameOf(kind)} does not follow the schema at {path}: {problem}", exception);
    }

    private static void ThrowIfNewer(int? version, StoredDataKind kind)
    {
        switch (version)
        {
            case > MemoryJson.SchemaVersion:
                throw new SchemaVersionException(kind, version.Value, MemoryJson.SchemaVersion);
            case < 1:
                throw Corrupt(new JsonSchemaException("It counts from 1.", "$.schema_version"), kind);
        }
    }

    private static int? FindSchemaVersion(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            return ReadSchemaVersion(utf8Json);
        }
        catch (Exception exception) when (IsOfData(exception))
        {
            // The JSON is broken and has no version. The caller is about to report it.
            return null;
        }
    }

    private static int? ReadSchemaVersion(ReadOnlySpan<byte> utf8Json)
    {
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isVersion = reader.ValueTextEquals("schema_version"u8);
            reader.Read();
            if (isVersion)
            {
                return reader.TokenType is JsonTokenType.Number && reader.TryGetDecimal(out var version) && version > 0
                    ? (int)Math.Min(version, int.MaxValue)
                    : null;
            }

            reader.Skip();
        }

        return null;
    }

    /// <summary>
    /// The path up to the first name that is not the library's own: a name of the host's may reveal something about the guest.
    /// </summary>
    private static string Redact(string? path)
    {
        if (path is null)
        {
            return "$";
        }

        var end = 0;
        while (end < path.Length)
        {
            var start = end;
            end = path.AsSpan(start + 1).IndexOfAny('.', '[') is var next and >= 0 ? start + 1 + next : path.Length;
            var segment = path.AsSpan(start, end - start);
            var isOurs = segment is "$"
                || (segment[0] is '[' && segment[^1] is ']' && !segment[1..^1].ContainsAnyExceptInRange('0', '9'))
                || (segment[0] is '.' && KnownNames.Value.Contains(segment[1..].ToString()));
            if (!isOurs)
            {
                return path[..start];
            }
        }

        return path;
    }

    private static FrozenSet<string> FindKnownNames()
    {
        var context = MemoryJsonContext.Default;
        JsonTypeInfo[] levels =
        [
            context.SessionJson, context.MessageJson, context.SlotsJson, context.BookingJson, context.ProfileJson,
            context.PreferencesJson, context.PriceRangeJson, context.PreferenceJson, context.StatedPreferenceJson,
            context.InsightsJson, context.SeasonalPatternsJson, context.TravelRecordJson, context.SearchedStayJson,
            context.OriginJson,
        ];
        return levels.SelectMany(level => level.Properties).Select(property => property.Name).ToFrozenSet(StringComparer.Ordinal);
    }
}
