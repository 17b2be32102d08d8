using System.Collections.Immutable;

namespace HospitalityMemory.Adaptive;

/// <summary>
/// What all guests who let the platform learn have booked, in counts: what is popular where, usual prices and amenities.
/// </summary>
/// <remarks>
/// Immutable and thread safe. Of no name that fewer guests stand behind than the settings ask for is anything in it. A market is
/// a country, as the bookings name it, or all bookings whose country is not known.
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

    /// <summary>Tells this snapshot from others without holding it.</summary>
    public object Token { get; } = new();

    /// <summary>All markets together: what each of them tells.</summary>
    public MarketSegment Overall { get; }

    /// <summary>How the names are shown.</summary>
    public MarketSpellings Spellings { get; private init; } = MarketSpellings.None;

    /// <summary>One market.</summary>
    /// <param name="country">The country's key; null or empty for those whose country is unknown.</param>
    /// <returns>What was booked there; nothing where it is not known.</returns>
    public MarketSegment In(string? country) => _markets.GetValueOrDefault(country ?? string.Empty, MarketSegment.Empty);

    /// <summary>The snapshot after some sums changed, and a day on which a booking weighs 1.</summary>
    /// <returns>This one where nothing changed.</returns>
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

            // Where there is but one market, it is all: no work is done twice.
            overall = builder.Count is 1 ? builder.First().Value : overall.With(changes);
            markets = builder.ToImmutable();
        }

        return new(markets, overall, asOf) { Spellings = Spellings };
    }

    /// <summary>The snapshot with other spellings; this one where they are the same.</summary>
    public MarketSnapshot With(MarketSpellings spellings) =>
        ReferenceEquals(spellings, Spellings) ? this : new(_markets, Overall, _asOf) { Spellings = spellings };
}
