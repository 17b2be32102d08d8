using System.Buffers;

namespace HospitalityMemory;

/// <summary>
/// Counts names over a few stays and merges them into tallies ordered by name. Used by one thread, and again after each
/// merge.
/// </summary>
internal sealed class StayTallyCounter : IDisposable
{
    private const int UsualNames = 64;

    // Each name that was counted since the entries were last combined, also where an earlier entry has it.
    private Counted[] _entries = ArrayPool<Counted>.Shared.Rent(UsualNames);
    private int _count;

    public void Count(string? name, DateOnly checkIn, decimal rating)
    {
        if (TrimToNull(name) is not { } trimmed)
        {
            return;
        }

        if (_count == _entries.Length)
        {
            MakeRoom();
        }

        _entries[_count++] = new(trimmed, Stays: 1, checkIn, rating);
    }

    /// <summary>
    /// Merges what was counted into tallies, and starts anew. Beyond the cap the least stayed in, then the oldest, are
    /// dropped.
    /// </summary>
    public IReadOnlyList<StayTally> MergeInto(IReadOnlyList<StayTally> tallies, out int dropped)
    {
        dropped = 0;
        if (_count is 0)
        {
            return tallies;
        }

        CombineSameNames();
        var buffer = ArrayPool<StayTally>.Shared.Rent(tallies.Count + _count);
        var merged = Merge(tallies, buffer);
        _count = 0;
        if (merged.Length > EarlierStays.MaxNames)
        {
            dropped = merged.Length - EarlierStays.MaxNames;
            merged.Sort(StayTally.CompareByStays);
            merged = merged[..EarlierStays.MaxNames];
            merged.Sort(StayTally.CompareByName);
        }

        var result = merged.ToArray();
        ArrayPool<StayTally>.Shared.Return(buffer, clearArray: true);
        return result;
    }

    public void Dispose()
    {
        // Where a guest stayed must not wait in the pool for its next renter.
        ArrayPool<Counted>.Shared.Return(_entries, clearArray: true);
        _entries = [];
        _count = 0;
    }

    /// <summary>
    /// As merging wants them: ordered by name, each name once. What is so already is returned as it is.
    /// </summary>
    public static IReadOnlyList<StayTally> Normalize(IReadOnlyList<StayTally> tallies)
    {
        for (var i = 1; i < tallies.Count; i++)
        {
            if (StayTally.CompareByName(tallies[i - 1], tallies[i]) >= 0)
            {
                return
                [
                    .. tallies.GroupBy(tally => tally.Name, StringComparer.Ordinal)
                        .Select(same => same.Aggregate((x, y) => x.Combine(y)))
                        .OrderBy(tally => tally.Name, StringComparer.Ordinal),
                ];
            }
        }

        return tallies;
    }

    public static string? TrimToNull(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    /// <summary>Combines first, so that the room grows with the number of names and not of stays.</summary>
    private void MakeRoom()
    {
        CombineSameNames();
        if (_count <= _entries.Length / 2)
        {
            return;
        }

        var larger = ArrayPool<Counted>.Shared.Rent(2 * _entries.Length);
        _entries.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<Counted>.Shared.Return(_entries, clearArray: true);
        _entries = larger;
    }

    /// <summary>One entry of each name, ordered by name.</summary>
    private void CombineSameNames()
    {
        var entries = _entries.AsSpan(0, _count);
        entries.Sort(static (x, y) => string.CompareOrdinal(x.Name, y.Name));
        var last = -1;
        foreach (var entry in entries)
        {
            if (last >= 0 && entries[last].Name == entry.Name)
            {
                entries[last] = entries[last].Combine(entry);
            }
            else
            {
                entries[++last] = entry;
            }
        }

        _count = last + 1;
    }

    private Span<StayTally> Merge(IReadOnlyList<StayTally> tallies, StayTally[] buffer)
    {
        var length = 0;
        var next = 0;
        foreach (var counted in _entries.AsSpan(0, _count))
        {
            while (next < tallies.Count && string.CompareOrdinal(tallies[next].Name, counted.Name) < 0)
            {
                buffer[length++] = tallies[next++];
            }

            var all = next < tallies.Count && tallies[next].Name == counted.Name ? counted.Combine(new(tallies[next++])) : counted;
            buffer[length++] = all.ToTally();
        }

        while (next < tallies.Count)
        {
            buffer[length++] = tallies[next++];
        }

        return buffer.AsSpan(0, length);
    }

    private readonly record struct Counted(string Name, int Stays, DateOnly LastStay, decimal RatingSum)
    {
        public Counted(StayTally tally)
            : this(tally.Name, tally.Stays, tally.LastStay, tally.RatingSum)
        {
        }

        public StayTally ToTally() => new() { Name = Name, Stays = Stays, LastStay = LastStay, RatingSum = RatingSum };

        public Counted Combine(Counted other) => this with
        {
            Stays = Stays + other.Stays,
            LastStay = LastStay > other.LastStay ? LastStay : other.LastStay,
            RatingSum = RatingSum + other.RatingSum,
        };
    }
}
