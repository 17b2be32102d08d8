using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Adaptive;

/// <summary>
/// What was read of the stored sums, and the snapshot that is made of it. A reading changes the snapshot only by what differs from the
/// reading before. One caller at a time may read; all may use <see cref="Current"/>.
/// </summary>
internal sealed class MarketReading(int leastGuests)
{
    private readonly Dictionary<string, Known> _sums = new(StringComparer.Ordinal);
    private readonly MarketSpellings.Counts _spellings = new();
    private volatile MarketSnapshot _current = MarketSnapshot.Empty;
    private int _round;
    private long? _version;

    public MarketSnapshot Current => _current;

    /// <summary>Reads the changed sums of a store that knows them, and all sums of another store.</summary>
    public async ValueTask ReadAsync(INamedSumStore store, DateOnly day, CancellationToken cancellationToken)
    {
        var changed = await store.ReadChangesAsync(_version, cancellationToken).ConfigureAwait(false);
        if (changed?.Sums is { } sums)
        {
            Apply(sums, day);
        }
        else
        {
            // If this reading breaks off, the next one cannot go on from its version.
            _version = null;
            await ReadAsync(store.ReadAsync(cancellationToken), day, cancellationToken).ConfigureAwait(false);
        }

        _version = changed?.Version;
    }

    public async ValueTask ReadAsync(IAsyncEnumerable<NamedSum> sums, DateOnly day, CancellationToken cancellationToken)
    {
        _round++;
        var changes = new List<MarketChange>();
        var (seen, isWhole) = (0, false);
        try
        {
            await foreach (var sum in sums.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                seen += Note(sum, changes) ? 1 : 0;
            }

            if (seen < _sums.Count)
            {
                RemoveUnseen(changes);
            }

            isWhole = true;
        }
        finally
        {
            // The snapshot takes in what was noted even if the reading broke off, because the next reading compares with it.
            if (isWhole || changes.Count > 0)
            {
                Tell(changes, day);
            }
        }
    }

    private void Apply(IReadOnlyList<NamedSum> sums, DateOnly day)
    {
        var changes = new List<MarketChange>(sums.Count);
        foreach (var sum in sums)
        {
            if (sum.Guests is not 0)
            {
                Note(sum, changes);
            }
            else if (_sums.Remove(sum.Name, out var known) && known.Sum != default && MarketName.TryParse(sum.Name, out var name))
            {
                changes.Add(new(name, known.Sum, default));
            }
        }

        Tell(changes, day);
    }

    private void Tell(List<MarketChange> changes, DateOnly day) =>
        _current = _current.With(_spellings.Take(changes), day).With(_spellings.Current);

    /// <returns>Whether the sum is one of the market's.</returns>
    private bool Note(NamedSum sum, List<MarketChange> changes)
    {
        var after = MarketSum.Of(sum.Amount, sum.Guests, leastGuests);
        ref var known = ref CollectionsMarshal.GetValueRefOrNullRef(_sums, sum.Name);
        if (!Unsafe.IsNullRef(ref known) && known.Sum == after)
        {
            // Most sums are unchanged, and then the name need not be parsed.
            known = known with { Round = _round };
            return true;
        }

        if (!MarketName.TryParse(sum.Name, out var name))
        {
            return false;
        }

        var before = Unsafe.IsNullRef(ref known) ? default : known.Sum;
        _sums[sum.Name] = new(after, _round);
        if (before != after)
        {
            changes.Add(new(name, before, after));
        }

        return true;
    }

    private void RemoveUnseen(List<MarketChange> changes)
    {
        foreach (var (text, known) in _sums)
        {
            if (known.Round != _round && MarketName.TryParse(text, out var name))
            {
                _sums.Remove(text);
                if (known.Sum != default)
                {
                    changes.Add(new(name, known.Sum, default));
                }
            }
        }
    }

    private readonly record struct Known(MarketSum Sum, int Round);
}
