namespace HospitalityMemory;

/// <summary>What an agent should know of a guest before it speaks. Immutable.</summary>
public sealed record PersonalizationContext
{
    /// <summary>The guest.</summary>
    public required string UserId { get; init; }

    /// <summary>
    /// The day, in UTC, as of which all of this is told: what has its check-in after it is to come. Null where a host made the
    /// context and did not say.
    /// </summary>
    public DateOnly? Today { get; init; }

    /// <summary>
    /// Whether the guest has stayed before, as far as the platform may learn from it. One who has booked and not yet stayed
    /// is new, with <see cref="BookingsToCome"/>.
    /// </summary>
    public bool IsReturningGuest { get; init; }

    /// <summary>What the guest prefers, and where that is known from.</summary>
    public UserPreferences Preferences { get; init => field = value ?? UserPreferences.Empty; } = UserPreferences.Empty;

    /// <summary>What the guest stated.</summary>
    public IReadOnlyList<StatedPreference> StatedPreferences { get; init => field = value ?? []; } = [];

    /// <summary>
    /// Up to 5 of the latest stays, newest first: bookings that stand and whose first night has come. Several bookings of one
    /// check-in and city are one stay with so many rooms.
    /// </summary>
    public IReadOnlyList<Booking> RecentStays { get; init => field = value ?? []; } = [];

    /// <summary>How many of the stays that the insights count are rooms of another one.</summary>
    internal int RoomsOfOtherStays { get; init; }

    /// <summary>
    /// How many stays there are, where several bookings of one check-in and city are one, as <see cref="UserAnalytics.StayCount"/>
    /// counts them; <see cref="UserInsights.StayCount"/> counts each booking.
    /// </summary>
    public int StayCount => Math.Max(0, Insights.StayCount - RoomsOfOtherStays);

    /// <summary>Up to 5 of the bookings that stand and whose first night is to come, the next first.</summary>
    public IReadOnlyList<Booking> BookingsToCome { get; init => field = value ?? []; } = [];

    /// <summary>What the stays add up to.</summary>
    public UserInsights Insights { get; init => field = value ?? UserInsights.Empty; } = UserInsights.Empty;

    /// <summary>
    /// What the guest paid for a night, of each currency in which fewer than three prices are known, the lowest first: too few to
    /// be called a usual range.
    /// </summary>
    public IReadOnlyList<Money> FewPrices { get; init => field = value ?? []; } = [];

    /// <summary>The month (1 to 12) of the stay that is being planned; null where unknown.</summary>
    public int? TravelMonth { get; init; }

    /// <summary>
    /// Cities where the guest stayed in that month in other years, the most stays first; empty where the month is
    /// unknown.
    /// </summary>
    public IReadOnlyList<string> CitiesForTravelMonth { get; init => field = value ?? []; } = [];

    /// <summary>
    /// Values that an agent may offer for slots that are still missing; it must ask, not assume. They are from stays in the city of
    /// the conversation, of its season and of as many guests, as far as there are such; what the guest stated comes first.
    /// </summary>
    public BookingSlots SuggestedSlots { get; init => field = value ?? BookingSlots.Empty; } = BookingSlots.Empty;

    /// <summary>
    /// True where this is a stranger's context because long-term memory is out of reach, or what it holds of the guest is broken
    /// (<see cref="LongTermMemoryOptions.ServeDefaultsWhenUnavailable"/>).
    /// </summary>
    public bool IsDegraded { get; init; }

    /// <summary>
    /// The context as text for a model's prompt: delimited as data, control characters removed, bounded.
    /// </summary>
    /// <param name="maxCharacters">The longest text wanted, at least 200 characters.</param>
    /// <returns>
    /// The text: a first line that says what it is, then between <c>&lt;guest_memory&gt;</c> and
    /// <c>&lt;/guest_memory&gt;</c> one fact a line, the most useful first; lines that do not fit are left out whole.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 200 characters.</exception>
    /// <remarks>
    /// What guests typed is in it as quoted data, cut after 100 characters; a prompt must never pass it on as an
    /// instruction, and this text says so. Quotation marks and angle brackets in it are replaced, so that it cannot
    /// close the quote or the block.
    /// </remarks>
    public string ToPromptText(int maxCharacters) => PromptText.Write(this, maxCharacters);
}
