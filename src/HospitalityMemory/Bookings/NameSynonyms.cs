using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory;

/// <summary>Which folded names of one kind stand for another. Immutable.</summary>
internal sealed class NameSynonyms
{
    private static readonly FrozenDictionary<string, string> OfCountries = BuiltIn(CountryNames.Groups, static code => code);
    private static readonly FrozenDictionary<string, string> OfAmenities = BuiltIn(TradeSynonyms.Amenities, NameFolding.Fold);
    private static readonly FrozenDictionary<string, string> OfPropertyTypes = BuiltIn(TradeSynonyms.PropertyTypes, NameFolding.Fold);

    private readonly FrozenDictionary<string, string> _keys;

    private NameSynonyms(FrozenDictionary<string, string> keys) => _keys = keys;

    /// <summary>The built-in synonyms of a kind, with the host's changes.</summary>
    public static NameSynonyms Of(NameKind kind, NameSynonymOptions options)
    {
        var (builtIn, changes) = kind switch
        {
            NameKind.City => (FrozenDictionary<string, string>.Empty, options.Cities),
            NameKind.Country => (OfCountries, options.Countries),
            NameKind.Amenity => (OfAmenities, options.Amenities),
            NameKind.PropertyType => (OfPropertyTypes, options.PropertyTypes),
            _ => (FrozenDictionary<string, string>.Empty, options.Operators),
        };
        return changes.Count is 0 ? new(builtIn) : new(With(builtIn, changes));
    }

    /// <summary>The key of a folded name: the name that it stands for, or itself.</summary>
    public string KeyOf(string folded) => _keys.GetValueOrDefault(folded, folded);

    public bool TryFind(string folded, [NotNullWhen(true)] out string? key) => _keys.TryGetValue(folded, out key);

    /// <summary>Whether a text can be a name.</summary>
    public static bool IsName(string name) => name.Length <= BookingRules.MaxTextLength && !SlotWords.IsNoName(name);

    /// <summary>Whether a name may stand for another. With an empty target it stands for itself.</summary>
    public static bool MayStandFor(string name, string? target) => IsName(name) && (string.IsNullOrEmpty(target) || IsName(target));

    private static Dictionary<string, string> TargetsOf(IDictionary<string, string> changes)
    {
        var targets = new Dictionary<string, string>(changes.Count, StringComparer.Ordinal);
        foreach (var (name, target) in changes)
        {
            var (from, to) = (NameFolding.Fold(name), NameFolding.Fold(target ?? string.Empty));
            if (from != to)
            {
                targets[from] = to;
            }
        }

        return targets;
    }

    private static FrozenDictionary<string, string> With(FrozenDictionary<string, string> builtIn, IDictionary<string, string> changes)
    {
        var targets = TargetsOf(changes);
        var keys = new Dictionary<string, string>(builtIn, StringComparer.Ordinal);
        foreach (var name in builtIn.Keys.Concat(targets.Keys).Concat(targets.Values).Where(name => name.Length > 0).ToList())
        {
            keys[name] = Follow(name);
        }

        return keys.ToFrozenDictionary(StringComparer.Ordinal);

        // The host's synonyms win over the built-in ones. An empty target ends the chain. Names that stand for each other in a
        // circle all get the first of them (ordinal) as their key.
        string Follow(string name)
        {
            var way = new List<string>();
            while (!way.Contains(name))
            {
                way.Add(name);
                var next = targets.TryGetValue(name, out var target) ? target : builtIn.GetValueOrDefault(name, string.Empty);
                if (next.Length is 0 || next == name)
                {
                    return name;
                }

                name = next;
            }

            return way[way.IndexOf(name)..].Min(StringComparer.Ordinal)!;
        }
    }

    private static FrozenDictionary<string, string> BuiltIn(IEnumerable<string[]> groups, Func<string, string> keyOf)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            foreach (var name in group)
            {
                keys[NameFolding.Fold(name)] = keyOf(group[0]);
            }
        }

        return keys.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
