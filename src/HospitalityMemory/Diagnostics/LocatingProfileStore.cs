using System.Runtime.CompilerServices;

namespace HospitalityMemory.Stores;

/// <summary>A profile store whose errors say where the unreadable data is.</summary>
internal sealed class LocatingProfileStore(IProfileStore store, ErrorLocator errors) : IProfileStore
{
    public string Name => store.Name;

    public bool IsRemote => store.IsRemote;

    public bool ShowsProfiles => store.ShowsProfiles;

    public ValueTask<UserProfile?> GetAsync(string userId, CancellationToken cancellationToken) =>
        errors.Locate(store.GetAsync(userId, cancellationToken), userId);

    public ValueTask<ProfileForUpdate> GetForUpdateAsync(string userId, string? bookingId, CancellationToken cancellationToken) =>
        errors.Locate(store.GetForUpdateAsync(userId, bookingId, cancellationToken), userId);

    public ValueTask<ProfileRemains?> InspectAsync(string userId, CancellationToken cancellationToken) =>
        errors.Locate(store.InspectAsync(userId, cancellationToken), userId);

    public ValueTask<long?> TryCommitAsync(UserProfile profile, IReadOnlyList<Booking> bookings, CancellationToken cancellationToken) =>
        errors.Locate(store.TryCommitAsync(profile, bookings, cancellationToken), profile.UserId);

    public IAsyncEnumerable<Booking> GetBookingsAsync(string userId, CancellationToken cancellationToken) =>
        errors.Locate(store.GetBookingsAsync(userId, cancellationToken), userId, cancellationToken);

    public async IAsyncEnumerable<ScannedBooking> ScanBookingsAsync(string userId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var scanned = errors.Locate(store.ScanBookingsAsync(userId, cancellationToken), userId, cancellationToken);
        await foreach (var one in scanned.ConfigureAwait(false))
        {
            yield return one.Problem is { Store: null } problem ? one with { Problem = errors.Located(problem, userId) } : one;
        }
    }

    public ValueTask<IReadOnlyList<Booking>> GetBookingsBeforeAsync(
        string userId, BookingPosition? position, int max, CancellationToken cancellationToken) =>
        errors.Locate(store.GetBookingsBeforeAsync(userId, position, max, cancellationToken), userId);

    public ValueTask<IReadOnlyList<Booking>> FindBookingsAsync(
        string userId, IReadOnlyCollection<string> bookingIds, CancellationToken cancellationToken) =>
        errors.Locate(store.FindBookingsAsync(userId, bookingIds, cancellationToken), userId);

    public ValueTask<long> CountBookingsAsync(string userId, CancellationToken cancellationToken) =>
        errors.Locate(store.CountBookingsAsync(userId, cancellationToken), userId);

    public ValueTask<ProfileDeletion> DeleteAsync(string userId, CancellationToken cancellationToken) =>
        errors.Locate(store.DeleteAsync(userId, cancellationToken), userId);

    public ValueTask<ProfileDeletion?> TryDeleteAsync(string userId, long version, CancellationToken cancellationToken) =>
        errors.Locate(store.TryDeleteAsync(userId, version, cancellationToken), userId);

    public IAsyncEnumerable<string> DeleteInactiveAsync(
        DateTimeOffset inactiveSince, DateOnly stayedSince, CancellationToken cancellationToken) =>
        errors.Locate(store.DeleteInactiveAsync(inactiveSince, stayedSince, cancellationToken), id: null, cancellationToken);

    public ValueTask<bool> TryEmptyLogAsync(CancellationToken cancellationToken) =>
        errors.Locate(store.TryEmptyLogAsync(cancellationToken), id: null);

    public ValueTask PingAsync(CancellationToken cancellationToken) => errors.Locate(store.PingAsync(cancellationToken), id: null);
}
