using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <summary>
/// Rebuilds a profile whose stored form is broken from what is stored beside it: the bookings and the guest's consent.
/// </summary>
internal sealed partial class ProfileRebuilder(IProfileStore store, MemoryClock clock, ILogger logger)
{
    /// <summary>
    /// The rebuilt profile, to be committed in place of the broken one. Statements, the host's fields and searches are lost with
    /// the broken one. A consent that cannot be read counts as a refusal.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cause">What is broken.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The profile; null where none is stored any more.</returns>
    public async ValueTask<UserProfile?> RebuildAsync(string userId, CorruptDataException cause, CancellationToken cancellationToken)
    {
        if (await store.InspectAsync(userId, cancellationToken).ConfigureAwait(false) is not { } remains)
        {
            return null;
        }

        var (bookings, lost) = await ReadAsync(userId, cancellationToken).ConfigureAwait(false);
        LogRebuilding(RedactedException.Of(cause), bookings.Count, lost);
        var consent = remains.Consent ?? ConsentStatus.Withdrawn;
        var lastSequence = bookings.Count is 0 ? 0 : bookings.Max(static booking => booking.Sequence);

        // After a consent, only the store may know which bookings were recorded before it. If it does not, none of them teach.
        var learnsAfter = remains.LearnsAfter ?? (consent is ConsentStatus.Unknown ? 0 : lastSequence);
        var builder = new KnownBookingsBuilder(Math.Clamp(learnsAfter, 0, lastSequence));
        foreach (var booking in bookings)
        {
            builder.Add(booking);
        }

        var known = builder.Build();
        return new()
        {
            UserId = userId,
            CreatedAt = clock.Now,
            Consent = consent,
            ConsentChangedAt = consent is ConsentStatus.Unknown ? null : clock.Now,
            Bookings = consent is ConsentStatus.Withdrawn ? known.Forget() : known,
            Version = remains.Version,
        };
    }

    /// <summary>The bookings that can be read, newest first, and the number of those that cannot.</summary>
    private async ValueTask<(List<Booking> Bookings, int Lost)> ReadAsync(string userId, CancellationToken cancellationToken)
    {
        var (bookings, lost) = (new List<Booking>(), 0);
        await foreach (var (booking, _) in store.ScanBookingsAsync(userId, cancellationToken).ConfigureAwait(false))
        {
            if (booking is null)
            {
                lost++;
            }
            else
            {
                bookings.Add(booking);
            }
        }

        bookings.Sort(BookingOrder.Compare);
        return (bookings, lost);
    }

    [LoggerMessage(6, LogLevel.Error, "A guest's stored profile is broken. It is rebuilt of {Bookings} bookings; {Lost} more cannot be read. What the guest and the host stated is lost.")]
    private partial void LogRebuilding(Exception? cause, int bookings, int lost);
}
