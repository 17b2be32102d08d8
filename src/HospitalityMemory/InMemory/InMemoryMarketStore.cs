using System.Runtime.InteropServices;

namespace HospitalityMemory.Stores;

/// <summary>Keeps market counts in this process.</summary>
internal sealed class InMemoryMarketStore : IMarketStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Market, MarketFact Fact, string Name), double> _weights = [];

    public string Name => "memory";

    public ValueTask AddAsync(IReadOnlyList<MarketCount> counts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(counts);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            foreach (var count in counts)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_weights, (count.Market, count.Fact, count.Name), out _) += count.Weight;
            }
        }

        return default;
    }

    public ValueTask<IReadOnlyList<MarketCount>> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var counts = new MarketCount[_weights.Count];
            var next = 0;
            foreach (var (key, weight) in _weights)
            {
                counts[next++] = new(key.Market, key.Fact, key.Name, weight);
            }

            return new(counts);
        }
    }
}
