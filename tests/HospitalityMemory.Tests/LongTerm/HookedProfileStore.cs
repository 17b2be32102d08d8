using System.Runtime.CompilerServices;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.LongTerm;

/// <summary>
/// An in-memory store with hooks before and after each call. A test can delay a call, break it, or do something in between.
/// </summary>
internal sealed class HookedProfileStore : IProfileStore
{
    private readonly InMemoryProfileStore _inner = new();

    public Func<string, ValueTask> Before { get; set; } = _ => default;

    public Func<string, ValueTask> After { get; set; } = _ => default;

    public List<string> Calls { get; } = [];

    public IProfileStore Inner => _inner;

    public string Name => "hooked";

    public bool IsRemote { get; init; } = true;

    public bool ShowsProfiles { get; init; }

    public ValueTask<UserProfile?> GetAsync(string userId, CancellationToken cancellationToken) =>
        CallAsync("get", () => _inner.GetAsync(userId, cancellationToken));

    public ValueTask<ProfileForUpdate> GetForUpdateAsync(string userId, string? bookingId, CancellationToken cancellationToken) =>
        CallAsync("get-for-update", () => _inner.GetForUpdateAsync(userId, bookingId, cancellationToken));

    public ValueTask<ProfileRemains?> InspectAsync(string userId, CancellationToken cancellationToken) =>
        CallAsync("inspect", () => _inner.InspectAsync(userId, cancellationToken));

    public async IAsyncEnumerable<ScannedBooking> ScanBookingsAsync(string userId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await CallAsync("scan-bookings", () => new ValueTask<int>(0));
        await foreach (var booking in _inner.ScanBookingsAsync(userId, cancellationToken))
        {
            yield return booking;
        }
    }

    public ValueTask<long?> TryCommitAsync(UserProfile profile, IReadOnlyList<Booking> bookings, CancellationToken cancellationToken)
    {
        Assert.InRange(bookings.Count, 0, IProfileStore.MaxBookingsOfCommit);
        return CallAsync("commit", () => _inner.TryCommitAsync(profile, bookings, cancellationToken));
    }

    public async IAsyncEnumerable<Booking> GetBookingsAsync(string userId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await CallAsync("bookings", () => new ValueTask<int>(0));
        await foreach (var booking in _inner.GetBookingsAsync(userId, cancellationToken))
        {
            yield return booking;
        }
    }

    public ValueTask<IReadOnlyList<Booking>> GetBookingsBeforeAsync(
        string userId, BookingPosition? position, int max, CancellationToken cancellationToken) =>
        CallAsync("bookings-before", () => _inner.GetBookingsBeforeAsync(userId, position, max, cancellationToken));

    public ValueTask<IReadOnlyList<Booking>> FindBookingsAsync(
        string userId, IReadOnlyCollection<string> bookingIds, CancellationToken cancellationToken) =>
        CallAsync("find-bookings", () => _inner.FindBookingsAsync(userId, bookingIds, cancellationToken));

    public ValueTask<long> CountBookingsAsync(string userId, CancellationToken cancellationToken) =>
        CallAsync("count", () => _inner.CountBookingsAsync(userId, cancellationToken));

    public ValueTask<ProfileDeletion> DeleteAsync(string userId, CancellationToken cancellationToken) =>
        CallAsync("delete", () => _inner.DeleteAsync(userId, cancellationToken));

    public ValueTask<ProfileDeletion?> TryDeleteAsync(string userId, long version, CancellationToken cancellationToken) =>
        CallAsync("delete", () => _inner.TryDeleteAsync(userId, version, cancellationToken));

    public async IAsyncEnumerable<string> DeleteInactiveAsync(
        DateTimeOffset inactiveSince, DateOnly today, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await CallAsync("delete-inactive", () => new ValueTask<int>(0));
        await foreach (var userId in _inner.DeleteInactiveAsync(inactiveSince, today, cancellationToken))
        {
            yield return userId;
        }
    }

    public async ValueTask PingAsync(CancellationToken cancellationToken) => await CallAsync("ping", () => new ValueTask<int>(0));

    private async ValueTask<T> CallAsync<T>(string operation, Func<ValueTask<T>> call)
    {
        lock (Calls)
        {
            Calls.Add(operation);
        }

        await Before(operation);
        var result = await call();
        await After(operation);
        return result;
    }
}
