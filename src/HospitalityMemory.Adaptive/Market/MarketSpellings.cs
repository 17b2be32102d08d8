using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace HospitalityMemory.Adaptive;

/// <summary>
/// How the names of the market are shown: each in the spelling that most of its bookings have, if that may be told. Immutable and thread safe.
/// </summary>
internal sealed class MarketSpellings
{
    private readonly ImmutableDictionary<(MarketFact, string), string> _spellings;

    private MarketSpellings(ImmutableDictionary<(MarketFact, string), string> spellings) => _spellings = spellings;

    public static MarketSpellings None { get; } = new(ImmutableDictionary<(MarketFact, string), string>.Empty);

    /// <returns>Null if no spelling may be told.</returns>
    public string? Of(MarketFact spelling, string key) => _spellings.GetValueOrDefault((spelling, key));

    /// <summary>Counts the spellings of all names. Used by one caller at a time.</summary>
    internal sealed class Counts
    {
        private readonly Dictionary<(MarketFact, string), List<(string Spelling, double Weight)>> _told = [];
        private readonly ImmutableDictionary<(MarketFact, string), string>.Builder _best = None._spellings.ToBuilder();

        public MarketSpellings Current { get; private set; } = None;

        /// <summary>Takes in the changes that concern spellings.</summary>
        /// <returns>The other changes.</returns>
        public List<MarketChange> Take(List<MarketChange> changes)
        {
            var others = changes;
            for (var i = 0; i < changes.Count; i++)
            {
                var (name, _, after) = changes[i];
                if (name.Fact is MarketFact.CitySpelling or MarketFact.PropertyTypeSpelling or MarketFact.AmenitySpelling)
                {
                    others = ReferenceEquals(others, changes) ? changes[..i] : others;
                    Set((name.Fact, name.Market), name.Name, after.Told);
                }
                else if (!ReferenceEquals(others, changes))
                {
                    others.Add(changes[i]);
                }
            }

            var best = _best.ToImmutable();
            Current = ReferenceEquals(best, Current._spellings) ? Current : new(best);
            return others;
        }

        private void Set((MarketFact, string) key, string spelling, double weight)
        {
            ref var told = ref CollectionsMarshal.GetValueRefOrAddDefault(_told, key, out _);
            told ??= [];
            told.RemoveAll(known => known.Spelling == spelling);
            if (weight > 0)
            {
                told.Add((spelling, weight));
            }

            if (told.Count is 0)
            {
                _told.Remove(key);
                _best.Remove(key);
                return;
            }

            var best = told.MaxBy(known => (known.Weight, known.Spelling), Heaviest.Instance).Spelling;
            if (_best.GetValueOrDefault(key) != best)
            {
                _best[key] = best;
            }
        }

        private sealed class Heaviest : IComparer<(double Weight, string Spelling)>
        {
            public static Heaviest Instance { get; } = new();

            public int Compare((double Weight, string Spelling) x, (double Weight, string Spelling) y) =>
                x.Weight != y.Weight ? x.Weight.CompareTo(y.Weight) : string.CompareOrdinal(y.Spelling, x.Spelling);
        }
    }
}
