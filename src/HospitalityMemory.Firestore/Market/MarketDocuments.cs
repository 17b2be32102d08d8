using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Firestore;

/// <summary>Market counts as documents (docs/firestore-layout.md).</summary>
/// <remarks>
/// A market's names are spread over a number of documents by their hash, as one document holds 1 MiB and, unless its
/// map is exempted from indexing, 20,000 of them.
/// </remarks>
internal sealed class MarketDocuments(FirestorePaths paths)
{
    public const string Market = "market";
    public const string Weights = "weights";

    /// <summary>Over how many documents the names of a market are spread, in each shard.</summary>
    public const int Parts = 16;

    /// <summary>
    /// Firestore allows 500 transforms of one document in a commit, and once allowed 500 writes in all.
    /// </summary>
    public const int MaxCounts = 500;

    /// <summary>What to add to the documents of a shard, in pieces that fit into a commit each.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such fact.</exception>
    public List<MarketAddition> Split(IReadOnlyList<MarketCount> counts, int shard)
    {
        var additions = new List<MarketAddition>();
        foreach (var document in counts.GroupBy(count => (count.Market, Part: PartOf(count.Name))))
        {
            var name = paths.Market(document.Key.Market, document.Key.Part, shard);
            additions.AddRange(document
                .Select(static count => new MarketWeight(
                    MarketFactNames.NameOf(count.Fact), FirestoreNames.EncodeField(count.Name, isTaken: false), count.Weight))
                .Chunk(MaxCounts)
                .Select(weights => new MarketAddition(name, document.Key.Market, weights)));
        }

        return additions;
    }

    /// <summary>Commits that hold all, each within Firestore's limits; at most twice as many as would do.</summary>
    public static List<List<MarketAddition>> Pack(List<MarketAddition> additions)
    {
        var commits = new List<List<MarketAddition>>();
        var room = 0;
        foreach (var addition in additions)
        {
            if (addition.Weights.Count > room)
            {
                commits.Add([]);
                room = MaxCounts;
            }

            commits[^1].Add(addition);
            room -= addition.Weights.Count;
        }

        return commits;
    }

    public static ReadOnlyMemory<byte> WriteCommit(IReadOnlyList<MarketAddition> additions) =>
        FirestoreRequest.Write(additions, static (writer, additions) =>
        {
            writer.WriteStartArray("writes"u8);
            foreach (var addition in additions)
            {
                WriteAddition(writer, addition);
            }

            writer.WriteEndArray();
        });

    /// <summary>The next documents after one, in the order of their names.</summary>
    public static ReadOnlyMemory<byte> WriteQuery(string? after, int limit) =>
        FirestoreRequest.Write((after, limit), static (writer, argument) =>
        {
            writer.WriteStartObject("structuredQuery"u8);
            FirestoreRequest.WriteSelect(writer, Market, Weights);
            FirestoreRequest.WriteFrom(writer, FirestorePaths.MarketStatistics);
            FirestoreRequest.WriteOrder(writer, "ASCENDING", "__name__");
            if (argument.after is { } last)
            {
                FirestoreRequest.WriteStartAfter(writer, last);
            }

            writer.WriteNumber("limit"u8, argument.limit);
            writer.WriteEndObject();
        });

    /// <summary>Reads the counts of a document; what is no count of this library's is left out.</summary>
    public static void Read(FirestoreDocument document, List<MarketCount> counts)
    {
        if (document.Text(Market) is not { } market || !document.Fields.TryGetProperty(Weights, out var weights))
        {
            return;
        }

        foreach (var names in FieldsOf(weights))
        {
            if (MarketFactNames.TryParse(names.Name, out var fact))
            {
                foreach (var field in FieldsOf(names.Value))
                {
                    if (NumberOf(field.Value) is { } weight)
                    {
                        counts.Add(new(market, fact, FirestoreNames.DecodeField(field.Name), weight));
                    }
                }
            }
        }
    }

    /// <summary>A hash that is the same everywhere and at all times, unlike a string's own.</summary>
    private static int PartOf(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return hash[0] % Parts;
    }

    private static void WriteAddition(Utf8JsonWriter writer, MarketAddition addition)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("update"u8);
        writer.WriteString("name"u8, addition.Document);
        writer.WriteStartObject("fields"u8);
        writer.WriteStartObject(Market);
        writer.WriteString("stringValue"u8, addition.Market);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("updateMask"u8);
        writer.WriteStartArray("fieldPaths"u8);
        writer.WriteStringValue(Market);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteStartArray("updateTransforms"u8);
        foreach (var (fact, field, weight) in addition.Weights)
        {
            writer.WriteStartObject();
            writer.WriteString("fieldPath"u8, $"{Weights}.{fact}.{FirestoreNames.Quote(field)}");
            writer.WriteStartObject("increment"u8);
            writer.WriteNumber("doubleValue"u8, weight);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static JsonElement.ObjectEnumerator FieldsOf(JsonElement value) =>
        value.TryGetProperty("mapValue"u8, out var map) && map.TryGetProperty("fields"u8, out var fields)
            ? fields.EnumerateObject()
            : default;

    /// <summary>
    /// A number; another program may have added a whole one. What is no finite number counts nothing.
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

/// <summary>What is added to a document, at most <see cref="MarketDocuments.MaxCounts"/> weights.</summary>
internal sealed record MarketAddition(string Document, string Market, IReadOnlyList<MarketWeight> Weights);

/// <param name="Fact">The fact's name.</param>
/// <param name="Field">The name of what is counted, as a field.</param>
/// <param name="Weight">How much to add.</param>
internal readonly record struct MarketWeight(string Fact, string Field, double Weight);
