using System.Runtime.CompilerServices;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>Breaks one call of a store, chosen by its number, before or after it did its work.</summary>
public sealed class Fault(int atCall, bool afterwards)
{
    private int _calls;

    /// <summary>Done in the place of breaking, such as what another server does at that moment; null to break.</summary>
    public Func<Task>? Instead { get; init; }

    public static Fault None => new(0, false);

    public bool HasStruck { get; private set; }

    /// <summary>How many calls there were.</summary>
    public int Calls => _calls;

    public async ValueTask<T> AroundAsync<T>(Func<ValueTask<T>> call)
    {
        var strikes = ++_calls == atCall;
        HasStruck |= strikes;
        if (strikes && Instead is { } hook)
        {
            return await RunAsync(call, hook);
        }

        if (strikes && !afterwards)
        {
            throw new MemoryUnavailableException("The store is out of reach.");
        }

        var result = await call();
        return strikes ? throw new MemoryUnavailableException("The store broke off while it answered.") : result;
    }

    private async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> call, Func<Task> hook)
    {
        if (!afterwards)
        {
            await hook();
            return await call();
        }

        var result = await call();
        await hook();
        return result;
    }
}

/// <summary>A session store with one broken call.</summary>
public sealed class FaultInjectingSessionStore(ISessionStore inner) : ISessionStore
{
    public Fault Fault { get; set; } = Fault.None;

    public string Name => inner.Name;

    public bool IsRemote => inner.IsRemote;

    public ValueTask<SessionWriteResult> TryCreateAsync(
        SessionInfo session, SessionLimits limits, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.TryCreateAsync(session, limits, cancellationToken));

    public ValueTask<Session?> GetAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.GetAsync(sessionId, now, limits, cancellationToken));

    public ValueTask<Session?> PeekAsync(
        string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.PeekAsync(sessionId, now, cancellationToken));

    public ValueTask<SessionInfo?> PeekInfoAsync(
        string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.PeekInfoAsync(sessionId, now, cancellationToken));

    public ValueTask<StoredMessages?> GetMessagesAsync(
        string sessionId, MessageRange range, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.GetMessagesAsync(sessionId, range, now, limits, cancellationToken));

    public ValueTask<SessionWriteResult> TryReplaceAsync(
        SessionInfo session, TrimmedTaken? taken, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.TryReplaceAsync(session, taken, now, limits, cancellationToken));

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, MessageAppend append, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.AppendAsync(sessionId, append, now, limits, cancellationToken));

    public ValueTask<SessionWriteResult> TryReplaceMessageAsync(
        string sessionId, MessageReplacement replacement, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.TryReplaceMessageAsync(sessionId, replacement, now, limits, cancellationToken));

    public ValueTask<SessionWriteResult> ClearMessagesAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.ClearMessagesAsync(sessionId, now, limits, cancellationToken));

    public ValueTask<TrimmedMessages?> LeaseTrimmedAsync(
        string sessionId, TrimmedLease lease, DateTimeOffset now, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.LeaseTrimmedAsync(sessionId, lease, now, cancellationToken));

    public ValueTask ReleaseTrimmedAsync(string sessionId, UInt128 token, CancellationToken cancellationToken) =>
        inner.ReleaseTrimmedAsync(sessionId, token, cancellationToken);

    public ValueTask<bool> DeleteAsync(
        string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.DeleteAsync(sessionId, now, cancellationToken));

    public ValueTask<ErasedSessions> EraseAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.EraseAsync(userId, now, cancellationToken));

    public ValueTask<SessionPage> ListAsync(
        SessionQuery query, DateTimeOffset now, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.ListAsync(query, now, cancellationToken));

    public ValueTask<SessionStoreUsage> GetUsageAsync(
        DateTimeOffset now, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.GetUsageAsync(now, cancellationToken));

    public ValueTask<IReadOnlyList<string>> RemoveExpiredAsync(
        int max, DateTimeOffset now, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.RemoveExpiredAsync(max, now, cancellationToken));

    public ValueTask<bool> TryEmptyLogAsync(CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.TryEmptyLogAsync(cancellationToken));

    public ValueTask PingAsync(CancellationToken cancellationToken) => inner.PingAsync(cancellationToken);
}

/// <summary>A profile store with one broken call.</summary>
public sealed class FaultInjectingProfileStore(IProfileStore inner) : IProfileStore
{
    public Fault Fault { get; set; } = Fault.None;

    /// <summary>How many commits succeeded.</summary>
    public int Commits { get; private set; }

    public string Name => inner.Name;

    public bool IsRemote => inner.IsRemote;

    public bool ShowsProfiles => inner.ShowsProfiles;

    public ValueTask<UserProfile?> GetAsync(string userId, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.GetAsync(userId, cancellationToken));

    public ValueTask<ProfileForUpdate> GetForUpdateAsync(string userId, string? bookingId, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.GetForUpdateAsync(userId, bookingId, cancellationToken));

    public ValueTask<long?> TryCommitAsync(UserProfile profile, IReadOnlyList<Booking> bookings, CancellationToken cancellationToken) =>
        Fault.AroundAsync(async () =>
        {
            var version = await inner.TryCommitAsync(profile, bookings, cancellationToken);
            Commits += version is null ? 0 : 1;
            return version;
        });

    public ValueTask<ProfileRemains?> InspectAsync(string userId, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.InspectAsync(userId, cancellationToken));

    public async IAsyncEnumerable<ScannedBooking> ScanBookingsAsync(string userId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bookings = await Fault.AroundAsync(() => ValueTask.FromResult(inner.ScanBookingsAsync(userId, cancellationToken)));
        await foreach (var booking in bookings.WithCancellation(cancellationToken))
        {
            yield return booking;
        }
    }

    public async IAsyncEnumerable<Booking> GetBookingsAsync(string userId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bookings = await Fault.AroundAsync(() => ValueTask.FromResult(inner.GetBookingsAsync(userId, cancellationToken)));
        await foreach (var booking in bookings.WithCancellation(cancellationToken))
        {
            yield return booking;
        }
    }

    public ValueTask<IReadOnlyList<Booking>> GetBookingsBeforeAsync(
        string userId, BookingPosition? position, int max, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.GetBookingsBeforeAsync(userId, position, max, cancellationToken));

    public ValueTask<IReadOnlyList<Booking>> FindBookingsAsync(
        string userId, IReadOnlyCollection<string> bookingIds, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.FindBookingsAsync(userId, bookingIds, cancellationToken));

    public ValueTask<long> CountBookingsAsync(string userId, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.CountBookingsAsync(userId, cancellationToken));

    public ValueTask<ProfileDeletion> DeleteAsync(string userId, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.DeleteAsync(userId, cancellationToken));

    public ValueTask<ProfileDeletion?> TryDeleteAsync(string userId, long version, CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.TryDeleteAsync(userId, version, cancellationToken));

    public IAsyncEnumerable<string> DeleteInactiveAsync(DateTimeOffset inactiveSince, DateOnly stayedSince, CancellationToken cancellationToken) =>
        inner.DeleteInactiveAsync(inactiveSince, stayedSince, cancellationToken);

    public ValueTask<bool> TryEmptyLogAsync(CancellationToken cancellationToken) =>
        Fault.AroundAsync(() => inner.TryEmptyLogAsync(cancellationToken));

    public ValueTask PingAsync(CancellationToken cancellationToken) => inner.PingAsync(cancellationToken);
}
