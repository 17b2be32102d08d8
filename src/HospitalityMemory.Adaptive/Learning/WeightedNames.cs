using System.Runtime.InteropServices;

namespace HospitalityMemory.Adaptive;

/// <summary>Names that stays share, and how much each counts. Filled by one thread, then only read.</summary>
internal sealed class WeightedNames
{
    private readonly Dictionary<string, WeightedName> _names = new(StringComparer.Ordinal);

    public double Total { get; private set; }

    /// <summary>How many stays have a name.</summary>
    public int Stays { get; private set; }

    public IReadOnlyDictionary<string, WeightedName> Names => _names;

    public void Add(string? name, double weight, int stays, DateOnly lastStay, double satisfaction)
    {
        if (NameCounts.TrimToNull(name) is not { } trimmed)
        {
            return;
        }

        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_names, trimmed, out _);
        known = new(
            known.Weight + weight,
            known.Stays + stays,
            lastStay > known.LastStay ? lastStay : known.LastStay,
            known.Satisfaction + (satisfaction * stays));
        Total += weight;
        Stays += stays;
    }

    public double WeightOf(string name) => _names.GetValueOrDefault(name).Weight;

    /// <summary>What the guest's own record has for a name, the greater the better: 2 for stays, 1 for searches, 0 for nothing.</summary>
    public int EvidenceOf(string name) => Find(name) switch
    {
        { Stays: > 0 } => 2,
        { Weight: > 0 } => 1,
        _ => 0,
    };

    public WeightedName Find(string name) => _names.GetValueOrDefault(name);
}

/// <summary>The sums over the stays of one name. Searches add a weight but no stay.</summary>
/// <param name="Weight">How much they count.</param>
/// <param name="Stays">How many they are.</param>
/// <param name="LastStay">The last check-in.</param>
/// <param name="Satisfaction">The sum of the stays' ratings, each divided by the neutral one.</param>
internal readonly record struct WeightedName(double Weight, int Stays, DateOnly LastStay, double Satisfaction)
{
    public double MeanSatisfaction => Stays > 0 ? Satisfaction / Stays : 1;
}
