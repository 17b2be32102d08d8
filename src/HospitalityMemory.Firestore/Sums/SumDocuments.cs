using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Firestore;

/// <summary>Named sums as documents (docs/firestore-layout.md).</summary>
/// <remarks>
/// A hash spreads the names over several documents, because one document holds 1 MiB and, unless its map is exempted from indexing, 20,000
/// names.
/// </remarks>
internal sealed class SumDocuments(FirestorePaths paths)
{
    public const string Sums = "sums";
    public const string Amount = "amount";
    public const string Guests = "guests";

    /// <summary>Over how many documents the names are spread, in each shard.</summary>
    public const int Parts = 64;

    /// <summary>
    /// Firestore allows 500 transforms of one document in a commit, and once allowed only 500 writes in all. A sum takes two of them.
    /// </summary>
    public const int MaxSums = 250;

    /// <summary>How many names one commit removes at most. They all stand in the mask of each document's write.</summary>
    public const int MaxRemoved = 200;

    /// <summary>The additions to the documents of a shard, in pieces that each fit into a commit.</summary>
    public List<SumAddition> Split(IReadOnlyList<NamedSum> additions, int shard)
    {
        var pieces = new List<SumAddition>();
        foreach (var part in additions.GroupBy(static sum => PartOf(sum.Name)))
        {
            var document = paths.Sums(part.Key, shard);
            pieces.AddRange(part.Chunk(MaxSums).Select(sums => new SumAddition(document, sums)));
        }

        return pieces;
    }

    /// <summary>Packs the additions into commits within Firestore's limits: at most twice as many commits as needed.</summary>
    public static List<List<SumAddition>> Pack(List<SumAddition> additions)
    {
        var commits = new List<List<SumAddition>>();
        var room = 0;
        foreach (var addition in additions)
        {
            if (addition.Sums.Count > room)
            {
                commits.Add([]);
                room = MaxSums;
            }

            commits[^1].Add(addition);
            room -= addition.Sums.Count;
        }

        return commits;
    }

    public static ReadOnlyMemory<byte> WriteCommit(IReadOnlyList<SumAddition> additions) =>
        FirestoreRequest.Write(additions, static (writer, additions) =>
        {
            writer.WriteStartArray("writes"u8);
            foreach (var addition in additions)
            {
                WriteAddition(writer, addition);
            }

            writer.WriteEndArray();
        });

    /// <summary>Queries the documents after a given one, in the order of their names.</summary>
    public static ReadOnlyMemory<byte> WriteQuery(string? after, int limit) =>
        FirestoreRequest.Write((after, limit), static (writer, argument) =>
        {
            writer.WriteStartObject("structuredQuery"u8);
            FirestoreRequest.WriteSelect(writer, Sums);
            FirestoreRequest.WriteFrom(writer, FirestorePaths.NamedSums);
            FirestoreRequest.WriteOrder(writer, "ASCENDING", "__name__");
            if (argument.after is { } last)
            {
                FirestoreRequest.WriteStartAfter(writer, last);
            }

            writer.WriteNumber("limit"u8, argument.limit);
            writer.WriteEndObject();
        });

    /// <summary>Reads a document's shares of the sums. Fields that this library does not write are skipped.</summary>
    public static IEnumerable<NamedSum> Read(FirestoreDocument document)
    {
        if (document.Fields.ValueKind is not JsonValueKind.Object || !document.Fields.TryGetProperty(Sums, out var sums))
        {
            yield break;
        }

        foreach (var field in FieldsOf(sums))
        {
            double? amount = null;
            long? guests = null;
            foreach (var part in FieldsOf(field.Value))
            {
                amount = part.NameEquals(Amount) ? NumberOf(part.Value) : amount;
                guests = part.NameEquals(Guests) ? (long?)NumberOf(part.Value) : guests;
            }

            if (amount is { } sum && guests is { } count)
            {
                yield return new(FirestoreNames.DecodeField(field.Name), sum, count);
            }
        }
    }

