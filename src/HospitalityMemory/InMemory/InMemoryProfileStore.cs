using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace HospitalityMemory.Stores;

/// <summary>
/// Keeps profiles and bookings in this process. Readers of a profile take no lock: they get the snapshot that was
/// published last. Writers and readers of bookings take the lock of that guest alone.
/// </summary>
internal sealed class InMemoryProfileStore : IProfileStore, IAnswersAtOnce
{
    /// <summary>How many bookings a stream reads each time it takes the guest's lock.</summary>
    private const int PageSize = 100;

    private readonly ConcurrentDictionary<string, Guest> _guests = new(StringComparer.Ordinal);
    private long _lastVersion;

    public string Name => "memory";

    public bool IsRemote => false;

    public bool AnswersAtOnce => true;

    public bool ShowsProfiles => false;

    public ValueTask<UserProfile?> GetAsync(string userId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_guests.TryGetValue(userId, out var guest) ? guest.Profile : null);
    }

    public ValueTask<ProfileForUpdate> GetForUpdateAsync(string userId, string? bookingId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_guests.TryGetValue(userId, out var guest))
        {
            return default;
        }

        lock (guest.Gate)
        {
            return new(new ProfileForUpdate(
                guest.Profile, bookingId is null ? null : guest.Bookings.Find(bookingId)));
        }
    }

    public ValueTask<ProfileRemains?> InspectAsync(string userId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_guests.TryGetValue(userId, out var guest) && guest.Profile is { } profile ? ProfileRemains.Of(profile) : null);
    }

    public async IAsyncEnumerable<ScannedBooking> ScanBookingsAsync(string userId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var booking in GetBookingsAsync(userId, cancellationToken).ConfigureAwait(false))
        {
            yield return new(booking, null);
        }
    }

    public ValueTask<long?> TryCommitAsync(UserProfile profile, IReadOnlyList<Booking> bookings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(bookings);
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            if (!_guests.TryGetValue(profile.UserId, out var guest))
            {
                if (profile.Version is not 0)
                {
                    return new((long?)null);
                }

                guest = _guests.GetOrAdd(profile.UserId, static _ => new Guest());
            }

            lock (guest.Gate)
            {
                // The entry may have been deleted while this writer waited for the lock. A write to it would be lost.
                if (!guest.IsDeleted)
                {
                    return new(Commit(guest, profile, bookings));
                }
            }
        }
    }

    public async IAsyncEnumerable<Booking> GetBookingsAsync(string userId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        BookingPosition? position = null;
        while (true)
        {
            var page = await GetBookingsBeforeAsync(userId, position, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (var booking in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return booking;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            position = BookingPosition.Of(page[^1]);
        }
    }

    public ValueTask<IReadOnlyList<Booking>> GetBookingsBeforeAsync(
        string userId, BookingPosition? position, int max, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_guests.TryGetValue(userId, out var guest))
        {
            return new([]);
        }

        lock (guest.Gate)
        {
            return new(guest.Bookings.Before(position, max));
        }
    }

    public ValueTask<IReadOnlyList<Booking>> FindBookingsAsync(
        string userId, IReadOnlyCollection<string> bookingIds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_guests.TryGetValue(userId, out var guest))
        {
            return new([]);
        }

        lock (guest.Gate)
        {
            return new([.. bookingIds.Select(guest.Bookings.Find).OfType<Booking>()]);
        }
    }

    public ValueTask<long> CountBookingsAsync(string userId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_guests.TryGetValue(userId, out var guest))
        {
            return default;
        }

        lock (guest.Gate)
        {
            return new(guest.Bookings.Count);
        }
    }

    public ValueTask<ProfileDeletion> DeleteAsync(string userId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_guests.TryGetValue(userId, out var guest))
        {
            return default;
        }

        lock (guest.Gate)
        {
            return new(Delete(userId, guest));
        }
    }

    public ValueTask<ProfileDeletion?> TryDeleteAsync(string userId, long version, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_guests.TryGetValue(userId, out var guest))
        {
            return default;
        }

        lock (guest.Gate)
        {
            return new(guest.Profile?.Version == version ? Delete(userId, guest) : null);
        }
    }

    public async IAsyncEnumerable<string> DeleteInactiveAsync(
        DateTimeOffset inactiveSince, DateOnly stayedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        foreach (var (userId, guest) in _guests)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (DeleteIfInactive(userId, guest, inactiveSince, stayedSince))
            {
                yield return userId;
            }
        }
    }

    public ValueTask PingAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return default;
    }

    /// <summary>Must be called under the guest's lock.</summary>
    private long? Commit(Guest guest, UserProfile profile, IReadOnlyList<Booking> bookings)
    {
        if ((guest.Profile?.Version ?? 0) != profile.Version)
        {
            return null;
        }

        // Versions are store-wide: none is used twice, even after a deletion.
        var version = Interlocked.Increment(ref _lastVersion);
        for (var i = 0; i < bookings.Count; i++)
        {
            guest.Bookings.Put(bookings[i]);
        }

        guest.Profile = profile with { Version = version };
        return version;
    }

    private bool DeleteIfInactive(string userId, Guest guest, DateTimeOffset inactiveSince, DateOnly stayedSince)
    {
        if (!IsInactive(guest.Profile))
        {
            return false;
        }

        lock (guest.Gate)
        {
            // Checked again under the lock: a writer may have come in between.
            if (!IsInactive(guest.Profile))
            {
                return false;
            }

            if (RefusedConsent.At(guest.Profile!) is not { } refusedAt)
            {
                return Delete(userId, guest).Profiles > 0;
            }

            guest.Bookings.Clear();
            guest.Profile = RefusedConsent.Alone(userId, refusedAt) with { Version = Interlocked.Increment(ref _lastVersion) };
            return true;
        }

        bool IsInactive(UserProfile? profile) =>
            profile is not null && profile.LastActiveAt < inactiveSince && (profile.LastStayDay is not { } day || day < stayedSince)
            && !RefusedConsent.IsAlone(profile);
    }

    /// <summary>Must be called under the guest's lock.</summary>
    private ProfileDeletion Delete(string userId, Guest guest)
    {
        if (guest.IsDeleted)
        {
            return default;
        }

        var deletion = new ProfileDeletion(guest.Profile is null ? 0 : 1, guest.Bookings.Count);
        guest.IsDeleted = true;
        guest.Profile = null;
        guest.Bookings.Clear();
        _guests.TryRemove(KeyValuePair.Create(userId, guest));
        return deletion;
    }

    private sealed class Guest
    {
        private volatile UserProfile? _profile;

        public Lock Gate { get; } = new();

        /// <summary>Written under the lock, read without it.</summary>
        public UserProfile? Profile { get => _profile; set => _profile = value; }

        public SortedBookings Bookings { get; } = new();

        public bool IsDeleted { get; set; }
    }
}
