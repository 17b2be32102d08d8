namespace HospitalityMemory.Stores;

/// <summary>A market store whose calls are measured.</summary>
internal sealed class ObservedMarketStore(IMarketStore store, MemoryMetrics metrics, TimeProvider timeProvider) : IMarketStore
{
    private readonly StoreObserver _observer = new(store.Name, metrics, timeProvider);

    public string Name => store.Name;

    public async ValueTask AddAsync(IReadOnlyList<MarketCount> counts, CancellationToken cancellationToken) =>
        await _observer.RunAsync(store, "market.add", (counts, cancellationToken), static async (store, call) =>
        {
            await store.AddAsync(call.counts, call.cancellationToken).ConfigureAwait(false);
            return call.counts.Count;
        }).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<MarketCount>> ReadAsync(CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "market.read", cancellationToken, static (store, token) => store.ReadAsync(token));
}
