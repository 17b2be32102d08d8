using System.Diagnostics.CodeAnalysis;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <summary>Tells the observers what was committed. It never fails, and costs nothing where there are no observers.</summary>
internal sealed partial class GuestChangeObservers(
    IEnumerable<IGuestChangeObserver> observers, IProfileStore store, ConsentRule consent, MemoryClock clock, ILogger logger)
{
    private readonly IGuestChangeObserver[] _observers = [.. observers];

    public bool Any => _observers.Length > 0;

    /// <summary>Tells the observers of a commit.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="before">The profile as it was stored; null where there was none.</param>
    /// <param name="after">The profile as it is stored.</param>
    /// <param name="bookings">The bookings that were committed with it.</param>
    /// <param name="isNew">Whether the booking that the write concerned had not been recorded before.</param>
    public void Committed(string userId, UserProfile? before, UserProfile after, IReadOnlyList<Booking> bookings, bool isNew)
    {
        if (_observers.Length is 0
            || (bookings.Count is 0 && ReferenceEquals(before?.Bookings, after.Bookings) && before?.Consent == after.Consent
                && before?.MergingInto == after.MergingInto))
        {
            return;
        }

        Tell(new()
        {
            Kind = isNew ? GuestChangeKind.Recorded : GuestChangeKind.Changed,
            UserId = userId,
            At = clock.Now,
            Before = RecordOf(before),
            After = RecordOf(after),
            Bookings = bookings,
        });
    }

    /// <summary>Reads what the observers must be told of an erasure. Nothing is left to read after it.</summary>
    /// <returns>Null where it cannot be read, or where there are no observers.</returns>
    public async ValueTask<TravelRecord?> ReadBeforeErasureAsync(string userId, CancellationToken cancellationToken)
    {
        if (_observers.Length is 0)
        {
            return null;
        }

        try
        {
            var current = await store.GetForUpdateAsync(userId, bookingId: null, cancellationToken).ConfigureAwait(false);
            return RecordOf(current.Profile);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The data is erased even if it cannot be read, whatever is wrong with it.
            LogNotRead(exception);
            return null;
        }
    }

    /// <returns>Whether all observers accepted the change and know what to take back.</returns>
    public bool Erased(string userId, TravelRecord? before) => _observers.Length is 0
        || (Tell(new()
        {
            Kind = GuestChangeKind.Erased,
            UserId = userId,
            At = clock.Now,
            Before = before,
            After = TravelRecord.Empty,
        }) && before is not null);

    /// <summary>Makes the observers carry out what they gathered, each within a time limit.</summary>
    /// <returns>Whether all of them did.</returns>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever is wrong with an observer, the erasure goes on.")]
    public async ValueTask<bool> TryCompleteAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var areDone = true;
        foreach (var observer in _observers)
        {
            try
            {
                areDone &= await observer.TryCompleteAsync(cancellationToken).AsTask().WaitAsync(patience, clock.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailed(RedactedException.Of(exception), observer.GetType());
                areDone = false;
            }
        }

        return areDone;
    }

    /// <summary>
    /// The record that others learn from. A profile from elsewhere that was not taken over teaches only about its own guest. Its
    /// stays are reported when it is taken over, and must not be taken back before.
    /// The stays of a guest who is being merged are reported as the other guest's, and must not count twice.
    /// </summary>
    private TravelRecord RecordOf(UserProfile? profile) =>
        profile is { Bookings.Embedded: not null } or { MergingInto: not null } ? TravelRecord.Empty : consent.RecordOf(profile);

    private bool Tell(GuestChange change)
    {
        var isTaken = true;
        foreach (var observer in _observers)
        {
            try
            {
                observer.OnChanged(change);
            }
            catch (Exception exception)
            {
                // The change is committed, even if an observer fails.
                LogFailed(RedactedException.Of(exception), observer.GetType());
                isTaken = false;
            }
        }

        return isTaken;
    }

    [LoggerMessage(3, LogLevel.Error, "The observer {Observer} failed; what it was told of is committed.")]
    private partial void LogFailed(Exception? exception, Type observer);

    [LoggerMessage(4, LogLevel.Warning, "What a guest's stays taught could not be read before the erasure, and cannot be taken back.")]
    private partial void LogNotRead(Exception exception);
}
