namespace HospitalityMemory.Stores;

/// <summary>Keeps guests' profiles and bookings. It carries out a few atomic steps; all rules are in the memory.</summary>
/// <remarks>
/// <para>Must be thread safe. What arrives is valid and must come back unchanged. Moments that the memory sets are whole
/// microseconds. Numbers within a host's own fields may come back in another spelling (1.1 for 1.10).</para>
/// <para>A guest's bookings are kept apart from the profile: appending one then costs the same after ten and after ten thousand.
/// A profile also holds the latest of them (<see cref="MemoryJson.LatestBookings"/>). Each of those was committed with the
/// profile or before it, unless the profile is from elsewhere. A store may therefore leave them out of the stored profile and
/// read them from the bookings (<see cref="MemoryJson.WriteProfileState"/>).</para>
/// <para>The store numbers the versions of a profile. The <see cref="UserProfile.Version"/> that it returns differs between any
/// two commits of one guest, even if the profile was deleted in between, and is never 0.</para>
/// <para>A store that cannot serve throws <see cref="MemoryUnavailableException"/> with the cause. For data that it cannot read
/// it throws <see cref="SchemaVersionException"/> where the schema is newer, <see cref="CorruptDataException"/> where the data is
/// broken, and <see cref="MisplacedDataException"/> where it is another guest's. Besides these it throws only
/// <see cref="OperationCanceledException"/>. It never swallows an error.
/// </para>
/// </remarks>
public interface IProfileStore
{
    /// <summary>
    /// How many bookings one commit writes at most: the bookings of one call, and those of a profile from elsewhere that are
    /// taken over with them.
    /// </summary>
    internal const int MaxBookingsOfCommit = 420;

    /// <summary>A short name for metrics and health checks, such as <c>firestore</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether a call leaves this process or its disk. If so, the profile cache stands in front of the store.
    /// </summary>
    bool IsRemote { get; }

    /// <summary>
    /// Whether others read the stored profiles without this library. The memory then also writes preferences and insights, as of
    /// the write; it computes them anew at each read in any case. A store in front of another one returns that store's answer.
    /// </summary>
    bool ShowsProfiles { get; }

    /// <summary>Reads a profile for reading only: a cache may answer.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The profile; null where there is none.</returns>
    ValueTask<UserProfile?> GetAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Reads what a write starts from in one round trip: the newest committed state, never a cached one.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="bookingId">The booking that the write is about; null for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The profile and the booking as of one moment; null for each that does not exist.</returns>
    ValueTask<ProfileForUpdate> GetForUpdateAsync(string userId, string? bookingId, CancellationToken cancellationToken);

