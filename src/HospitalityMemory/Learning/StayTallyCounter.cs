using System.Buffers;
using System.Runtime.InteropServices;

namespace HospitalityMemory;

/// <summary>
/// Counts names over a few stays and merges them into tallies ordered by name. Used by one thread, and again after each
/// merge.
/// </summary>
internal sealed class StayTallyCounter
{
    private const int UsualNames = 16;
    private readonly Dictionary<string, Counted> _counted = new(UsualNames, StringComparer.Ordinal);

    public void Count(string? name, DateOnly checkIn, decimal rating)
    {
        if (TrimToNull(name) is not { } trimmed)
        {
            return;
        }

        ref var counted = ref CollectionsMarshal.GetValueRefOrAddDefault(_counted, trimmed, out _);
        counted.Stays++;
        counted.RatingSum += rating;
        if (checkIn > counted.LastStay)
        {
            counted.LastStay = checkIn;
        }
    }

    /// <summary>
    /// Merges what was counted into tallies, and starts anew. Beyond the cap the least stayed in, then the oldest, are
    /// dropped.
    /// </summary>
    public IReadOnlyList<StayTally> MergeInto(IReadOnlyList<StayTally> tallies, out int dropped)
    {
        dropped = 0;
        if (_counted.Count is 0)
        {
            return tallies;
        }

        var buffer = ArrayPool<StayTally>.Shared.Rent(tallies.Count + _counted.Count);
        var merged = Merge(tallies, buffer);
        _counted.Clear();
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

    private Span<StayTally> Merge(IReadOnlyList<StayTally> tallies, StayTally[] buffer)
    {
        var names = ArrayPool<string>.Shared.Rent(_counted.Count);
        _counted.Keys.CopyTo(names, 0);
        var added = names.AsSpan(0, _counted.Count);
        added.Sort(string.CompareOrdinal);

        var length = 0;
        var next = 0;
        foreach (var name in added)
        {
            while (next < tallies.Count && string.CompareOrdinal(tallies[next].Name, name) < 0)
            {
                buffer[length++] = tallies[next++];
            }

            var counted = _counted[name];
            var known = next < tallies.Count && string.Equals(tallies[next].Name, name, StringComparison.Ordinal) ? tallies[next++] : null;
            buffer[length++] = new StayTally
            {
                Name = name,
                Stays = counted.Stays + (known?.Stays ?? 0),
                LastStay = known?.LastStay > counted.LastStay ? known.LastStay : counted.LastStay,
                RatingSum = counted.RatingSum + (known?.RatingSum ?? 0),
            };
        }

        while (next < tallies.Count)
        {
            buffer[length++] = tallies[next++];
        }

        ArrayPool<string>.Shared.Return(names, clearArray: true);
        return buffer.AsSpan(0, length);
    }

    private struct Counted
    {
        public int Stays;
        public DateOnly LastStay;
        public decimal RatingSum;
    }
}
