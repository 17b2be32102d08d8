using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>A store that counts its commits, and does something before each.</summary>
internal sealed class InterruptedProfileStore(IProfileStore inner) : IProfileStore
{
    public Func<ValueTask> BeforeCommit { get; set; } = static () => default;

    public int Commits { get; private set; }

    public string Name => inner.Name;

    public bool IsRemote => inner.IsRemote;

    public bool ShowsProfiles => inner.ShowsProfiles;

    public async ValueTask<long?> TryCommitAsync(UserProfile profile, IReadOnlyList<Booking> bookings, CancellationToken cancellationToken)
    {
        Commits++;
        Assert.InRange(bookings.Count, 0, IProfileStore.MaxBookingsOfCommit);
        Assert.Equal(bookings.Count, bookings.DistinctBy(booking => booking.BookingId).Count());
        await BeforeCommit();
        return await inner.TryCommitAsync(profile, bookings, cancellationToken);
    }

    public ValueTask<UserProfile?> GetAsync(string userId, CancellationToken cancellationToken) => inner.GetAsync(userId, cancellationToken);

    public ValueTask<ProfileForUpdate> GetForUpdateAsync(string userId, string? bookingId, CancellationToken cancellationToken) =>
        inner.GetForUpdateAsync(userId, bookingId, cancellationToken);

    public ValueTask<ProfileRemains?> InspectAsync(string userId, CancellationToken cancellationToken) =>
        inner.InspectAsync(userId, cancellationToken);

    public IAsyncEnumerable<ScannedBooking> ScanBookingsAsync(string userId, CancellationToken cancellationToken) =>
        inner.ScanBookingsAsync(userId, cancellationToken);

    public IAsyncEnumerable<Booking> GetBookingsAsync(string userId, CancellationToken cancellationToken) =>
        inner.GetBookingsAsync(userId, cancellationToken);

    public ValueTask<IReadOnlyList<Booking>> GetBookingsBeforeAsync(
        string userId, BookingPosition? position, int max, CancellationToken cancellationToken) =>
        inner.GetBookingsBeforeAsync(userId, position, max, cancellationToken);

    public ValueTask<IReadOnlyList<Booking>> FindBookingsAsync(
        string userId, IReadOnlyCollection<string> bookingIds, CancellationToken cancellationToken) =>
        inner.FindBookingsAsync(userId, bookingIds, cancellationToken);

    public ValueTask<long> CountBookingsAsync(string userId, CancellationToken cancellationToken) =>
        inner.CountBookingsAsync(userId, cancellationToken);

    public ValueTask<ProfileDeletion> DeleteAsync(string userId, CancellationToken cancellationToken) => inner.DeleteAsync(userId, cancellationToken);

    public ValueTask<ProfileDeletion?> TryDeleteAsync(string userId, long version, CancellationToken cancellationToken) =>
        inner.TryDeleteAsync(userId, version, cancellationToken);

    public IAsyncEnumerable<string> DeleteInactiveAsync(DateTimeOffset inactiveSince, DateOnly stayedSince, CancellationToken cancellationToken) =>
        inner.DeleteInactiveAsync(inactiveSince, stayedSince, cancellationToken);

    public ValueTask PingAsync(CancellationToken cancellationToken) => inner.PingAsync(cancellationToken);
}
