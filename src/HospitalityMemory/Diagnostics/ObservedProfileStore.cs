namespace HospitalityMemory.Stores;

/// <summary>A profile store whose calls are measured.</summary>
internal sealed class ObservedProfileStore(IProfileStore store, MemoryMetrics metrics, TimeProvider timeProvider) : IProfileStore, IAnswersAtOnce
{
    private readonly StoreObserver _observer = new(store.Name, metrics, timeProvider);

    public string Name => store.Name;

    public bool IsRemote => store.IsRemote;

    public bool AnswersAtOnce => store is IAnswersAtOnce { AnswersAtOnce: true };

    public bool ShowsProfiles => store.ShowsProfiles;

    public ValueTask<UserProfile?> GetAsync(string userId, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "profile.get", (userId, cancellationToken), static (store, call) =>
            store.GetAsync(call.userId, call.cancellationToken));

    public ValueTask<ProfileForUpdate> GetForUpdateAsync(
        string userId, string? bookingId, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "profile.get_for_update", (userId, bookingId, cancellationToken), static (store, call) =>
            store.GetForUpdateAsync(call.userId, call.bookingId, call.cancellationToken));

    public ValueTask<long?> TryCommitAsync(
        UserProfile profile, IReadOnlyList<Booking> bookings, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "profile.commit", (profile, bookings, cancellationToken), static (store, call) =>
            store.TryCommitAsync(call.profile, call.bookings, call.cancellationToken));

    public ValueTask<ProfileRemains?> InspectAsync(string userId, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "profile.inspect", (userId, cancellationToken), static (store, call) =>
            store.InspectAsync(call.userId, call.cancellationToken));

    public IAsyncEnumerable<ScannedBooking> ScanBookingsAsync(string userId, CancellationToken cancellationToken) =>
        _observer.ReadAsync(store.ScanBookingsAsync(userId, cancellationToken), "profile.scan_bookings", cancellationToken);

    public IAsyncEnumerable<Booking> GetBookingsAsync(string userId, CancellationToken cancellationToken) =>
        _observer.ReadAsync(store.GetBookingsAsync(userId, cancellationToken), "profile.read_bookings", cancellationToken);

    public ValueTask<IReadOnlyList<Booking>> GetBookingsBeforeAsync(
        string userId, BookingPosition? position, int max, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "profile.get_bookings", (userId, position, max, cancellationToken), static (store, call) =>
            store.GetBookingsBeforeAsync(call.userId, call.position, call.max, call.cancellationToken));

    public ValueTask<IReadOnlyList<Booking>> FindBookingsAsync(
        string userId, IReadOnlyCollection<string> bookingIds, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "profile.find_bookings", (userId, bookingIds, cancellationToken), static (store, call) =>
            store.FindBookingsAsync(call.userId, call.bookingIds, call.cancellationToken));

    public ValueTask<long> CountBookingsAsync(string userId, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "profile.count_bookings", (userId, cancellationToken), static (store, call) =>
            store.CountBookingsAsync(call.userId, call.cancellationToken));

    public ValueTask<ProfileDeletion> DeleteAsync(string userId, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "profile.delete", (userId, cancellationToken), static (store, call) =>
            store.DeleteAsync(call.userId, call.cancellationToken));

    public ValueTask<ProfileDeletion?> TryDeleteAsync(string userId, long version, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "profile.delete", (userId, version, cancellationToken), static (store, call) =>
            store.TryDeleteAsync(call.userId, call.version, call.cancellationToken));

    public IAsyncEnumerable<string> DeleteInactiveAsync(
        DateTimeOffset inactiveSince, DateOnly stayedSince, CancellationToken cancellationToken) =>
        _observer.ReadAsync(store.DeleteInactiveAsync(inactiveSince, stayedSince, cancellationToken), "profile.delete_inactive", cancellationToken);

    public ValueTask<bool> TryEmptyLogAsync(CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "profile.empty_log", cancellationToken, static (store, token) => store.TryEmptyLogAsync(token));

    public ValueTask PingAsync(CancellationToken cancellationToken) => store.PingAsync(cancellationToken);
}
