namespace HospitalityMemory;

/// <summary>
/// Figures on how a guest books, of the stays of the travel record: a booking whose first night is still to come is none.
/// Immutable.
/// </summary>
/// <remarks>
/// Bookings of one check-in and one city are one stay with several rooms. Loyalty is <c>(n - d) / (n - 1)</c> of <c>n</c> stays at
/// <c>d</c> different places, in [0, 1]: the share of the stays after the first that were at a place stayed at before. Properties,
/// operators and cities are told apart, each of the stays of which it is known, and null below two of those: a guest who
/// comes back to a city and never to a hotel is loyal to the city.
/// </remarks>
public sealed record UserAnalytics
{
    /// <summary>The guest.</summary>
    public required string UserId { get; init; }

    /// <summary>
    /// How many stays these figures are of. Several bookings of one check-in and city are one stay;
    /// <see cref="UserInsights.StayCount"/> counts each booking.
    /// </summary>
    public int StayCount { get; init; }

    /// <summary>
    /// How many rooms a stay has on average: those of its bookings, one where a booking does not say. Null without stays.
    /// </summary>
    public double? RoomsPerStay { get; init; }

    /// <summary>
    /// Stays per year: the number of stays divided by the years (of 365.25 days) from the first check-in to the as-of
    /// day, counting at least one year. 0 for a stranger.
    /// </summary>
    public required double BookingFrequency { get; init; }

    /// <summary>
    /// How steadily the guest pays one price, in [0, 1]: <c>1 - min(1, (P75 - P25) / P50)</c> of the prices of a night in the main
    /// currency, the one of most prices; of a stay with several rooms their mean. Null below three prices.
    /// </summary>
    /// <remarks>
    /// The figure is steadiness, whatever its name: 1 is a guest who always pays the same, 0 one whose prices spread by their median or
    /// more. It is no elasticity, as bookings do not show which prices the guest refused.
    /// </remarks>
    public double? PriceSensitivity { get; init; }

    /// <summary>How often the guest comes back to a property: <see cref="PropertyLoyalty"/>, and 0 where that is unknown.</summary>
    public required double LoyaltyScore { get; init; }

    /// <summary>The share of later stays in a property stayed at before; null below two stays whose property is known.</summary>
    public double? PropertyLoyalty { get; init; }

    /// <summary>
    /// The share of later stays with an operator (host, brand or chain) stayed with before; null below two stays whose
    /// operator is known.
    /// </summary>
    public double? OperatorLoyalty { get; init; }

    /// <summary>The share of later stays in a city stayed in before; null below two stays.</summary>
    public double? CityLoyalty { get; init; }

    /// <summary>What the host's own <see cref="IUserAnalyzer"/>s found, by their names.</summary>
    public IReadOnlyDictionary<string, double> Custom { get; init => field = value ?? new Dictionary<string, double>(); } = new Dictionary<string, double>();
}
