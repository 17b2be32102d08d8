namespace HospitalityMemory;

/// <summary>
/// What a guest's stays add up to. Immutable. Cancelled bookings, no-shows and those recorded without consent do not count.
/// </summary>
/// <remarks>
/// But for the two counts, bookings of one check-in and one city are one stay: ten rooms for one night are not ten journeys. Their
/// guests are added up.
/// </remarks>
public sealed record UserInsights
{
    /// <summary>No stay is known.</summary>
    public static UserInsights Empty { get; } = new();

    /// <summary>How many bookings, those to come and those too old for the travel record among them.</summary>
    public int BookingCount { get; init; }

    /// <summary>
    /// How many of them are stays: their first night has come. Each booking counts, so three rooms for one night are three here and
    /// one in <see cref="PersonalizationContext.StayCount"/> and <see cref="UserAnalytics.StayCount"/>. All else here is of the stays of the record, which holds the
    /// latest <see cref="TravelRecord.MaxBookings"/> bookings.
    /// </summary>
    public int StayCount { get; init; }

    /// <summary>The mean length in nights, of the stays whose check-out is known; null where none is.</summary>
    public double? AverageStayLength { get; init; }

    /// <summary>The median length of the same stays, which one long stay does not move; null where none is known.</summary>
    public double? MedianStayLength { get; init; }

    /// <summary>The cities stayed in most: up to 5, the more recent first among equals.</summary>
    public IReadOnlyList<string> FavoriteDestinations { get; init => field = value ?? []; } = [];

    /// <summary>
    /// How many days before check-in the guest books: the median, of the stays of which it is known; null where of
    /// none. A booking noted after check-in counts as one of that day.
    /// </summary>
    public double? MedianLeadTimeDays { get; init; }

    /// <summary>
    /// With how many guests more than half of the stays were, of those of which it is known; null where there is no such number, and
    /// below three stays.
    /// </summary>
    public int? UsualPartySize { get; init; }

    /// <summary>When the guest travels; empty where seasonal insights are switched off.</summary>
    public SeasonalPatterns SeasonalPatterns { get; init => field = value ?? SeasonalPatterns.Empty; } = SeasonalPatterns.Empty;
}

/// <summary>When a guest travels, by the day of check-in. Immutable.</summary>
/// <remarks>
/// <para>A month is a peak by an exact test. Of <c>n</c> months of all years in which a stay began, <c>k</c> are Julys, say. By chance
/// <c>k</c> would be binomial, with July's share of the year; July is a peak where <c>k</c> or more has a probability of at most
/// 0.05 / 12. So at most one in twenty guests who travel at any time has a peak.</para>
/// </remarks>
public sealed record SeasonalPatterns
{
    /// <summary>Nothing is known.</summary>
    public static SeasonalPatterns Empty { get; } = new();

    /// <summary>How many stays began in each month; months (1 to 12) without one are absent.</summary>
    public IReadOnlyDictionary<int, int> StaysByMonth { get; init => field = value ?? new Dictionary<int, int>(); } = new Dictionary<int, int>();

    /// <summary>How many stays began in each season; seasons without one are absent.</summary>
    public IReadOnlyDictionary<Season, int> StaysBySeason { get; init => field = value ?? new Dictionary<Season, int>(); } = new Dictionary<Season, int>();

    /// <summary>
    /// Where the stays of each season were: up to 3 cities, the most stays first, the more
    /// recent first among equals; seasons without one are absent.
    /// </summary>
    public IReadOnlyDictionary<Season, IReadOnlyList<string>> DestinationsBySeason { get; init => field = value ?? new Dictionary<Season, IReadOnlyList<string>>(); }
        = new Dictionary<Season, IReadOnlyList<string>>();

    /// <summary>
    /// The months (1 to 12) in which the guest travels more often than chance explains, those of most years first, the earlier in
    /// the year first among equals; up to 3, and none of fewer than three stays.
    /// </summary>
    public IReadOnlyList<int> PeakMonths { get; init => field = value ?? []; } = [];
}
