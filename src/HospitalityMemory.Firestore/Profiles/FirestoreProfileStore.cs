using HospitalityMemory.Stores;

namespace HospitalityMemory.Firestore;

/// <summary>
/// Keeps profiles and bookings in Firestore. The version of a profile is its document's update time in microseconds. Every write of a
/// guest's documents demands that version of the profile's document. A guest's writes therefore follow one another, without locks or
/// transactions.
/// </summary>
internal sealed class FirestoreProfileStore(FirestoreClient client, FirestorePaths paths) : IProfileStore
{
    /// <summary>How often a read is repeated if it shows a booking that is newer than its profile.</summary>
    private const int MaxReads = 20;

    private readonly StoredDocuments _documents = new(paths);
    private readonly BookingPages _bookings = new(client, paths);
    private readonly ProfileEraser _eraser = new(client, paths);

    public string Name => "firestore";

    public bool IsRemote => true;

    public bool ShowsProfiles => true;

    public async ValueTask<UserProfile?> GetAsync(string userId, CancellationToken cancellationToken)
    {
        var name = paths.User(userId);
        using var found = await client.GetAsync([name], [], cancellationToken).ConfigureAwait(false);
        return ReadProfile(found.Find(name));
    }

    public async ValueTask<ProfileForUpdate> GetForUpdateAsync(string userId, string? bookingId, CancellationToken cancellationToken)
    {
        var userName = paths.User(userId);
        var bookingName = bookingId is null ? null : paths.Booking(userId, bookingId);
        for (var read = 1; ; read++)
        {
            using var found = await client.GetAsync(bookingName is null ? [userName] : [userName, bookingName], [], cancellationToken).ConfigureAwait(false);
            var user = found.Find(userName);
            var booking = bookingName is null ? null : found.Find(bookingName);

            // Firestore never shows this; the emulator shows the parts of a commit one after the other. The repetition is bounded because a
            // program that ignores the layout may have written the booking alone.
            if (read < MaxReads && booking?.Version > user?.Version)
            {
                continue;
            }

            return ReadProfile(user) is { } profile
                ? new(profile, booking is { } recorded ? StoredDocuments.ReadBooking(recorded) : null)
                : default;
        }
    }

    public async ValueTask<ProfileRemains?> InspectAsync(string userId, CancellationToken cancellationToken)
    {
        var name = paths.User(userId);
        using var found = await client.GetAsync(
            [name], [StoredDocuments.Erasing, StoredDocuments.Consent, StoredDocuments.TravelRecord], cancellationToken).ConfigureAwait(false);
        return found.Find(name) is { } user && !StoredDocuments.IsErasing(user) ? StoredDocuments.ReadRemains(user) : null;
    }

    public IAsyncEnumerable<ScannedBooking> ScanBookingsAsync(string userId, CancellationToken cancellationToken) =>
        _bookings.ScanAsync(userId, cancellationToken);

    public async ValueTask<long?> TryCommitAsync(UserProfile profile, IReadOnlyList<Booking> bookings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(bookings);
        var commitId = StoredDocuments.NewCommitId();
        var body = _documents.WriteCommit(profile, bookings, commitId);
        var commit = await client.CommitAsync(body, versioned: ^1, cancellationToken).ConfigureAwait(false);
        if (commit.IsRefused && profile.Version is 0 && await _eraser.FinishAsync(profile.UserId, cancellationToken).ConfigureAwait(false))
        {
            var again = await client.CommitAsync(body, versioned: ^1, cancellationToken).ConfigureAwait(false);
            commit = again with { MayHaveLanded = commit.MayHaveLanded || again.MayHaveLanded };
        }

        return commit switch
        {
            { IsRefused: false } => commit.Version,
            { MayHaveLanded: false } => null,
            _ => await FindLandedAsync(profile, bookings, commitId, cancellationToken).ConfigureAwait(false),
        };
    }

