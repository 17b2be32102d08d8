namespace HospitalityMemory;

/// <summary>What the platform knows of a guest.</summary>
/// <remarks>
/// An immutable snapshot: it never changes under its holder, and changing a copy of it changes nothing that is stored.
/// Thread safe. As JSON by <see cref="UserProfileJsonExtensions"/>; what System.Text.Json makes of it without that is another form.
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

    /// <summary>When the guest was last seen, UTC: a write, an import, a begun session or what an agent read of it (to the day).</summary>
    public DateTimeOffset LastActiveAt
    {
        get => new(_lastActiveAt, TimeSpan.Zero);
        init => _lastActiveAt = value.UtcDateTime;
    }

    /// <summary>Whether the guest lets the platform learn.</summary>
    public ConsentStatus Consent { get; init; }

    /// <summary>When the guest last said so; null where never.</summary>
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
    /// The last day of the bookings that are neither cancelled nor no-shows, whichever began last; null where there is none. Of bookings older
    /// than the latest 20 it is as it was when they still were among them.
    /// </summary>
    public DateOnly? LastStayDay => Bookings.LastStayDay;

    /// <summary>
    /// The version that the store gave what it holds; 0 where nothing is stored yet. Opaque but for equality.
    /// </summary>
    public long Version { get; init; }

    /// <summary>Fields of stored JSON that this version does not know; kept as they are.</summary>
    public JsonFields AdditionalFields { get; init => field = value ?? JsonFields.Empty; } = JsonFields.Empty;

    /// <summary>
    /// Preferences of a profile from elsewhere, whose bookings are not known; they fill what nothing was learned for.
    /// </summary>
    internal UserPreferences? ImportedPreferences { get; init; }

    /// <summary>
    /// Unknown fields of stored JSON within preferences, insights and the travel record, by level
    /// (ProfileNestedFields).
    /// </summary>
    internal JsonFields NestedFields { get; init; } = JsonFields.Empty;

    /// <summary>What the profile holds of the guest's bookings.</summary>
    internal KnownBookings Bookings { get; init; } = KnownBookings.FromElsewhere;
}
