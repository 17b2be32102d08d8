namespace HospitalityMemory;

/// <summary>What the platform knows about a guest.</summary>
/// <remarks>
/// An immutable snapshot: it never changes, and changing a copy of it changes nothing that is stored. Thread safe. For JSON use
/// <see cref="UserProfileJsonExtensions"/>; without them System.Text.Json writes another form.
/// </remarks>
public sealed record UserProfile
{
    // DateTime takes half the room of DateTimeOffset, and each write copies the profile.
    private readonly DateTime _createdAt;
    private readonly DateTime _updatedAt;
    private readonly DateTime _lastActiveAt;
    private readonly DateTime? _consentChangedAt;

    /// <summary>The guest's id, 1 to 256 characters.</summary>
    public required string UserId { get; init; }

    /// <summary>When the profile was created, UTC.</summary>
    public required DateTimeOffset CreatedAt
    {
        get => new(_createdAt, TimeSpan.Zero);
        init => _createdAt = value.UtcDateTime;
    }

    /// <summary>When the profile was last written to, UTC.</summary>
    public DateTimeOffset UpdatedAt
    {
        get => new(_updatedAt, TimeSpan.Zero);
        init => _updatedAt = value.UtcDateTime;
    }

    /// <summary>
    /// When the guest was last seen, UTC: at a write, an import, the beginning of a session, or (to the day) a read by an agent.
    /// </summary>
    public DateTimeOffset LastActiveAt
    {
        get => new(_lastActiveAt, TimeSpan.Zero);
        init => _lastActiveAt = value.UtcDateTime;
    }

    /// <summary>Whether the guest lets the platform learn.</summary>
    public ConsentStatus Consent { get; init; }

    /// <summary>When the guest last gave or withdrew consent; null where never.</summary>
    public DateTimeOffset? ConsentChangedAt
    {
        get => _consentChangedAt is { } changedAt ? new DateTimeOffset(changedAt, TimeSpan.Zero) : null;
        init => _consentChangedAt = value?.UtcDateTime;
    }

    /// <summary>The host's own facts about the guest (name, language, membership), any JSON.</summary>
    public JsonFields Attributes { get; init => field = value ?? JsonFields.Empty; } = JsonFields.Empty;

    /// <summary>What the guest stated, the latest first.</summary>
    public IReadOnlyList<StatedPreference> StatedPreferences { get; init => field = value ?? []; } = [];

    /// <summary>What the guest prefers: computed when read.</summary>
    public UserPreferences Preferences { get; init => field = value ?? UserPreferences.Empty; } = UserPreferences.Empty;

    /// <summary>
    /// The latest 20 bookings, newest check-in first, cancelled ones too. <see cref="ILongTermMemory.GetBookingHistoryAsync"/> streams all.
    /// </summary>
    public IReadOnlyList<Booking> BookingHistory => [.. (Bookings.Embedded ?? Bookings.Latest).Take(KnownBookings.HistoryLength)];

    /// <summary>What the stays add up to: computed when read.</summary>
    public UserInsights Insights { get; init => field = value ?? UserInsights.Empty; } = UserInsights.Empty;

    /// <summary>
    /// The latest day on which a booking ends that is neither cancelled nor a no-show; null where there is none. A booking older than the
    /// latest 20 counts as it was when it was last among them.
    /// </summary>
    public DateOnly? LastStayDay => Bookings.LastStayDay;

    /// <summary>
    /// The version that the store gave to the stored profile; 0 where nothing is stored yet. Only equality of versions has a
    /// meaning.
    /// </summary>
    public long Version { get; init; }

    /// <summary>Fields of stored JSON that this version does not know; kept as they are.</summary>
    public JsonFields AdditionalFields { get; init => field = value ?? JsonFields.Empty; } = JsonFields.Empty;

    /// <summary>
    /// Preferences of a profile from elsewhere, without known bookings. They fill in where nothing was learned.
    /// </summary>
    internal UserPreferences? ImportedPreferences { get; init; }

    /// <summary>
    /// Unknown fields of stored JSON within preferences, insights and the travel record, by level (ProfileNestedFields).
    /// </summary>
    internal JsonFields NestedFields { get; init; } = JsonFields.Empty;

    /// <summary>
    /// A hash of the guest that this one is being merged into; null where it is not. From then on the bookings are told to no observer as
    /// this guest's: they are that one's.
    /// </summary>
    internal string? MergingInto { get; init; }

    /// <summary>What the profile holds of the guest's bookings.</summary>
    internal KnownBookings Bookings { get; init; } = KnownBookings.FromElsewhere;
}
