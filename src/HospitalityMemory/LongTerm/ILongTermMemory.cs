namespace HospitalityMemory;

/// <summary>Remembers guests: who they are, what they booked, and what that says about their taste.</summary>
/// <remarks>
/// Thread safe. A booking and what it teaches commit together or not at all. Every method throws
/// <see cref="ArgumentException"/> for an id that is not 1 to 256 characters without control characters and line separators,
/// <see cref="OperationCanceledException"/> when cancelled, <see cref="UnreadableDataException"/> when what the store holds of
/// the guest cannot be read, and <see cref="MemoryUnavailableException"/> when the store cannot serve, or the call took
/// longer than <see cref="LongTermMemoryOptions.Timeout"/> (which <see cref="AddBookingsToHistoryAsync"/>, the history, deletion and
/// clean-up do not have); every write <see cref="MemoryConcurrencyException"/> when other processes were faster until the
/// call's time was up. After an
/// exception nothing has changed, save that a write that was cancelled, took too long, or was broken off by its store may
/// still be carried out whole; it can be repeated. Writes of one guest are made one after the other, in the order of the
/// calls in this process.
/// </remarks>
public interface ILongTermMemory
{
    /// <summary>How many bookings one call records at most.</summary>
    internal const int MaxBookingsAtOnce = 400;

    /// <summary>Returns a guest's profile.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The profile, its preferences and insights as of today; null where there is none.</returns>
    ValueTask<UserProfile?> GetUserProfileAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Creates a guest's profile, or repairs one whose stored parts are missing; loses nothing.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The profile.</returns>
    /// <remarks>
    /// A profile from elsewhere (the JSON of another system, say) has bookings embedded and preferences of which nobody knows the
    /// reasons. Until it is repaired, here or by any other write, it is told as it came; then its bookings are in the
    /// history and teach, and its preferences fill what they do not teach. One whose stored form is broken is told anew from the
    /// guest's bookings and the guest's word on learning, which counts as a no where it cannot be told; what was stated, searched
    /// and set by the host is lost with it. That takes as long as it takes to read all bookings.
    /// </remarks>
    /// <exception cref="MisplacedDataException">What is stored under the guest's key is another's; nothing was changed.</exception>
    ValueTask<UserProfile> InitializeUserProfileAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Changes the fields of a guest's profile that are the host's own.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="update">
    /// Makes the new fields from the current ones; all else of a profile has methods of its own. Must have no side
    /// effects: where others wrote meanwhile it is run again on the newer fields. Must not wait for another write of the
    /// same guest, which would wait for this one.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The profile after the change; where the fields stay the same, nothing is written.</returns>
    /// <exception cref="ArgumentException">
    /// The function returned null, or set an additional field of the name of one of the profile's own.
    /// </exception>
    /// <exception cref="ProfileNotFoundException">The guest has no profile.</exception>
    ValueTask<UserProfile> UpdateUserProfileAsync(
        string userId, Func<ProfileFields, ProfileFields> update, CancellationToken cancellationToken = default);

    /// <summary>Returns what a guest prefers, as of today.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The preferences; those of a stranger where there is no profile or no consent.</returns>
    ValueTask<UserPreferences> GetUserPreferencesAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sets nothing: notes what a guest searched for, a weaker signal, which gives way to the booking of the same stay. To keep a
    /// wish see <see cref="AddStatedPreferenceAsync"/>.
    /// </summary>
    /// <param name="userId">The guest; gets a profile where there is none.</param>
    /// <param name="slots">
    /// The slots of the conversation. Without a city, or where nothing may be learned, nothing is noted or written.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The preferences after it.</returns>
    /// <exception cref="SlotValidationException">
    /// A slot is not allowed; names every one that is not. Past dates are.
    /// </exception>
    /// <remarks>
    /// Neither this call and the booking of the same stay (city and check-in), in either order, nor this call twice
    /// counts twice.
    /// </remarks>
    ValueTask<UserPreferences> UpdateUserPreferencesAsync(string userId, BookingSlots slots, CancellationToken cancellationToken = default);

    /// <summary><inheritdoc cref="UpdateUserPreferencesAsync(string, BookingSlots, CancellationToken)" path="/summary"/></summary>
    /// <param name="userId">The guest; gets a profile where there is none.</param>
    /// <param name="slots">
    /// <inheritdoc cref="UpdateUserPreferencesAsync(string, BookingSlots, CancellationToken)" path="/param[@name='slots']"/>
    /// </param>
    /// <param name="origin">
    /// Where the search came from; null where unknown. Of one session, the latest <c>LongTerm:MaxSearchesPerSession</c> are kept.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The preferences after it.</returns>
    /// <exception cref="ArgumentException">The origin is not allowed.</exception>
    /// <inheritdoc cref="UpdateUserPreferencesAsync(string, BookingSlots, CancellationToken)" path="/exception"/>
    /// <inheritdoc cref="UpdateUserPreferencesAsync(string, BookingSlots, CancellationToken)" path="/remarks"/>
    ValueTask<UserPreferences> UpdateUserPreferencesAsync(
        string userId, BookingSlots slots, Origin? origin, CancellationToken cancellationToken = default);