    /// <summary>Removes names from the documents of a part, if none of the documents was written to since it was read.</summary>
    /// <returns>Null if a guest contributes to each of the names by now, or if none of them exists any more.</returns>
    public static ReadOnlyMemory<byte>? WriteRemoval(IReadOnlyList<FirestoreDocument> documents, HashSet<string> names)
    {
        var guests = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var sum in documents.SelectMany(Read).Where(sum => names.Contains(sum.Name)))
        {
            guests[sum.Name] = guests.GetValueOrDefault(sum.Name) + sum.Guests;
        }

        string[] fields =
        [
            .. guests.Where(static sum => sum.Value is 0)
                .Select(static sum => $"{Sums}.{FirestoreNames.Quote(FirestoreNames.EncodeField(sum.Key, isTaken: false))}"),
        ];
        return fields.Length is 0 ? null : FirestoreRequest.Write((documents, fields), static (writer, argument) =>
        {
            writer.WriteStartArray("writes"u8);
            foreach (var document in argument.documents)
            {
                // A field that is in the mask but not in the document is deleted.
                writer.WriteStartObject();
                writer.WriteStartObject("update"u8);
                writer.WriteString("name"u8, document.Name);
                writer.WriteEndObject();
                WriteMask(writer, argument.fields);
                writer.WriteStartObject("currentDocument"u8);
                writer.WriteString("updateTime"u8, FirestoreTime.ToText(document.Version));
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    /// <summary>The hash is the same on every machine and in every process, unlike a string's own.</summary>
    public static int PartOf(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return hash[0] % Parts;
    }

    private static void WriteAddition(Utf8JsonWriter writer, SumAddition addition)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("update"u8);
        writer.WriteString("name"u8, addition.Document);
        writer.WriteEndObject();
        WriteMask(writer, []);
        writer.WriteStartArray("updateTransforms"u8);
        foreach (var (name, amount, guests) in addition.Sums)
        {
            var field = $"{Sums}.{FirestoreNames.Quote(FirestoreNames.EncodeField(name, isTaken: false))}";
            WriteIncrement(writer, $"{field}.{Amount}", amount, guests: null);
            WriteIncrement(writer, $"{field}.{Guests}", amount: 0, guests);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteMask(Utf8JsonWriter writer, IEnumerable<string> fields)
    {
        writer.WriteStartObject("updateMask"u8);
        writer.WriteStartArray("fieldPaths"u8);
        foreach (var field in fields)
        {
            writer.WriteStringValue(field);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteIncrement(Utf8JsonWriter writer, string path, double amount, long? guests)
    {
        writer.WriteStartObject();
        writer.WriteString("fieldPath"u8, path);
        writer.WriteStartObject("increment"u8);
        if (guests is { } count)
        {
            writer.WriteString("integerValue"u8, count.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteNumber("doubleValue"u8, amount);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static JsonElement.ObjectEnumerator FieldsOf(JsonElement value) =>
        value.TryGetProperty("mapValue"u8, out var map) && map.TryGetProperty("fields"u8, out var fields)
            ? fields.EnumerateObject()
            : default;

    /// <summary>
    /// Reads a number, also a whole one that another program has added. Anything but a finite number is ignored.
    /// </summary>
    private static double? NumberOf(JsonElement value)
    {
        if (value.TryGetProperty("doubleValue"u8, out var number))
        {
            return number.ValueKind is JsonValueKind.Number ? number.GetDouble() : null;
        }

        return value.TryGetProperty("integerValue"u8, out var integer)
            ? long.Parse(integer.GetString()!, CultureInfo.InvariantCulture)
            : null;
    }
}

/// <summary>What one write adds to a document: at most <see cref="SumDocuments.MaxSums"/> sums.</summary>
internal sealed record SumAddition(string Document, IReadOnlyList<NamedSum> Sums);
