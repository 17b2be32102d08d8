using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace HospitalityMemory.Stores;

/// <summary>
/// Keeps named sums in this process. A read copies nothing, and of the latest changes it knows which they were.
/// </summary>
internal sealed class InMemoryNamedSumStore : INamedSumStore
{
    /// <summary>So many changes are known, a few hundred bytes of names each that are shared with the sums.</summary>
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
                // Only as it is: another may have added to it since.
                _sums.TryRemove(KeyValuePair.Create(addition.Name, sum));
            }
        }

        // After the sums: who asks for changes then finds these, or will be told of them the next time.
        lock (_gate)
        {
            // A memory whose learner counts nothing has none.
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
