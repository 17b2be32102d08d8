namespace HospitalityMemory.Stores;

/// <summary>Keeps guests' profiles and bookings. Carries out a few atomic steps; every rule is the memory's.</summary>
/// <remarks>
/// <para>Must be thread safe. What arrives is valid, and comes back as it went: moments that the memory sets are whole
/// microseconds, numbers within a host's own fields may come back in another spelling (1.1 for 1.10).</para>
/// <para>A guest's bookings are kept apart from the profile, so that appending one costs the same after ten and after ten
/// thousand. A profile holds the latest of them, too (<see cref="MemoryJson.LatestBookings"/>): every one of those was
/// committed with it or before it, unless the profile is one from elsewhere. So a store may leave them out of what it keeps
/// as the profile, and read them from the bookings (<see cref="MemoryJson.WriteProfileState"/>).</para>
/// <para>The store numbers the versions of a profile: <see cref="UserProfile.Version"/> of what it returns differs
/// between any two commits of one guest, also where the profile was deleted in between, and is never 0.</para>
/// <para>A store that cannot serve throws <see cref="MemoryUnavailableException"/> with the cause, and data that it
/// cannot read <see cref="SchemaVersionException"/> where it is newer, <see cref="CorruptDataException"/> where it is broken, and
/// <see cref="MisplacedDataException"/> where it is another guest's; nothing else but
/// <see cref="OperationCanceledException"/>. It never swallows an error.
/// </para>
/// </remarks>
public interface IProfileStore
{
    /// <summary>
    /// How many bookings one commit writes at most: as many as are recorded at once, and those of a profile from elsewhere
    /// that are taken over with them.
    /// </summary>
    internal const int MaxBookingsOfCommit = 420;

    /// <summary>A short name for metrics and health checks, such as <c>firestore</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether a call leaves this process or its disk; if so, the profile cache stands in front of it.
    /// </summary>
    bool IsRemote { get; }

    /// <summary>
    /// Whether others read the profiles that it keeps, past this library. The memory then writes preferences and insights
    /// along, as of the write; they are computed anew at each read in any case. A store in front of another one passes on
    /// what that one says.
    /// </summary>
    bool ShowsProfiles { get; }

    /// <summary>Reads a profile, for reading: a cache may answer.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The profile; null where there is none.</returns>
    ValueTask<UserProfile?> GetAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Reads what a write starts from, in one round trip: the newest committed state, never a cache's.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="bookingId">The booking that the write is about; null for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The profile and that booking, as of one moment; null each where there is none.</returns>
    ValueTask<ProfileForUpdate> GetForUpdateAsync(string userId, string? bookingId, CancellationToken cancellationToken);

