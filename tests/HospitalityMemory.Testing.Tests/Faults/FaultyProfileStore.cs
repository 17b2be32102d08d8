using HospitalityMemory.Stores;

namespace HospitalityMemory.Testing.Tests.Faults;

/// <summary>The in-memory store of profiles with one fault.</summary>
internal sealed class FaultyProfileStore(Fault fault, IProfileStore inner) : IProfileStore
{
    public string Name => inner.Name;

    public bool IsRemote => inner.IsRemote;

    public bool ShowsProfiles => inner.ShowsProfiles;

    public ValueTask<long?> TryCommitAsync(UserProfile profile, IReadOnlyList<Booking> bookings, CancellationToken cancellationToken) =>
        inner.TryCommitAsync(profile with { UserId = Key(profile.UserId) }, fault is Fault.CommitsHalf ? [] : bookings, cancellationToken);

    public ValueTask<UserProfile?> GetAsync(string userId, CancellationToken cancellationToken) => inner.GetAsync(Key(userId), cancellationToken);

    public ValueTask<ProfileForUpdate> GetForUpdateAsync(string userId, string? bookingId, CancellationToken cancellationToken) =>
        inner.GetForUpdateAsync(Key(userId), bookingId, cancellationToken);

    public ValueTask<ProfileRemains?> InspectAsync(string userId, CancellationToken cancellationToken) =>
        inner.InspectAsync(Key(userId), cancellationToken);

    public IAsyncEnumerable<ScannedBooking> ScanBookingsAsync(string userId, CancellationToken cancellationToken) =>
        inner.ScanBookingsAsync(Key(userId), cancellationToken);

    public IAsyncEnumerable<Booking> GetBookingsAsync(string userId, CancellationToken cancellationToken) =>
        inner.GetBookingsAsync(Key(userId), cancellationToken);

    public ValueTask<IReadOnlyList<Booking>> GetBookingsBeforeAsync(
        string userId, BookingPosition? position, int max, CancellationToken cancellationToken) =>
        inner.GetBookingsBeforeAsync(Key(userId), position, max, cancellationToken);

    public ValueTask<IReadOnlyList<Booking>> FindBookingsAsync(
        string userId, IReadOnlyCollection<string> bookingIds, CancellationToken cancellationToken) =>
        inner.FindBookingsAsync(Key(userId), bookingIds, cancellationToken);

    public ValueTask<long> CountBookingsAsync(string userId, CancellationToken cancellationToken) =>
        inner.CountBookingsAsync(Key(userId), cancellationToken);

    public ValueTask<ProfileDeletion> DeleteAsync(string userId, CancellationToken cancellationToken) => inner.DeleteAsync(Key(userId), cancellationToken);

    public ValueTask<ProfileDeletion?> TryDeleteAsync(string userId, long version, CancellationToken cancellationToken) =>
        inner.TryDeleteAsync(Key(userId), version, cancellationToken);

    public IAsyncEnumerable<string> DeleteInactiveAsync(DateTimeOffset inactiveSince, DateOnly stayedSince, CancellationToken cancellationToken) =>
        inner.DeleteInactiveAsync(inactiveSince, stayedSince, cancellationToken);

    public ValueTask PingAsync(CancellationToken cancellationToken) => inner.PingAsync(cancellationToken);

    private string Key(string userId) => fault is Fault.MixesGuestsUp && userId.TrimEnd() is { Length: > 0 } trimmed ? trimmed : userId;
}