    /// <summary>Keeps what a guest stated; it wins over what bookings suggest.</summary>
    /// <param name="userId">The guest; gets a profile where there is none.</param>
    /// <param name="preference">The wish. Its time is set here.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The preferences after it.</returns>
    /// <exception cref="ArgumentException">
    /// The preference is not allowed (one that came from a tool is none of the guest's), the guest has stated 100 already, or as many
    /// came from its session as may (<c>LongTerm:MaxStatedPreferencesPerSession</c>).
    /// </exception>
    ValueTask<UserPreferences> AddStatedPreferenceAsync(string userId, StatedPreference preference, CancellationToken cancellationToken = default);

    /// <summary>Forgets what a guest stated.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="kind">What it was about.</param>
    /// <param name="value">The value as stated, without regard to case.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was there.</returns>
    ValueTask<bool> RemoveStatedPreferenceAsync(
        string userId, PreferenceKind kind, string value, CancellationToken cancellationToken = default);

    /// <summary>Records a booking and learns from it, in one commit.</summary>
    /// <param name="userId">The guest; gets a profile where there is none.</param>
    /// <param name="booking">
    /// The booking. One of an id that is recorded is merged into what is there: what is left out (null, no amenities,
    /// <see cref="BookingStatus.Booked"/>) stays as recorded, and a moment of cancellation does in any case. One that says
    /// nothing new changes nothing. <see cref="AmendBookingAsync"/> takes something away.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The booking as it is recorded, and what of the given one could not be.</returns>
    /// <exception cref="ArgumentException">
    /// The booking's id, city, check-in or status is not allowed, or an additional field has the name of one of the booking's own;
    /// the message names it. Of all else, what is not allowed is left out of the booking, and told.
    /// </exception>
    ValueTask<RecordedBooking> AddBookingToHistoryAsync(string userId, Booking booking, CancellationToken cancellationToken = default);

    /// <summary>
    /// Records several bookings of a guest and learns from them, in one commit: all or none. What a file is imported with, or
    /// a guest's bookings are taken over from elsewhere.
    /// </summary>
    /// <param name="userId">The guest; gets a profile where there is none.</param>
    /// <param name="bookings">
    /// Up to 400 bookings, each as <see cref="AddBookingToHistoryAsync"/> takes one, and recorded as if they were given one
    /// after the other: of two of the same id the later is merged into the earlier. None does nothing.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The bookings as they are recorded, each with what of it could not be, in the same order.</returns>
    /// <exception cref="ArgumentException">
    /// There are more than 400, or one would be refused alone; the message names the field with the booking's index, and nothing
    /// was recorded.
    /// </exception>
    /// <remarks>
    /// Firestore takes up to 10 MiB in one commit: 400 bookings of 26 KB each. More is refused as a whole
    /// (<see cref="MemoryUnavailableException"/>); give fewer at once.
    /// </remarks>
    ValueTask<IReadOnlyList<RecordedBooking>> AddBookingsToHistoryAsync(
        string userId, IReadOnlyList<Booking> bookings, CancellationToken cancellationToken = default);

    /// <summary>Streams all bookings of a guest, newest check-in first, cancelled ones too.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    /// <returns>The bookings; none for a stranger.</returns>
    IAsyncEnumerable<Booking> GetBookingHistoryAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Records how satisfied a guest was with a stay.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="bookingId">The booking.</param>
    /// <param name="rating">1 to 5; replaces a rating given before.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The booking as it is recorded.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rating is not within 1 to 5.</exception>
    /// <exception cref="BookingNotFoundException">The guest has no such booking.</exception>
    ValueTask<Booking> RateBookingAsync(string userId, string bookingId, decimal rating, CancellationToken cancellationToken = default);

