namespace HospitalityMemory;

/// <summary>Settings of long-term memory; section <c>HospitalityMemory:LongTerm</c>.</summary>
public sealed class LongTermMemoryOptions
{
    /// <summary>The bounds of every time after which a profile may count as inactive.</summary>
    internal static readonly TimeSpan ShortestInactivity = TimeSpan.FromDays(1);

    internal static readonly TimeSpan LongestInactivity = TimeSpan.FromDays(36_500);

    /// <summary>
    /// How often the maintenance service removes inactive profiles: 1 second to 30 days, 1 hour by default. Also read,
    /// in seconds, from <c>LTM_CLEANUP_INTERVAL</c>.
    /// </summary>
    public TimeSpan CleanupInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// After which time without a sign of the guest the maintenance service removes a profile: 1 to 36,500 days, 365 by
    /// default.
    /// </summary>
    public TimeSpan InactiveAfter { get; set; } = TimeSpan.FromDays(365);

    /// <summary>
    /// How long one call may take, whatever is tried inside it: 10 milliseconds to 10 minutes, 2 seconds by default;
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit. A call that is over it fails with
    /// <see cref="MemoryUnavailableException"/>. Bookings that are recorded
    /// together, the history, maintenance, export and erasure have none.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Whether bookings teach; true by default. Switched off, they are only recorded: preferences are those that the
    /// guest stated, insights, context and analytics a stranger's. It is the host's switch, not the guest's word:
    /// nothing is dropped, and switched on again all recorded bookings teach that the guest lets teach.
    /// </summary>
    public bool LearningEnabled { get; set; } = true;

    /// <summary>Whether insights and context tell when the guest travels; true by default.</summary>
    public bool SeasonalInsightsEnabled { get; set; } = true;

    /// <summary>Whether a guest who was never asked counts as one who said no; false by default.</summary>
    public bool RequireConsent { get; set; }

    /// <summary>
    /// How many stated preferences may come from one session: 1 to 100, 20 by default. A conversation that is led astray does not
    /// fill a guest's profile.
    /// </summary>
    public int MaxStatedPreferencesPerSession { get; set; } = 20;

    /// <summary>How many searches of one session are kept: 1 to 20, the latest 5 by default.</summary>
    public int MaxSearchesPerSession { get; set; } = 5;

    /// <summary>How many bookings of one session teach: 1 to 100, the first 10 by default. All are recorded.</summary>
    public int MaxBookingsPerSession { get; set; } = 10;

    /// <summary>
    /// Whether preferences and context of a stranger are served, flagged as degraded, where the store is out of reach,
    /// or what it holds of the guest is broken; false, the default, throws <see cref="MemoryUnavailableException"/> or
    /// <see cref="CorruptDataException"/>. A profile of a newer schema is an error in any case.
    /// </summary>
    public bool ServeDefaultsWhenUnavailable { get; set; }

    /// <summary>
    /// How long this process may serve a profile of a remote store from its cache: up to 1 day, 1 minute by default,
    /// zero for no cache. Writes never trust it. It also is how long another server may show what was erased here.
    /// </summary>
    public TimeSpan ProfileCacheLifetime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How many guests this process keeps in memory at most: 1 to 10,000,000, by default 10,000. It is the size of the cache
    /// of a remote store, of what was read from a SQLite file (whose versions are asked for at each read), and of
    /// preferences and insights that were computed. Of the latter two, the guests read last are kept for sure up to half
    /// the size.
    /// </summary>
    public int ProfileCacheSize { get; set; } = 10_000;

    /// <summary>
    /// The amenities that travellers choose by, the most wanted first: of amenities that a guest's stays had equally often these are told
    /// first, in this order. At most 1,000 names; empty, the default, for the built-in order.
    /// </summary>
    public IList<string> AmenityOrder { get; set => field = value ?? []; } = [];

    /// <summary>Names of cities, countries, amenities, kinds of property and operators that are the same, beside the built-in ones.</summary>
    public NameSynonymOptions Synonyms { get; set => field = value ?? new(); } = new();
}
