using System.Collections.Immutable;

namespace HospitalityMemory.Adaptive;

/// <summary>
/// The names of one fact in one market that may be told, with their weights. Immutable: a changed instance shares with the one before
/// everything that did not change. A change therefore costs by what it changes, not by what there is.
/// </summary>
internal sealed class ToldNames
{
    private const int MaxTop = 64;

    private readonly ImmutableDictionary<string, (double Weight, int Markets)> _names;

    private ToldNames(ImmutableDictionary<string, (double Weight, int Markets)> names, double weight, int known, ImmutableArray<string> top)
    {
        _names = names;
        Weight = weight;
        Known = known;
        Top = top;
    }

    public static ToldNames None { get; } =
        new(ImmutableDictionary.Create<string, (double Weight, int Markets)>(StringComparer.Ordinal), 0, 0, []);

    /// <summary>All weights together.</summary>
    public double Weight { get; }

    /// <summary>How many names there are, including those that may not be told.</summary>
    public int Known { get; }

    /// <summary>The heaviest names, at most 64; equal weights are ordered by name. A learner need not look at all names.</summary>
    public ImmutableArray<string> Top { get; }

    public int Count => _names.Count;

    public IEnumerable<string> Names => _names.Keys;

    public double WeightOf(string name) => _names.TryGetValue(name, out var told) ? told.Weight : 0;

    public bool Contains(string name) => _names.ContainsKey(name);

    public ToldNames With(IReadOnlyList<MarketChange> changes)
    {
        var names = _names.ToBuilder();
        var (weight, known) = (Weight, Known);
        var fallen = new HashSet<string>(StringComparer.Ordinal);
        var risen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, before, after) in changes)
        {
            var name = key.Name;
            known += (after.IsKnown ? 1 : 0) - (before.IsKnown ? 1 : 0);
            if (before.Told == after.Told)
            {
                continue;
            }

            weight += after.Told - before.Told;
            Set(names, name, before.Told, after.Told);
            (after.Told < before.Told ? fallen : risen).Add(name);
        }

        var made = names.ToImmutable();
        return new(made, made.IsEmpty ? 0 : Math.Max(weight, 0), Math.Max(known, 0), TopOf(made, fallen, risen));
    }

    private static void Set(ImmutableDictionary<string, (double Weight, int Markets)>.Builder names, string name, double before, double after)
    {
        var had = names.GetValueOrDefault(name);
        var markets = had.Markets + (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
        if (markets <= 0)
        {
            // The number of markets decides, and not a weight of 0: rounding must not leave a name behind.
            names.Remove(name);
        }
        else
        {
            names[name] = (markets is 1 && after > 0 ? after : Math.Max(had.Weight + after - before, double.Epsilon), markets);
        }
    }

    private ImmutableArray<string> TopOf(
        ImmutableDictionary<string, (double Weight, int Markets)> names, HashSet<string> fallen, HashSet<string> risen)
    {
        // If none of the top names fell, only a name that rose can have come among them. Otherwise any name may have.
        var candidates = Top.Length == _names.Count || !Top.Any(fallen.Contains)
            ? Top.Union(risen, StringComparer.Ordinal).Where(names.ContainsKey)
            : names.Keys;
        var worstFirst = new PriorityQueue<string, (double Weight, string Name)>(MaxTop + 1, WorstFirst.Instance);
        foreach (var name in candidates)
        {
            worstFirst.Enqueue(name, (names[name].Weight, name));
            if (worstFirst.Count > MaxTop)
            {
                worstFirst.Dequeue();
            }
        }

        var top = new string[worstFirst.Count];
        for (var i = top.Length - 1; i >= 0; i--)
        {
            top[i] = worstFirst.Dequeue();
        }

        return [.. top];
    }

    private sealed class WorstFirst : IComparer<(double Weight, string Name)>
    {
        public static WorstFirst Instance { get; } = new();

        public int Compare((double Weight, string Name) x, (double Weight, string Name) y) =>
            x.Weight != y.Weight ? x.Weight.CompareTo(y.Weight) : string.CompareOrdinal(y.Name, x.Name);
    }
}
