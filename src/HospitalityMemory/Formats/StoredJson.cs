using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>What is stored with a schema version, or may be.</summary>
internal interface IVersionedJson
{
    int? SchemaVersion { get; }
}

/// <summary>Writes and reads one stored document, and says what is wrong with one that does not fit.</summary>
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
    /// The mapping; throws <see cref="JsonSchemaException"/> for what the metadata cannot tell.
    /// </param>
    /// <param name="what">What the document is, for the error.</param>
    public static TRecord Read<TDocument, TRecord>(
        ReadOnlySpan<byte> utf8Json, JsonTypeInfo<TDocument> typeInfo, Func<TDocument, TRecord> toRecord, string what)
        where TDocument : class, IVersionedJson
    {
        try
        {
            var document = JsonSerializer.Deserialize(utf8Json, typeInfo)
                ?? throw new JsonSchemaException("A JSON object is expected.", "$");
            ThrowIfNewer(document.SchemaVersion);
            return toRecord(document);
        }
        catch (JsonException exception)
        {
            // A newer schema may differ in any field, so that it fails here before its version is looked at.
            ThrowIfNewer(FindSchemaVersion(utf8Json));
            var problem = exception is JsonSchemaException ? exception.Message : "The JSON is broken, or a value is missing or of another type.";
            throw new SchemaVersionException($"The stored {what} does not follow the schema at {Redact(exception.Path)}: {problem}", exception);
        }
    }

    /// <summary>What was not read from JSON, but has to be as if it were.</summary>
    /// <param name="record">The record.</param>
    /// <param name="check">Throws <see cref="JsonSchemaException"/> for what is not allowed.</param>
    /// <param name="what">What the record is, for the error.</param>
    public static TRecord Checked<TRecord>(TRecord record, Action<TRecord> check, string what)
    {
        try
        {
            check(record);
            return record;
        }
        catch (JsonSchemaException exception)
        {
            throw new SchemaVersionException($"The stored {what} does not follow the schema at {Redact(exception.Path)}: {exception.Message}", exception);
        }
    }

    private static void ThrowIfNewer(int? version)
    {
        switch (version)
        {
            case > MemoryJson.SchemaVersion:
                throw new SchemaVersionException(version.Value, MemoryJson.SchemaVersion);
            case < 1:
                throw new SchemaVersionException("The stored data does not follow the schema at $.schema_version: it counts from 1.", null);
        }
    }

    private static int? FindSchemaVersion(ReadOnlySpan<byte> utf8Json)
    {
        try
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
        }
        catch (JsonException)
        {
            // Broken JSON, which the caller is about to report, states no version.
        }

        return null;
    }

    /// <summary>
    /// The path up to the first name that is not ours: a name of the host's may say something of the guest.
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
