using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace HospitalityMemory.Stores;

/// <summary>Keeps named sums in this process. A read copies nothing.</summary>
internal sealed class InMemoryNamedSumStore : INamedSumStore
{
    private readonly ConcurrentDictionary<string, (double Amount, long Guests)> _sums = new(StringComparer.Ordinal);

    public string Name => "memory";

    public ValueTask AddAsync(IReadOnlyList<NamedSum> additions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(additions);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var addition in additions)
        {
            var sum = _sums.AddOrUpdate(
                addition.Name,
                static (_, added) => (added.Amount, added.Guests),
                static (_, sum, added) => (sum.Amount + added.Amount, sum.Guests + added.Guests),
                addition);
            if (sum.Guests is 0)
            {
                // Only as it is: another may have added to it since.
                _sums.TryRemove(KeyValuePair.Create(addition.Name, sum));
            }
        }

        return default;
    }

    public async IAsyncEnumerable<NamedSum> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var (name, (amount, guests)) in _sums)
        {
            if (guests is not 0)
            {
                yield return new(name, amount, guests);
            }
        }
    }
}
