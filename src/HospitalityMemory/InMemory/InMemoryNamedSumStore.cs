using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace HospitalityMemory.Stores;

/// <summary>
/// Keeps named sums in this process. A read copies nothing. The store remembers which sums changed lately.
/// </summary>
internal sealed class InMemoryNamedSumStore : INamedSumStore
{
    /// <summary>
    /// How many changes are remembered. A change is the name of its sum, a few hundred bytes that the two share.
    /// </summary>
    internal const int MaxChanges = 16_384;

    private readonly ConcurrentDictionary<string, (double Amount, long Guests)> _sums = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private string[] _changes = [];
    private long _version;

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
                // Removes the sum only if it is unchanged: another thread may have added to it since.
                _sums.TryRemove(KeyValuePair.Create(addition.Name, sum));
            }
        }

        // This follows the sums. A reader who sees a change then sees its sum, and a change that it misses is reported next time.
        lock (_gate)
        {
            // A learner that counts nothing never needs the array.
            _changes = _changes.Length > 0 || additions.Count is 0 ? _changes : new string[MaxChanges];
            foreach (var addition in additions)
            {
                _changes[_version++ % MaxChanges] = addition.Name;
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

    public ValueTask<NamedSumChanges?> ReadChangesAsync(long? since, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        HashSet<string> names;
        long version;
        lock (_gate)
        {
            version = _version;
            if (since is not { } start || start > version || version - start > MaxChanges)
            {
                return new(new NamedSumChanges(version, null));
            }

            names = new(StringComparer.Ordinal);
            for (var change = start; change < version; change++)
            {
                names.Add(_changes[change % MaxChanges]);
            }
        }

        var sums = new List<NamedSum>(names.Count);
        foreach (var name in names)
        {
            var (amount, guests) = _sums.GetValueOrDefault(name);
            sums.Add(guests is 0 ? new(name, 0, 0) : new(name, amount, guests));
        }

        return new(new NamedSumChanges(version, sums));
    }
}
