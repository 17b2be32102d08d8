namespace HospitalityMemory.Stores;

/// <summary>A store of named sums whose additions are measured.</summary>
internal sealed class ObservedNamedSumStore(INamedSumStore store, MemoryMetrics metrics, TimeProvider timeProvider) : INamedSumStore
{
    private readonly StoreObserver _observer = new(store.Name, metrics, timeProvider);

    public string Name => store.Name;

    public async ValueTask AddAsync(IReadOnlyList<NamedSum> additions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(additions);
        var isDone = false;
        try
        {
            await _observer.RunAsync(store, "sums.add", (additions, cancellationToken), static async (store, call) =>
            {
                await store.AddAsync(call.additions, call.cancellationToken).ConfigureAwait(false);
                return call.additions.Count;
            }).ConfigureAwait(false);
            isDone = true;
        }
        finally
        {
            if (!isDone)
            {
                metrics.SumsLost(additions.Count);
            }
        }
    }

    public IAsyncEnumerable<NamedSum> ReadAsync(CancellationToken cancellationToken) =>
        _observer.ReadAsync(store.ReadAsync(cancellationToken), "sums.read", cancellationToken);

    public ValueTask<NamedSumChanges?> ReadChangesAsync(long? since, CancellationToken cancellationToken) => _observer.RunAsync(
        store,
        "sums.read_changes",
        (since, cancellationToken),
        static (store, call) => store.ReadChangesAsync(call.since, call.cancellationToken));
}