    public IAsyncEnumerable<Booking> GetBookingsAsync(string userId, CancellationToken cancellationToken) =>
        _bookings.ReadAsync(userId, cancellationToken);

    public ValueTask<IReadOnlyList<Booking>> GetBookingsBeforeAsync(
        string userId, BookingPosition? position, int max, CancellationToken cancellationToken) =>
        _bookings.ReadBeforeAsync(userId, position, max, cancellationToken);

    public async ValueTask<IReadOnlyList<Booking>> FindBookingsAsync(
        string userId, IReadOnlyCollection<string> bookingIds, CancellationToken cancellationToken)
    {
        using var found = await client.GetAsync([.. bookingIds.Select(id => paths.Booking(userId, id))], [], cancellationToken).ConfigureAwait(false);
        return [.. found.Items.Select(StoredDocuments.ReadBooking)];
    }

    public ValueTask<long> CountBookingsAsync(string userId, CancellationToken cancellationToken) =>
        client.CountAsync(paths.UserParent(userId), FirestorePaths.Bookings, cancellationToken);

    public ValueTask<ProfileDeletion> DeleteAsync(string userId, CancellationToken cancellationToken) =>
        _eraser.DeleteAsync(userId, cancellationToken);

    public ValueTask<ProfileDeletion?> TryDeleteAsync(string userId, long version, CancellationToken cancellationToken) =>
        _eraser.TryDeleteAsync(userId, version, cancellationToken);

    public IAsyncEnumerable<string> DeleteInactiveAsync(
        DateTimeOffset inactiveSince, DateOnly stayedSince, CancellationToken cancellationToken) =>
        _eraser.DeleteInactiveAsync(inactiveSince, stayedSince, cancellationToken);

    public async ValueTask PingAsync(CancellationToken cancellationToken)
    {
        using var nothing = await client.GetAsync([paths.Ping], [], cancellationToken).ConfigureAwait(false);
    }

    private static UserProfile? ReadProfile(FirestoreDocument? document) =>
        document is { } found && !StoredDocuments.IsErasing(found) ? StoredDocuments.ReadProfile(found) : null;

    /// <summary>
    /// The commit was refused after an attempt whose answer was lost. Either that attempt was carried out, or another writer was faster.
    /// The commit ids in the stored documents tell which.
    /// </summary>
    /// <returns>The version if the attempt was carried out; null if another writer was faster.</returns>
    /// <exception cref="MemoryUnavailableException">Too much was written since then to tell.</exception>
    private async ValueTask<long?> FindLandedAsync(
        UserProfile profile, IReadOnlyList<Booking> bookings, string commitId, CancellationToken cancellationToken)
    {
        var userName = paths.User(profile.UserId);
        string[] names = [userName, .. bookings.Select(booking => paths.Booking(profile.UserId, booking.BookingId))];
        using var found = await client.GetAsync(names, [StoredDocuments.CommitId, StoredDocuments.BasedOn, StoredDocuments.Erasing], cancellationToken)
            .ConfigureAwait(false);
        if (found.Find(userName) is not { } user || StoredDocuments.IsErasing(user))
        {
            // The guest was erased, before the commit or after it. Nothing of the commit is left in either case; the caller decides again.
            return null;
        }

        if (user.Text(StoredDocuments.CommitId) == commitId)
        {
            return user.Version;
        }

        if (user.Integer(StoredDocuments.BasedOn) == profile.Version)
        {
            // Only one commit can follow a version, and it was another's. After an erasure a new guest begins at version 0 again.
            return null;
        }

        foreach (var booking in found.Items)
        {
            if (booking.Name != userName && booking.Text(StoredDocuments.CommitId) == commitId)
            {
                // The commit was carried out, and others have written since. Its version is gone; a commit based on a version that never
                // existed is refused.
                return profile.Version + 1;
            }
        }

        throw new MemoryUnavailableException(
            "Firestore's answer to a commit was lost, and others have written to the same profile since: whether it was carried out is not known; if so, it was whole. Read before you write again.");
    }
}
