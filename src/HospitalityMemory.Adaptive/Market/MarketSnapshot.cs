namespace HospitalityMemory;

/// <summary>
/// What all guests who let the platform learn have booked, in counts: what is popular where, usual prices and amenities.
/// </summary>
/// <remarks>
/// Immutable and thread safe; no guest is in it. A market is a country, as the bookings name it, or all bookings whose
/// country is not known. Bookings are weighted by their age (<see cref="MarketCount.Weight"/>), and never taken back: a
/// cancelled one was a wish too. A price <c>p</c> is counted in the bin <c>round(20 ln(p))</c>, which is exact to 2.5 %.
/// </remarks>
public sealed class MarketSnapshot
{
    private readonly Dictionary<string, MarketSegment> _markets;

    /// <summary>Makes a snapshot.</summary>
    /// <param name="counts">
    /// The counts, as a store keeps them; those of the same name are added up, and those that no booking makes are
    /// ignored.
    /// </param>
    /// <param name="asOf">The day on which a booking weighs 1.</param>
    public MarketSnapshot(IReadOnlyCollection<MarketCount> counts, DateOnly asOf)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var scale = 1 / MarketWeight.Of(asOf);
        _markets = counts.Where(count => count.Market is not null)
            .GroupBy(count => count.Market, StringComparer.Ordinal)
            .ToDictionary(market => market.Key, market => new MarketSegment(market, scale), StringComparer.Ordinal);
        Overall = _markets.Count is 1 ? _markets.Values.First() : new MarketSegment(counts.Where(count => count.Market is not null), scale);
    }

    /// <summary>Nothing is known.</summary>
    public static MarketSnapshot Empty { get; } = new([], DateOnly.MinValue);

    /// <summary>Tells this snapshot from others without holding it.</summary>
    internal object Token { get; } = new();

    /// <summary>All markets together.</summary>
    public MarketSegment Overall { get; }

    /// <summary>One market.</summary>
    /// <param name="country">The country as bookings name it; null or empty for those whose country is unknown.</param>
    /// <returns>What was booked there; nothing where it is not known.</returns>
    public MarketSegment In(string? country) => _markets.GetValueOrDefault(country ?? string.Empty, MarketSegment.Empty);
}
