using System.Globalization;
using System.Text.Json;

namespace HospitalityMemory.Firestore;

/// <summary>The methods of Firestore's REST API v1 that the store uses.</summary>
internal sealed class FirestoreClient(FirestoreTransport transport, FirestorePaths paths)
{
    public const string CommitMethod = "commit";

    /// <summary>Reads documents as of one moment: no document changed while the others were read.</summary>
    /// <param name="mask">The fields to read; empty for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="names">The documents; at most a few hundred.</param>
    /// <exception cref="MemoryUnavailableException">For example, the answer has a document that was not asked for.</exception>
    public async ValueTask<FirestoreDocuments> GetAsync(
        IReadOnlyList<string> names, IReadOnlyList<string> mask, CancellationToken cancellationToken)
    {
        var body = FirestoreRequest.Write((names, mask), static (writer, argument) =>
        {
            WriteTexts(writer, "documents", argument.names);
            if (argument.mask.Count > 0)
            {
                writer.WriteStartObject("mask"u8);
                WriteTexts(writer, "fieldPaths", argument.mask);
                writer.WriteEndObject();
            }
        });
        var found = await ReadAsync("batchGet", $"{paths.DocumentsUrl}:batchGet", body, "found", cancellationToken).ConfigureAwait(false);
        var asked = names.ToHashSet(StringComparer.Ordinal);
        return Checked("batchGet", found, asked.Contains, () => names.Select(FirestorePaths.CollectionOf).Distinct());
    }

    /// <summary>Carries out all writes or none.</summary>
    /// <param name="body">The writes.</param>
    /// <param name="versioned">The index of the write to the guest's own document.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask<CommitResult> CommitAsync(ReadOnlyMemory<byte> body, Index versioned, CancellationToken cancellationToken)
    {
        using var answer = await transport.PostAsync(CommitMethod, $"{paths.DocumentsUrl}:commit", body, cancellationToken).ConfigureAwait(false);
        if (answer.Refusal is not null)
        {
            return new(0, IsRefused: true, answer.MayHaveLanded);
        }

        // The result of a deletion has no update time.
        var version = Read(CommitMethod, answer.Document!, root =>
        {
            var results = root.GetProperty("writeResults"u8);
            return results[versioned.GetOffset(results.GetArrayLength())].TryGetProperty("updateTime"u8, out var time)
                ? FirestoreTime.Parse(time.GetString())
                : 0;
        });
        return new(version, IsRefused: false, answer.MayHaveLanded);
    }