    /// <summary>
    /// Tells what is known of a stored profile, even if it cannot be read. A repair starts from this. A cache must not answer.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What is known; null where no profile is stored.</returns>
    ValueTask<ProfileRemains?> InspectAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Reads several of a guest's bookings. A call after <see cref="GetForUpdateAsync"/> must show the same state as that call or
    /// a newer one, never a cached one.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="bookingIds">The bookings' ids, up to 400.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The bookings that exist, in any order.</returns>
    ValueTask<IReadOnlyList<Booking>> FindBookingsAsync(
        string userId, IReadOnlyCollection<string> bookingIds, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a profile together with bookings in one step, if the stored profile still has the version that the new profile
    /// carries (0: no profile may exist). A booking with the same id is replaced.
    /// </summary>
    /// <param name="profile">The profile, with the version that it was made from.</param>
    /// <param name="bookings">
    /// The bookings to write with it, each id once: none, one, or up to 420 where several are recorded at once. A store that
    /// cannot take so much in one step throws <see cref="MemoryUnavailableException"/> and writes nothing.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new version; null where the stored version differs, and nothing was written.</returns>
    ValueTask<long?> TryCommitAsync(UserProfile profile, IReadOnlyList<Booking> bookings, CancellationToken cancellationToken);

    /// <summary>
    /// Streams a guest's bookings: the latest check-in first, bookings of the same day by descending id (ordinal).
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    /// <returns>
    /// The bookings, including cancelled ones. A booking that is stored all the time occurs once. A booking that changes
    /// meanwhile may occur in its old or its new form.
    /// </returns>
    IAsyncEnumerable<Booking> GetBookingsAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Streams everything that is stored as a guest's bookings, in no order, and continues after bookings that cannot be read.
    /// Repairs and exports use it to take what they can get.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    /// <returns>The bookings, including cancelled ones, and the errors of those that cannot be read.</returns>
    IAsyncEnumerable<ScannedBooking> ScanBookingsAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the guest's bookings that follow a place in the order of <see cref="GetBookingsAsync"/>. The cost must depend on the
    /// bookings that are read, not on those before or after them.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="position">The place. A booking at the place itself is not returned; null for the beginning.</param>
    /// <param name="max">How many to read at most, at least 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The bookings, including cancelled ones; fewer than asked for only where no more follow.</returns>
    ValueTask<IReadOnlyList<Booking>> GetBookingsBeforeAsync(
        string userId, BookingPosition? position, int max, CancellationToken cancellationToken);

    /// <summary>Counts a guest's bookings, including cancelled ones.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many are stored, even if there is no profile.</returns>
    ValueTask<long> CountBookingsAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Deletes a guest's profile and all bookings. A repeated call after a fault deletes the rest.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What this call deleted.</returns>
    ValueTask<ProfileDeletion> DeleteAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a guest's profile and all bookings, as <see cref="DeleteAsync"/> does, if the stored profile still has a version. What
    /// another writer has added since it was read is not lost.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="version">The <see cref="UserProfile.Version"/> that was read, never 0.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What was deleted; null where the stored version is another one, or there is no profile, and nothing was deleted.</returns>
    ValueTask<ProfileDeletion?> TryDeleteAsync(string userId, long version, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes every inactive profile together with its bookings: one whose <see cref="UserProfile.LastActiveAt"/> is before a
    /// moment and whose <see cref="UserProfile.LastStayDay"/> is null or before a day, unless it is written to meanwhile. One
    /// step may delete several profiles, but no more than other writers can wait for. The profile of a guest who refused consent
    /// is replaced in that step by <see cref="RefusedConsent.Alone"/>. A profile that is <see cref="RefusedConsent.IsAlone"/>
    /// stays as it is.
    /// </summary>
    /// <param name="inactiveSince">The moment.</param>
    /// <param name="stayedSince">The day.</param>
    /// <param name="cancellationToken">Cancels the work; what was deleted stays deleted.</param>
    /// <returns>The guests whose profiles were deleted or replaced. The work goes on only while the stream is read.</returns>
    IAsyncEnumerable<string> DeleteInactiveAsync(DateTimeOffset inactiveSince, DateOnly stayedSince, CancellationToken cancellationToken);

    /// <summary>
    /// Removes deleted data that the store itself still keeps, for example in a write-ahead log or in unused space of a file.
    /// Waits, within a limit of the store's own, for readers of that data.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether nothing is left; by default true, for a store that keeps nothing of the kind.</returns>
    ValueTask<bool> TryEmptyLogAsync(CancellationToken cancellationToken) => new(true);

    /// <summary>Makes sure that the store can serve.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The work; fails with <see cref="MemoryUnavailableException"/> where it cannot.</returns>
    ValueTask PingAsync(CancellationToken cancellationToken);
}

/// <summary>What a write starts from.</summary>
/// <param name="Profile">The guest's profile; null where there is none.</param>
/// <param name="Booking">The booking asked for; null where there is none.</param>
public readonly record struct ProfileForUpdate(UserProfile? Profile, Booking? Booking);

/// <summary>One of the stored bookings of a guest.</summary>
/// <param name="Booking">The booking; null where it cannot be read.</param>
/// <param name="Problem">Why it cannot be read; null where it can.</param>
public readonly record struct ScannedBooking(Booking? Booking, UnreadableDataException? Problem);

/// <summary>
/// What a store knows of a profile that it cannot read: kept beside the profile, or found in what is left of it. A guest's
/// refusal must not be lost with the profile.
/// </summary>
/// <param name="Version">The profile's <see cref="UserProfile.Version"/>.</param>
/// <param name="Consent">The guest's consent; null where it is unknown, which counts as a refusal.</param>
/// <param name="LearnsAfter">The value that <see cref="Of"/> gave when the profile was written; null where it is unknown.</param>
public readonly record struct ProfileRemains(long Version, ConsentStatus? Consent, long? LearnsAfter)
{
    /// <summary>What a store that keeps profiles as one text should keep beside that text.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>The profile's version and consent, and the number of the last booking that must not teach.</returns>
    public static ProfileRemains Of(UserProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return new(profile.Version, profile.Consent, profile.Bookings.LearnsAfter);
    }
}

/// <summary>What a deletion did.</summary>
/// <param name="Profiles">How many profiles it deleted: 0 or 1.</param>
/// <param name="Bookings">How many bookings it deleted.</param>
public readonly record struct ProfileDeletion(int Profiles, long Bookings);

/// <summary>A place in the order of a guest's bookings. There need not be a booking at it.</summary>
/// <param name="CheckIn">The check-in.</param>
/// <param name="BookingId">The booking's id.</param>
public readonly record struct BookingPosition(DateOnly CheckIn, string BookingId)
{
    /// <summary>The place of a booking.</summary>
    /// <param name="booking">The booking.</param>
    /// <returns>The place.</returns>
    public static BookingPosition Of(Booking booking)
    {
        ArgumentNullException.ThrowIfNull(booking);
        return new(booking.CheckIn, booking.BookingId);
    }

    /// <summary>Whether a booking comes after this place: its check-in is earlier or, on the same day, its id smaller (ordinal).</summary>
    /// <param name="booking">The booking.</param>
    /// <returns>True where it does.</returns>
    public bool IsBefore(Booking booking)
    {
        ArgumentNullException.ThrowIfNull(booking);
        return BookingOrder.Compare(booking, CheckIn, BookingId) > 0;
    }
}
