namespace HospitalityMemory;

/// <summary>
/// Figures on how a guest books, of the stays of the travel record: a booking whose first night is still to come is none.
/// Immutable.
/// </summary>
public sealed record UserAnalytics
{
    /// <summary>The guest.</summary>
    public required string UserId { get; init; }

    /// <summary>
    /// Stays per year: the number of stays divided by the years (of 365.25 days) from the first check-in to the as-of
    /// day, counting at least one year. 0 for a stranger.
    /// </summary>
    public required double BookingFrequency { get; init; }

    /// <summary>
    /// How closely the guest keeps to a price, in [0, 1]: 1 - min(1, (P75 - P25) / P50) of the prices in the main
    /// currency, the one of most prices. Null below three prices.
    /// </summary>
    public double? PriceSensitivity { get; init; }

    /// <summary>
    /// How often the guest comes back, in [0, 1]: (stays - places) / (stays - 1), the share of the stays after the
    /// first that were in a place stayed at before. A place is a property or, of stays whose property is not known, a
    /// city. 0 below two stays.
    /// </summary>
    public required double LoyaltyScore { get; init; }

    /// <summary>What the host's own <see cref="IUserAnalyzer"/>s found, by their names.</summary>
    public IReadOnlyDictionary<string, double> Custom { get; init => field = value ?? new Dictionary<string, double>(); } = new Dictionary<string, double>();
}
