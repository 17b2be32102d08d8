using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <summary>How long a profile stays: signs of the guest keep it; inactivity and erasure remove it.</summary>
internal sealed partial class ProfileLifetime(
    IProfileStore store, ProfileWriter writer, ProfileViewer viewer, GuestChangeObservers observers, MemoryClock clock, TimeSpan patience, ILogger logger)
{
    public async ValueTask MarkActiveAsync(string userId, CancellationToken cancellationToken)
    {
        Identifier.ThrowIfInvalid(userId);

        // A cached answer is good enough: at worst the write below finds that there is nothing to do.
        var profile = await store.GetAsync(userId, cancellationToken).ConfigureAwait(false);
        if (profile is null || MarkActive.WasSeenOn(profile, clock.Today))
        {
            return;
        }

        try
        {
            await writer.WriteAsync(userId, bookingId: null, default(MarkActive), cancellationToken).ConfigureAwait(false);
        }
        catch (MemoryConcurrencyException exception)
        {
            // The write that came first is a sign of life too.
            LogMarkedByOthers(exception);
        }
    }

    public async ValueTask<int> RemoveInactiveAsync(TimeSpan period, CancellationToken cancellationToken)
    {
        if (period < LongTermMemoryOptions.ShortestInactivity || period > LongTermMemoryOptions.LongestInactivity)
        {
            throw new ArgumentOutOfRangeException(nameof(period), period, FormattableString.Invariant(
                $"The period is {LongTermMemoryOptions.ShortestInactivity.Days} to {LongTermMemoryOptions.LongestInactivity.Days:N0} days. Nothing was removed."));
        }

        // A night spent at a property within the period counts like a call.
        var since = clock.Now - period;
        var removed = 0;
        await foreach (var userId in store.DeleteInactiveAsync(since, MemoryClock.DayOf(since), cancellationToken).ConfigureAwait(false))
        {
            viewer.Forget(userId);
            observers.Erased(userId, before: null);
            removed++;
        }

        return removed;
    }

    public async ValueTask<ProfileErasure> EraseAsync(string userId, CancellationToken cancellationToken)
    {
        Identifier.ThrowIfInvalid(userId);
        var before = await observers.ReadBeforeErasureAsync(userId, cancellationToken).ConfigureAwait(false);
        var deleted = await store.DeleteAsync(userId, cancellationToken).ConfigureAwait(false);
        viewer.Forget(userId);
        var isTakenBack = deleted.Profiles is 0
            || (observers.Erased(userId, before) & await observers.TryCompleteAsync(patience, cancellationToken).ConfigureAwait(false));
        var isLeft = await IsThereAsync(userId, cancellationToken).ConfigureAwait(false);
        var bookingsLeft = await store.CountBookingsAsync(userId, cancellationToken).ConfigureAwait(false);
        return new()
        {
            ProfilesDeleted = deleted.Profiles,
            BookingsDeleted = deleted.Bookings,
            ProfilesLeft = isLeft ? 1 : 0,
            BookingsLeft = bookingsLeft,
            IsLearningTakenBack = isTakenBack,
        };
    }

    /// <summary>Deletes a guest whose stays are told as another's by now.</summary>
    /// <returns>False, and nothing is deleted, where the stored profile has another version, or there is none.</returns>
    public async ValueTask<bool> TryRemoveMergedAsync(string userId, long version, CancellationToken cancellationToken)
    {
        if (await store.TryDeleteAsync(userId, version, cancellationToken).ConfigureAwait(false) is null)
        {
            return false;
        }

        viewer.Forget(userId);
        observers.Erased(userId, TravelRecord.Empty);
        return true;
    }

    /// <summary>Reads past any cache whether the profile exists. A profile that cannot be read exists.</summary>
    private async ValueTask<bool> IsThereAsync(string userId, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.GetForUpdateAsync(userId, bookingId: null, cancellationToken).ConfigureAwait(false)).Profile is not null;
        }
        catch (UnreadableDataException)
        {
            return true;
        }
    }

    [LoggerMessage(2, LogLevel.Debug, "A guest was not marked as active: others wrote to the profile.")]
    private partial void LogMarkedByOthers(Exception exception);
}
