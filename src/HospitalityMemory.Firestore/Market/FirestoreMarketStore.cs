using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory.Firestore;

/// <summary>
/// Keeps market counts in Firestore. Each call adds to the documents of one shard, chosen at random, so that servers
/// seldom meet at a document; who reads adds the shards up.
/// </summary>
internal sealed partial class FirestoreMarketStore(FirestoreClient client, FirestorePaths paths, int shards, ILogger logger) : IMarketStore
{
    /// <summary>How many documents one answer holds: far fewer than of guests, as each may have 1 MiB.</summary>
    internal const int PageSize = 50;

    private readonly MarketDocuments _documents = new(paths);

    public string Name => "firestore";

    public async ValueTask AddAsync(IReadOnlyList<MarketCount> counts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(counts);
        cancellationToken.ThrowIfCancellationRequested();
        var additions = _documents.Split(counts, Random.Shared.Next(shards));
        var refused = new List<(MarketAddition Addition, MemoryUnavailableException Refusal)>();
        foreach (var commit in MarketDocuments.Pack(additions))
        {
            await AddAsync(commit, refused, cancellationToken).ConfigureAwait(false);
        }

        // Where all is refused nothing is counted, and it may be tried again. Otherwise the rest has been: it would be
        // counted twice.
        if (refused.Count > 0 && refused.Count == additions.Count)
        {
            throw refused[0].Refusal;
        }

        foreach (var (addition, refusal) in refused)
        {
            LogRefused(refusal, addition.Weights.Count);
        }
    }

    public async ValueTask<IReadOnlyList<MarketCount>> ReadAsync(CancellationToken cancellationToken)
    {
        var counts = new List<MarketCount>();
        string? last = null;
        int read;
        do
        {
            var query = MarketDocuments.WriteQuery(last, PageSize);
            using var page = await client.QueryAsync(paths.RootUrl, query, cancellationToken).ConfigureAwait(false);
            read = page.Items.Count;
            foreach (var document in page.Items)
            {
                MarketDocuments.Read(document, counts);
                last = document.Name;
            }
        }
        while (read is PageSize);
        return counts;
    }

    /// <summary>
    /// A commit that Firestore refuses for good is taken apart: one document that is full must not stop the others.
    /// </summary>
    private async ValueTask AddAsync(
        List<MarketAddition> commit, List<(MarketAddition, MemoryUnavailableException)> refused, CancellationToken cancellationToken)
    {
        try
        {
            await client.AddAsync(MarketDocuments.WriteCommit(commit), cancellationToken).ConfigureAwait(false);
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
        1, LogLevel.Warning, "Firestore refused {Counts} market counts of one document, which are dropped; the others were added.")]
    private partial void LogRefused(Exception exception, int counts);
}
