namespace HospitalityMemory;

/// <summary>
/// What a guest's stays add up to. Immutable. Cancelled bookings, no-shows and those recorded without consent do not count.
/// </summary>
public sealed record UserInsights
{
    /// <summary>No stay is known.</summary>
    public static UserInsights None { get; } = new();

    /// <summary>How many bookings, those to come and those too old for the travel record among them.</summary>
    public int BookingCount { get; init; }

    /// <summary>
    /// How many of them are stays: their first night has come. All else here is of the stays of the record, which holds the
    /// latest <see cref="TravelRecord.MaxStays"/> bookings.
    /// </summary>
    public int StayCount { get; init; }

    /// <summary>The mean length in nights, of the stays whose check-out is known; null where none is.</summary>
    public double? AverageStayLength { get; init; }

    /// <summary>The cities stayed in most: up to 5, the more recent first among equals.</summary>
    public IReadOnlyList<string> FavoriteDestinations { get; init => field = value ?? []; } = [];

    /// <summary>
    /// How many days before check-in the guest books: the median, of the stays of which it is known; null where of
    /// none. A booking noted after check-in counts as one of that day.
    /// </summary>
    public double? MedianLeadTimeDays { get; init; }

    /// <summary>
    /// With how many guests, most often, the more recent among equals; null where unknown.
    /// </summary>
    public int? UsualPartySize { get; init; }

    /// <summary>When the guest travels; empty where seasonal insights are switched off.</summary>
    public SeasonalPatterns SeasonalPatterns { get; init => field = value ?? SeasonalPatterns.None; } = SeasonalPatterns.None;
}

/// <summary>When a guest travels, by the day of check-in. Immutable.</summary>
public sealed record SeasonalPatterns
{
    /// <summary>Nothing is known.</summary>
    public static SeasonalPatterns None { get; } = new();

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
    /// The months of most stays, the most first, the earlier in the year first among equals; up to 3.
    /// </summary>
    public IReadOnlyList<int> PeakMonths { get; init => field = value ?? []; } = [];
}
