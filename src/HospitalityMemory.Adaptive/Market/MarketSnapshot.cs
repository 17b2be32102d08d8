using System.Collections.Immutable;

namespace HospitalityMemory.Adaptive;

/// <summary>
/// Counts of what all guests who let the platform learn have booked: what is popular where, usual prices and amenities.
/// </summary>
/// <remarks>
/// Immutable and thread safe. It has nothing on a name to which fewer guests contribute than the settings require. A market is a country,
/// as the bookings name it, or all bookings whose country is not known.
/// </remarks>
internal sealed class MarketSnapshot
{
    private readonly ImmutableDictionary<string, MarketSegment> _markets;
    private readonly DateOnly _asOf;

    private MarketSnapshot(ImmutableDictionary<string, MarketSegment> markets, MarketSegment overall, DateOnly asOf)
    {
        _markets = markets;
        Overall = overall;
        _asOf = asOf;
    }

    /// <summary>Nothing is known.</summary>
    public static MarketSnapshot Empty { get; } =
        new(ImmutableDictionary.Create<string, MarketSegment>(StringComparer.Ordinal), MarketSegment.Empty, DateOnly.MinValue);

    /// <summary>Identifies this snapshot without keeping it in memory.</summary>
    public object Token { get; } = new();

    /// <summary>All markets together, with what each of them may tell.</summary>
    public MarketSegment Overall { get; }

    /// <summary>How the names are shown.</summary>
    public MarketSpellings Spellings { get; private init; } = MarketSpellings.None;

    /// <summary>One market.</summary>
    /// <param name="country">The country's key; null or empty for the bookings whose country is unknown.</param>
    /// <returns>What was booked there; an empty segment if nothing is known.</returns>
    public MarketSegment In(string? country) => _markets.GetValueOrDefault(country ?? string.Empty, MarketSegment.Empty);

    /// <summary>The snapshot after changes to sums, as of a day on which a booking weighs 1.</summary>
    /// <returns>This instance if nothing changed.</returns>
    public MarketSnapshot With(IReadOnlyList<MarketChange> changes, DateOnly asOf)
    {
        if (changes.Count is 0 && asOf == _asOf)
        {
            return this;
        }

        var (markets, overall) = (_markets, Overall);
        var scale = 1 / MarketWeight.Of(asOf);
        if (asOf != _asOf)
        {
            markets = markets.SetItems(markets.Select(market => KeyValuePair.Create(market.Key, market.Value.WithScale(scale))));
            overall = overall.WithScale(scale);
        }

        if (changes.Count > 0)
        {
            var builder = markets.ToBuilder();
            foreach (var market in changes.GroupBy(change => change.Name.Market, StringComparer.Ordinal))
            {
                var segment = builder.GetValueOrDefault(market.Key) ?? MarketSegment.Empty.WithScale(scale);
                builder[market.Key] = segment.With(market);
            }

            // A single market is also the sum of all of them. The work is not done twice.
            overall = builder.Count is 1 ? builder.First().Value : overall.With(changes);
            markets = builder.ToImmutable();
        }

        return new(markets, overall, asOf) { Spellings = Spellings };
    }

    /// <summary>The snapshot with other spellings; this instance if they are the same.</summary>
    public MarketSnapshot With(MarketSpellings spellings) =>
        ReferenceEquals(spellings, Spellings) ? this : new(_markets, Overall, _asOf) { Spellings = spellings };
}