    /// <summary>Cancels a booking: it stays in the history and no longer teaches.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="bookingId">The booking.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The booking as it is recorded; cancelling it again changes nothing.</returns>
    /// <exception cref="BookingNotFoundException">The guest has no such booking.</exception>
    ValueTask<Booking> CancelBookingAsync(string userId, string bookingId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes anything of a booking but its id: reinstates it, takes back a rating, a price or any other value, corrects
    /// the moment of its cancellation.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="bookingId">The booking.</param>
    /// <param name="amend">
    /// Makes the new booking from the one that is recorded. Must have no side effects: where others wrote meanwhile it is
    /// run again on the newer one. Must not wait for another write of the same guest, which would wait for this one.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The booking as it is recorded; where it stays the same, nothing is written.</returns>
    /// <exception cref="ArgumentException">
    /// The function returned null, another id, or a field that is not allowed; the message names it. Nothing is left out of an
    /// amendment, as that would take away what is recorded.
    /// </exception>
    /// <exception cref="BookingNotFoundException">The guest has no such booking.</exception>
    ValueTask<Booking> AmendBookingAsync(
        string userId, string bookingId, Func<Booking, Booking> amend, CancellationToken cancellationToken = default);

    /// <summary>Tells an agent what it should know of a guest.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="slots">
    /// The slots of the conversation, whose check-in gives the travel month; null where there is none.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The context; a stranger's where there is no profile or no consent.</returns>
    ValueTask<PersonalizationContext> GetPersonalizationContextAsync(
        string userId, BookingSlots? slots = null, CancellationToken cancellationToken = default);

    /// <summary>Computes figures on how a guest books, as of today.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The figures; those of a stranger where there is no profile or no consent.</returns>
    ValueTask<UserAnalytics> GetUserAnalyticsAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Orders properties by how well they fit a guest, each with a score and its reasons.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="candidates">The properties that may be offered; the cost grows with them, not with the history.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// All of them, the best first; those that fit as well in the order in which they were given. For a guest without a
    /// profile or consent as for a stranger. What the guest stated wins: last comes what has anything to avoid, first
    /// what meets most wishes, and among equals what was learned decides. The score then is <c>(b + s) / (w + 2)</c>,
    /// where <c>s</c> is the learner's, <c>w</c> the number of stated wishes (but those of
    /// <see cref="PreferenceKind.Other"/>), and <c>b</c> 0 where there is anything to avoid, else 1 plus the wishes met.
    /// </returns>
    /// <exception cref="ArgumentException">A property is not allowed; the message names it.</exception>
    ValueTask<IReadOnlyList<RankedProperty>> RankPropertiesAsync(
        string userId, IReadOnlyList<PropertyCandidate> candidates, CancellationToken cancellationToken = default);

    /// <summary>Records whether a guest lets the platform learn.</summary>
    /// <param name="userId">The guest; gets a profile where there is none.</param>
    /// <param name="granted">
    /// False drops all that was learned or imported; true after false, also where that was only implied
    /// (<see cref="LongTermMemoryOptions.RequireConsent"/>), learns from later bookings only. What the guest stated
    /// stays, and is not told without consent. Said again, it changes nothing.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The profile after it.</returns>
    ValueTask<UserProfile> SetConsentAsync(string userId, bool granted, CancellationToken cancellationToken = default);

    /// <summary>
    /// Notes that a guest was seen, at most once a day, so that the profile counts as active. Nothing happens where
    /// there is none.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The work.</returns>
    ValueTask MarkActiveAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes a guest's profile and all bookings. <see cref="IGuestMemory.EraseGuestAsync"/> also deletes the
    /// sessions.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What was deleted, and what was left when read back.</returns>
    ValueTask<ProfileErasure> DeleteUserProfileAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes profiles, with their bookings, of guests of whom there was no sign for a period (a write, an import, a session, a
    /// context, preferences or ranking read for an agent) and who have no stay within the period or to come. Of one who refused
    /// consent the id, the refusal and its date stay: only <see cref="DeleteUserProfileAsync"/> deletes these.
    /// </summary>
    /// <param name="period">The period: 1 to 36,500 days.</param>
    /// <param name="cancellationToken">Cancels the work; what was removed stays removed.</param>
    /// <returns>How many profiles were removed, those of which a refusal stays among them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The period is not within 1 to 36,500 days.</exception>
    ValueTask<int> CleanupInactiveProfilesAsync(TimeSpan period, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes inactive profiles after the period of the settings (<see cref="LongTermMemoryOptions.InactiveAfter"/>,
    /// by default 365 days).
    /// </summary>
    /// <param name="cancellationToken">Cancels the work; what was removed stays removed.</param>
    /// <returns>How many profiles were removed, those of which a refusal stays among them.</returns>
    ValueTask<int> CleanupInactiveProfilesAsync(CancellationToken cancellationToken = default);
}

/// <summary>What the deletion of a profile did. Immutable.</summary>
public sealed record ProfileErasure
{
    /// <summary>How many profiles were deleted: 0 or 1, of an erasure of a guest the sum of its rounds.</summary>
    public required int ProfilesDeleted { get; init; }

    /// <summary>How many bookings were deleted.</summary>
    public required long BookingsDeleted { get; init; }

    /// <summary>Read back from the store afterwards: 0, unless a booking came meanwhile.</summary>
    public required int ProfilesLeft { get; init; }

    /// <summary>Read back from the store afterwards: 0, unless a booking came meanwhile.</summary>
    public required long BookingsLeft { get; init; }

    /// <summary>
    /// Whether what the guest's record taught others (sums of all guests, whatever an <see cref="IGuestChangeObserver"/> keeps) was
    /// taken back. False where the record could not be read, an observer failed, or its store did not serve: what is left is no
    /// guest's any more, cannot be told apart from what others taught, and is not taken back by another erasure.
    /// </summary>
    public bool IsLearningTakenBack { get; init; } = true;
}
