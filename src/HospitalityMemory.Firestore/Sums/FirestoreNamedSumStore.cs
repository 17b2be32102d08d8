using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory.Firestore;

/// <summary>
/// Keeps named sums in Firestore. Each call adds to the documents of one shard, chosen at random: servers then seldom write to the same
/// document. A read adds up the shards, and removes sums to which no guest contributes any more.
/// </summary>
internal sealed partial class FirestoreNamedSumStore(FirestoreClient client, FirestorePaths paths, int shards, ILogger logger) : INamedSumStore
{
    /// <summary>How many documents an answer has at most. It is far fewer than for guests, because each may have 1 MiB.</summary>
    internal const int PageSize = 50;

    private readonly SumDocuments _documents = new(paths);

    public string Name => "firestore";

    public async ValueTask AddAsync(IReadOnlyList<NamedSum> additions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(additions);
        cancellationToken.ThrowIfCancellationRequested();
        var parts = _documents.Split(additions, Random.Shared.Next(shards));
        var refused = new List<(SumAddition Addition, MemoryUnavailableException Refusal)>();
        foreach (var commit in SumDocuments.Pack(parts))
        {
            await AddAsync(commit, refused, cancellationToken).ConfigureAwait(false);
        }

        if (refused.Count > 0 && refused.Count == parts.Count)
        {
            throw refused[0].Refusal;
        }

        foreach (var (addition, refusal) in refused)
        {
            LogRefused(refusal, addition.Sums.Count);
        }
    }

    public async IAsyncEnumerable<NamedSum> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sums = new Dictionary<string, (double Amount, long Guests)>(StringComparer.Ordinal);
        var documents = new List<string>();
        await foreach (var document in DocumentsAsync(cancellationToken).ConfigureAwait(false))
        {
            documents.Add(document.Name);
            foreach (var part in SumDocuments.Read(document))
            {
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, part.Name, out _);
                sum = (sum.Amount + part.Amount, sum.Guests + part.Guests);
            }
        }

        foreach (var (name, (amount, guests)) in sums)
        {
            if (guests is not 0)
            {
                yield return new(name, amount, guests);
            }
        }

        if (sums.Values.Any(static sum => sum.Guests is 0))
        {
            await RemoveNobodysAsync(sums, documents, cancellationToken).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<FirestoreDocument> DocumentsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        int read;
        do
        {
            var query = SumDocuments.WriteQuery(last, PageSize);
            using var page = await client.QueryAsync(paths.RootParent, FirestorePaths.NamedSums, query, cancellationToken).ConfigureAwait(false);
            read = page.Items.Count;
            foreach (var document in page.Items)
            {
                last = document.Name;
                yield return document;
            }
        }
        while (read is PageSize);
    }

    /// <summary>
    /// Removes the names to which no guest contributes any more, part by part. All documents of a part are read again as of one moment, and
    /// are changed only if none was written to since. Otherwise the next read removes the names.
    /// </summary>
    private async ValueTask RemoveNobodysAsync(
        Dictionary<string, (double Amount, long Guests)> sums, List<string> documents, CancellationToken cancellationToken)
    {
        var nobodys = sums.Where(static sum => sum.Value.Guests is 0).Select(static sum => sum.Key);
        foreach (var part in nobodys.GroupBy(SumDocuments.PartOf))
        {
            // The documents of all shards, even if the number of shards was another one when they were written.
            var names = documents.Where(document => FirestorePaths.PartOf(document) == part.Key).ToList();
            using var found = await client.GetAsync(names, [], cancellationToken).ConfigureAwait(false);
            var body = SumDocuments.WriteRemoval(found.Items, part.Take(SumDocuments.MaxRemoved).ToHashSet(StringComparer.Ordinal));
            if (body is { } commit)
            {
                await client.CommitAsync(commit, versioned: 0, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Takes a commit apart if Firestore refuses it for good: one document that is full must not stop the others.
    /// </summary>
    private async ValueTask AddAsync(
        List<SumAddition> commit, List<(SumAddition, MemoryUnavailableException)> refused, CancellationToken cancellationToken)
    {
        try
        {
            await client.AddAsync(SumDocuments.WriteCommit(commit), cancellationToken).ConfigureAwait(false);
        }
        catch (MemoryUnavailableException refusal)
            when (refusal.InnerException is FirestoreRequestException { Error.Status: "INVALID_ARGUMENT" })
        {
            if (commit is [var alone])
            {
                refused.Add((alone, refusal));
                return;
            }

            foreach (var addition in commit)
            {
                await AddAsync([addition], refused, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(
        1, LogLevel.Warning, "Firestore refused to add to {Sums} sums of one document, which is lost; the others were added to.")]
    private partial void LogRefused(Exception exception, int sums);
}