    /// <summary>
    /// Adds to sums: all or nothing, and at most once. The commit has no precondition that could reject a second execution. It is therefore
    /// sent again only if the first attempt surely was not carried out.
    /// </summary>
    /// <param name="body">The writes, without preconditions.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask AddAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var answer = await transport.PostAsync(
            CommitMethod, $"{paths.DocumentsUrl}:commit", body, cancellationToken, mayBeSentTwice: false).ConfigureAwait(false);
        if (answer.Refusal is { } error)
        {
            throw new MemoryUnavailableException(
                $"Firestore refused to add to sums: {error.Describe()} Check the project's id and the database's. "
                    + "Nothing was written.",
                new FirestoreRequestException(error));
        }
    }

    /// <summary>Runs a query over a collection.</summary>
    /// <param name="parent">The parent of the collection.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="query">The body of the request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="MemoryUnavailableException">For example, the answer has a document that lies elsewhere.</exception>
    public async ValueTask<FirestoreDocuments> QueryAsync(
        FirestoreParent parent, string collection, ReadOnlyMemory<byte> query, CancellationToken cancellationToken)
    {
        var found = await ReadAsync("runQuery", $"{parent.Url}:runQuery", query, "document", cancellationToken).ConfigureAwait(false);
        return Checked("runQuery", found, name => parent.Holds(collection, name), () => [collection]);
    }

    /// <summary>Counts the documents of a collection.</summary>
    /// <param name="parent">The parent of the collection.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask<long> CountAsync(FirestoreParent parent, string collection, CancellationToken cancellationToken)
    {
        const string Alias = "documents";
        var body = FirestoreRequest.Write(collection, static (writer, collection) =>
        {
            writer.WriteStartObject("structuredAggregationQuery"u8);
            writer.WriteStartObject("structuredQuery"u8);
            FirestoreRequest.WriteFrom(writer, collection);
            writer.WriteEndObject();
            writer.WriteStartArray("aggregations"u8);
            writer.WriteStartObject();
            writer.WriteString("alias"u8, Alias);
            writer.WriteStartObject("count"u8);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        using var answer = await transport.PostAsync(
            "runAggregationQuery", $"{parent.Url}:runAggregationQuery", body, cancellationToken).ConfigureAwait(false);
        return Read("runAggregationQuery", answer.Document!, static root =>
        {
            foreach (var part in Parts(root))
            {
                if (part.TryGetProperty("result"u8, out var result))
                {
                    return long.Parse(
                        result.GetProperty("aggregateFields"u8).GetProperty(Alias).GetProperty("integerValue"u8).GetString()!,
                        CultureInfo.InvariantCulture);
                }
            }

            throw new FormatException("No count.");
        });
    }

    private async ValueTask<FirestoreDocuments> ReadAsync(
        string method, string url, ReadOnlyMemory<byte> body, string property, CancellationToken cancellationToken)
    {
        var answer = await transport.PostAsync(method, url, body, cancellationToken).ConfigureAwait(false);
        try
        {
            return Read(method, answer.Document!, root =>
            {
                var documents = new List<FirestoreDocument>();
                string? readTime = null;
                foreach (var part in Parts(root))
                {
                    readTime = part.TryGetProperty("readTime"u8, out var time) ? time.GetString() : readTime;
                    if (part.TryGetProperty(property, out var document))
                    {
                        documents.Add(FirestoreDocument.From(document));
                    }
                }

                return new FirestoreDocuments(answer, documents, readTime ?? throw new FormatException("No read time."));
            });
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Checks that the answer belongs to the request. A server, or something on the way, that confuses two paths would show a guest another
    /// guest's data, or have it deleted.
    /// </summary>
    private static FirestoreDocuments Checked(
        string method, FirestoreDocuments found, Func<string, bool> isAskedFor, Func<IEnumerable<string>> collections)
    {
        foreach (var document in found.Items)
        {
            if (!isAskedFor(document.Name))
            {
                found.Dispose();
                throw new MemoryUnavailableException(
                    $"Firestore answered '{method}' with a document that does not lie where it was asked for in '{string.Join("', '", collections())}'. Nothing of the answer was used.");
            }
        }

        return found;
    }

    /// <summary>A streaming method answers with an array.</summary>
    private static JsonElement.ArrayEnumerator Parts(JsonElement root) => root.EnumerateArray();

    private static T Read<T>(string method, JsonDocument answer, Func<JsonElement, T> read)
    {
        try
        {
            return read(answer.RootElement);
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            throw new MemoryUnavailableException($"Firestore answered '{method}' with something that its documentation does not describe.", exception);
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}

/// <summary>The outcome of a commit.</summary>
/// <param name="Version">The update time of the guest's own document, in microseconds; 0 if it was deleted.</param>
/// <param name="IsRefused">
/// Whether a document did not meet its precondition. This attempt then wrote nothing.
/// </param>
/// <param name="MayHaveLanded">Whether an earlier attempt, whose answer was lost, may have been carried out.</param>
internal readonly record struct CommitResult(long Version, bool IsRefused, bool MayHaveLanded);

/// <summary>A document as read. It is valid until the answer is disposed.</summary>
/// <param name="Name">The full name.</param>
/// <param name="Fields">The typed fields.</param>
/// <param name="Version">The update time in microseconds.</param>
internal readonly record struct FirestoreDocument(string Name, JsonElement Fields, long Version)
{
    /// <exception cref="KeyNotFoundException">The JSON is no document.</exception>
    public static FirestoreDocument From(JsonElement document) => new(
        document.GetProperty("name"u8).GetString()!,
        document.TryGetProperty("fields"u8, out var fields) ? fields : default,
        FirestoreTime.Parse(document.GetProperty("updateTime"u8).GetString()));

    public string? Text(string field) => Value(field, "stringValue");

    public string? Timestamp(string field) => Value(field, "timestampValue");

    public long? Integer(string field) =>
        Value(field, "integerValue") is { } text && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public bool? Boolean(string field) =>
        Find(field, "booleanValue") is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

    /// <summary>The fields of a map; null if the field is no map.</summary>
    public FirestoreDocument? Within(string field) =>
        Find(field, "mapValue") is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty("fields"u8, out var fields)
            ? this with { Fields = fields }
            : null;

    public bool Has(string field) => Fields.ValueKind is JsonValueKind.Object && Fields.TryGetProperty(field, out _);

    private string? Value(string field, string type)
    {
        try
        {
            return Find(field, type) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is no text. The field is missing then, and what needs it says that the document is broken.
            return null;
        }
    }

    private JsonElement? Find(string field, string type) =>
        Fields.ValueKind is JsonValueKind.Object && Fields.TryGetProperty(field, out var value)
            && value.ValueKind is JsonValueKind.Object && value.TryGetProperty(type, out var typed)
            ? typed
            : null;
}

/// <summary>The documents of an answer.</summary>
/// <param name="Answer">The answer from which the documents are read.</param>
/// <param name="Items">The documents that were found, in the query's order.</param>
/// <param name="ReadTime">The moment as of which they were read.</param>
internal readonly record struct FirestoreDocuments(FirestoreAnswer Answer, IReadOnlyList<FirestoreDocument> Items, string? ReadTime) : IDisposable
{
    public FirestoreDocument? Find(string name)
    {
        foreach (var document in Items)
        {
            if (document.Name == name)
            {
                return document;
            }
        }

        return null;
    }

    public void Dispose() => Answer.Dispose();
}
