using System.Runtime.CompilerServices;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Stores;

/// <summary>
/// Stands in front of a remote store and answers reads of profiles for a while. Only profiles that exist are kept: a guest whom
/// another server has just met must be found here too. Losing an entry only costs another read.
/// </summary>
/// <remarks>
/// A read that began before a write may end after it, with the old profile. Therefore guests share a number of stripes, and each
/// stripe counts the writes of its guests. A read whose stripe has another count at its end than at its start keeps nothing.
/// </remarks>
internal sealed class ProfileCache : IProfileStore, IDisposable
{
    private const int Stripes = 1_024;

    private readonly IProfileStore _store;
    private readonly MemoryCache _cache;
    private readonly TimeSpan _lifetime;
    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new Stripe())];

    public ProfileCache(IProfileStore store, IOptions<HospitalityMemoryOptions> options, TimeProvider timeProvider)
    {
        var settings = options.Value.LongTerm;
        _store = store;
        _lifetime = settings.ProfileCacheLifetime;
        _cache = new MemoryCache(new MemoryCacheOptions
        {
            SizeLimit = settings.ProfileCacheSize,
            Clock = new CacheClock(timeProvider),
        });
    }

    public string Name => _store.Name;

    public bool IsRemote => _store.IsRemote;

    public bool ShowsProfiles => _store.ShowsProfiles;

    public ValueTask<UserProfile?> GetAsync(string userId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _cache.TryGetValue(userId, out UserProfile? profile) ? new(profile) : ReadAsync(userId, cancellationToken);
    }

    public ValueTask<ProfileForUpdate> GetForUpdateAsync(string userId, string? bookingId, CancellationToken cancellationToken) =>
        _store.GetForUpdateAsync(userId, bookingId, cancellationToken);

    public async ValueTask<long?> TryCommitAsync(UserProfile profile, IReadOnlyList<Booking> bookings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Forget(profile.UserId);
        try
        {
            return await _store.TryCommitAsync(profile, bookings, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Also after an error: the store may have carried the write out.
            Forget(profile.UserId);
        }
    }

    public ValueTask<ProfileRemains?> InspectAsync(string userId, CancellationToken cancellationToken) =>
        _store.InspectAsync(userId, cancellationToken);

    public IAsyncEnumerable<ScannedBooking> ScanBookingsAsync(string userId, CancellationToken cancellationToken) =>
        _store.ScanBookingsAsync(userId, cancellationToken);

    public IAsyncEnumerable<Booking> GetBookingsAsync(string userId, CancellationToken cancellationToken) =>
        _store.GetBookingsAsync(userId, cancellationToken);

    public ValueTask<IReadOnlyList<Booking>> GetBookingsBeforeAsync(
        string userId, BookingPosition? position, int max, CancellationToken cancellationToken) =>
        _store.GetBookingsBeforeAsync(userId, position, max, cancellationToken);

    public ValueTask<IReadOnlyList<Booking>> FindBookingsAsync(
        string userId, IReadOnlyCollection<string> bookingIds, CancellationToken cancellationToken) =>
        _store.FindBookingsAsync(userId, bookingIds, cancellationToken);

    public ValueTask<long> CountBookingsAsync(string userId, CancellationToken cancellationToken) =>
        _store.CountBookingsAsync(userId, cancellationToken);

    public async ValueTask<ProfileDeletion> DeleteAsync(string userId, CancellationToken cancellationToken)
    {
        Forget(userId);
        try
        {
            return await _store.DeleteAsync(userId, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Forget(userId);
        }
    }

    public async ValueTask<ProfileDeletion?> TryDeleteAsync(string userId, long version, CancellationToken cancellationToken)
    {
        Forget(userId);
        try
        {
            return await _store.TryDeleteAsync(userId, version, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Forget(userId);
        }
    }

    public async IAsyncEnumerable<string> DeleteInactiveAsync(
        DateTimeOffset inactiveSince, DateOnly stayedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var userId in _store.DeleteInactiveAsync(inactiveSince, stayedSince, cancellationToken).ConfigureAwait(false))
        {
            Forget(userId);
            yield return userId;
        }
    }

    public ValueTask<bool> TryEmptyLogAsync(CancellationToken cancellationToken) => _store.TryEmptyLogAsync(cancellationToken);

    public ValueTask PingAsync(CancellationToken cancellationToken) => _store.PingAsync(cancellationToken);

    public void Dispose() => _cache.Dispose();

    private async ValueTask<UserProfile?> ReadAsync(string userId, CancellationToken cancellationToken)
    {
        var stripe = StripeOf(userId);
        var writesBefore = Volatile.Read(ref stripe.Writes);
        var profile = await _store.GetAsync(userId, cancellationToken).ConfigureAwait(false);
        if (profile is not null && _lifetime > TimeSpan.Zero)
        {
            lock (stripe.Gate)
            {
                if (stripe.Writes == writesBefore)
                {
                    _cache.Set(userId, profile, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = _lifetime });
                }
            }
        }

        return profile;
    }

    private void Forget(string userId)
    {
        var stripe = StripeOf(userId);
        lock (stripe.Gate)
        {
            stripe.Writes++;
            _cache.Remove(userId);
        }
    }

    private Stripe StripeOf(string userId) => _stripes[(uint)string.GetHashCode(userId, StringComparison.Ordinal) % Stripes];

    private sealed class Stripe
    {
        public long Writes;

        public Lock Gate { get; } = new();
    }

    private sealed class CacheClock(TimeProvider timeProvider) : ISystemClock
    {
        public DateTimeOffset UtcNow => timeProvider.GetUtcNow();
    }
}