    /// <summary>
    /// Says what is known of the stored profile, whether it can be read or not: what a repair starts from. Never a cache's answer.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What is known; null where no profile is stored.</returns>
    ValueTask<ProfileRemains?> InspectAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Reads several of a guest's bookings. Asked after <see cref="GetForUpdateAsync"/>, it must show what that call would
    /// have shown or something newer, never a cache's.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="bookingIds">The bookings' ids, up to 400.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Those that are there, in any order.</returns>
    ValueTask<IReadOnlyList<Booking>> FindBookingsAsync(
        string userId, IReadOnlyCollection<string> bookingIds, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a profile, and with it bookings, in one step, if the stored profile still has the version that the new
    /// one carries (0: there must be none). A booking of the same id is replaced.
    /// </summary>
    /// <param name="profile">The profile, with the version that it was made from.</param>
    /// <param name="bookings">
    /// The bookings to write with it, no two of the same id: none, one, or up to 420 where several are recorded at once. A
    /// store that cannot take so much in one step says so with <see cref="MemoryUnavailableException"/>, and writes nothing.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new version; null where the stored version is another one, and nothing was written.</returns>
    ValueTask<long?> TryCommitAsync(UserProfile profile, IReadOnlyList<Booking> bookings, CancellationToken cancellationToken);

    /// <summary>
    /// Streams a guest's bookings: the latest check-in first, bookings of the same day by descending id (ordinal).
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    /// <returns>
    /// The bookings, cancelled ones too. Each that stands throughout is there once; one that changes meanwhile may be
    /// there as before or as after.
    /// </returns>
    IAsyncEnumerable<Booking> GetBookingsAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Streams all bookings that are stored as a guest's, in no order, and goes on behind those that cannot be read: for a repair or
    /// an export, which take what is there.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    /// <returns>The bookings, cancelled ones too, and the errors of those that cannot be read.</returns>
    IAsyncEnumerable<ScannedBooking> ScanBookingsAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Reads a guest's bookings that follow on a place in the order of <see cref="GetBookingsAsync"/>. It must cost what
    /// these cost, and not what all before or behind them do.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="position">The place, which itself is left out; null for the beginning.</param>
    /// <param name="max">How many to read at most, at least 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The bookings, cancelled ones too; fewer than asked for only where no more follow.</returns>
    ValueTask<IReadOnlyList<Booking>> GetBookingsBeforeAsync(
        string userId, BookingPosition? position, int max, CancellationToken cancellationToken);

    /// <summary>Counts a guest's bookings, cancelled ones too.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many are stored, also where there is no profile.</returns>
    ValueTask<long> CountBookingsAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Deletes a guest's profile and all bookings. Done again after a fault, it deletes the rest.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What this call deleted.</returns>
    ValueTask<ProfileDeletion> DeleteAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a guest's profile and all bookings, as <see cref="DeleteAsync"/> does, if the stored profile still has a version: so what
    /// another writer has added since it was read is not lost.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="version">The <see cref="UserProfile.Version"/> that was read, never 0.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What was deleted; null where the stored version is another one, or there is no profile, and nothing was deleted.</returns>
    ValueTask<ProfileDeletion?> TryDeleteAsync(string userId, long version, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes every profile, in one step with its bookings, whose <see cref="UserProfile.LastActiveAt"/> is before a moment
    /// and whose <see cref="UserProfile.LastStayDay"/> is null or before a day, unless it is written to meanwhile. Several
    /// may go in one step, but no more than other writers can wait for. Of a guest who refused consent, the profile is replaced in
    /// that step by <see cref="RefusedConsent.Alone"/>, and one that is <see cref="RefusedConsent.IsAlone"/> is left as it is.
    /// </summary>
    /// <param name="inactiveSince">The moment.</param>
    /// <param name="stayedSince">The day.</param>
    /// <param name="cancellationToken">Cancels the work; what was deleted stays deleted.</param>
    /// <returns>The guests whose profiles were deleted or replaced, each of them as long as it is read on.</returns>
    IAsyncEnumerable<string> DeleteInactiveAsync(DateTimeOffset inactiveSince, DateOnly stayedSince, CancellationToken cancellationToken);

    /// <summary>
    /// Empties what the store itself keeps of deleted data beside the data, such as the write-ahead log or unused space of a file. Waits within a
    /// limit of its own for those who still read from it.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it is empty; by default true, for a store that keeps nothing of the kind.</returns>
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

/// <summary>One of the bookings that are stored as a guest's.</summary>
/// <param name="Booking">The booking; null where it cannot be read.</param>
/// <param name="Problem">Why it cannot be read; null where it can.</param>
public readonly record struct ScannedBooking(Booking? Booking, UnreadableDataException? Problem);

/// <summary>
/// What a store knows of a profile without reading it: kept beside it, or found in what is left of it. A guest's refusal must not be
/// lost with the profile.
/// </summary>
/// <param name="Version">The version, as <see cref="UserProfile.Version"/> would say it.</param>
/// <param name="Consent">The guest's word; null where it cannot be told, which counts as a refusal.</param>
/// <param name="LearnsAfter">What <see cref="Of"/> said of it when it was written; null where it cannot be told.</param>
public readonly record struct ProfileRemains(long Version, ConsentStatus? Consent, long? LearnsAfter)
{
    /// <summary>What a store that keeps profiles as one text keeps beside it.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>Its version and word, and the number of the last booking that must not teach.</returns>
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

/// <summary>A place in the order of a guest's bookings, whether a booking is there or not.</summary>
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
