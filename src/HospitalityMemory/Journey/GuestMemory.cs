using System.Diagnostics;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>The journey, made of the two memories.</summary>
internal sealed class GuestMemory(
    IShortTermMemory shortTerm,
    ILongTermMemory longTerm,
    ISessionStore sessionStore,
    IProfileStore profiles,
    IOptions<HospitalityMemoryOptions> options,
    TimeProvider timeProvider,
    MemoryMetrics metrics) : IGuestMemory
{
    /// <summary>
    /// How often an erasure starts over because something came meanwhile; the receipt says what is left after that.
    /// </summary>
    internal const int MaxErasureRounds = 5;

    public async ValueTask<GuestSession> BeginSessionAsync(string sessionId, string userId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        Identifier.ThrowIfInvalid(userId);
        using var activity = metrics.StartActivity("guest.begin_session");
        try
        {
            var session = await shortTerm.GetOrCreateSessionAsync(sessionId, userId, cancellationToken).ConfigureAwait(false);
            await MarkActiveAsync(userId, activity, cancellationToken).ConfigureAwait(false);
            var context = await longTerm.GetPersonalizationContextAsync(userId, session.Slots, cancellationToken).ConfigureAwait(false);
            return new GuestSession(session, context);
        }
        catch (Exception exception) when (Report(activity, exception))
        {
            throw;
        }
    }

    public async ValueTask<CompletedBooking> CompleteBookingAsync(
        string sessionId, string userId, Booking booking, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        Identifier.ThrowIfInvalid(userId);
        ArgumentNullException.ThrowIfNull(booking);
        using var activity = metrics.StartActivity("guest.complete_booking");
        try
        {
            SessionInfo? session = await shortTerm.PeekSessionAsync(sessionId, cancellationToken).ConfigureAwait(false);
            if (session is not null)
            {
                ThrowIfAnothers(session, userId);
            }

            var (recorded, problems) = await longTerm.AddBookingToHistoryAsync(userId, WithOrigin(booking, sessionId), cancellationToken).ConfigureAwait(false);
            var stamped = session is null ? null : await StampAsync(session, userId, recorded, cancellationToken).ConfigureAwait(false);
            return new CompletedBooking(recorded, stamped) { Problems = problems };
        }
        catch (Exception exception) when (Report(activity, exception))
        {
            throw;
        }
    }

    public async ValueTask<string> ExportGuestAsync(string userId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        CallLimit.Lift();
        using var activity = metrics.StartActivity("guest.export");
        try
        {
            using var buffer = new PooledBuffer();
            using (var document = new GuestExport(buffer, userId, timeProvider.GetUtcNow()))
            {
                document.Add(await ExportedProfileAsync(userId, document, cancellationToken).ConfigureAwait(false));
                await document.AddAsync(profiles.ScanBookingsAsync(userId, cancellationToken), cancellationToken).ConfigureAwait(false);
                var sessions = new ExportedSessions(shortTerm, sessionStore, timeProvider).ReadAsync(userId, document, cancellationToken);
                await document.AddAsync(sessions, cancellationToken).ConfigureAwait(false);
                document.End();
            }

            return buffer.ToText();
        }
        catch (Exception exception) when (Report(activity, exception))
        {
            throw;
        }
    }

    public async ValueTask<ErasureReceipt> EraseGuestAsync(string userId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        CallLimit.Lift();
        using var activity = metrics.StartActivity("guest.erase");
        try
        {
            // The profile goes first: should the work break off here for good, sessions still end by themselves.
            var profile = await longTerm.DeleteUserProfileAsync(userId, cancellationToken).ConfigureAwait(false);
            var last = await shortTerm.DeleteUserSessionsAsync(userId, cancellationToken).ConfigureAwait(false);
            var sessions = last;
            for (var round = 1; round < MaxErasureRounds && (last is not { Found: 0, Left: 0 } || !IsErased(profile)); round++)
            {
                // And again after the sessions: while one was live, its agent may have taught a new profile from it.
                profile = Sum(profile, await longTerm.DeleteUserProfileAsync(userId, cancellationToken).ConfigureAwait(false));
                last = await shortTerm.DeleteUserSessionsAsync(userId, cancellationToken).ConfigureAwait(false);
                sessions = sessions.Then(last);
            }

            var isLogEmptied = await TryEmptyLogsAsync(cancellationToken).ConfigureAwait(false);
            return Receipt(userId, profile, sessions, isLogEmptied);
        }
        catch (Exception exception) when (Report(activity, exception))
        {
            throw;
        }
    }

    /// <summary>A receipt is not lost because a store's log could not be emptied.</summary>
    private async ValueTask<bool> TryEmptyLogsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await sessionStore.TryEmptyLogAsync(cancellationToken).ConfigureAwait(false)
                & await profiles.TryEmptyLogAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MemoryUnavailableException)
        {
            return false;
        }
    }

    private ErasureReceipt Receipt(string userId, ProfileErasure profile, SessionErasure sessions, bool isLogEmptied) => new()
    {
        UserId = userId,
        ErasedAt = timeProvider.GetUtcNow(),
        Profile = profile,
        Sessions = sessions,
        IsLogEmptied = isLogEmptied,
        OtherCachesMayLiveFor = profiles.IsRemote ? options.Value.LongTerm.ProfileCacheLifetime : TimeSpan.Zero,
    };

    private async ValueTask<UserProfile?> ExportedProfileAsync(string userId, GuestExport document, CancellationToken cancellationToken)
    {
        try
        {
            return await longTerm.GetUserProfileAsync(userId, cancellationToken).ConfigureAwait(false);
        }
        catch (UnreadableDataException exception)
        {
            document.AddUnreadable(exception.Kind, null, exception.Message);
            return null;
        }
    }

    private static Booking WithOrigin(Booking booking, string sessionId) => booking.Origin is null
        ? booking with { Origin = new() { Kind = OriginKind.Operator, SessionId = sessionId } }
        : booking;

    private static bool IsErased(ProfileErasure erasure) => erasure is { ProfilesLeft: 0, BookingsLeft: 0 };

    private static ProfileErasure Sum(ProfileErasure before, ProfileErasure after) => after with
    {
        ProfilesDeleted = before.ProfilesDeleted + after.ProfilesDeleted,
        BookingsDeleted = before.BookingsDeleted + after.BookingsDeleted,
        IsLearningTakenBack = before.IsLearningTakenBack && after.IsLearningTakenBack,
    };

    private static void ThrowIfAnothers(SessionInfo session, string userId)
    {
        if (session.UserId is { } owner && owner != userId)
        {
            throw new SessionOwnershipException(session.SessionId);
        }
    }

    /// <summary>Runs as an exception filter, where nothing is unwound yet; never catches.</summary>
    private static bool Report(Activity? activity, Exception exception)
    {
        // The type only: a message may hold what an inner exception says of the data.
        activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
        return false;
    }

    private async ValueTask MarkActiveAsync(string userId, Activity? activity, CancellationToken cancellationToken)
    {
        try
        {
            await longTerm.MarkActiveAsync(userId, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is MemoryUnavailableException or CorruptDataException && options.Value.LongTerm.ServeDefaultsWhenUnavailable)
        {
            // The conversation goes on; that its context is a stranger's, the context itself says.
            activity?.SetTag("degraded", true);
        }
    }

    /// <summary>Stamps the session with its booking; null where it has ended meanwhile or is another guest's.</summary>
    private async ValueTask<SessionInfo?> StampAsync(SessionInfo session, string userId, Booking booking, CancellationToken cancellationToken)
    {
        var data = BookingJson.ToFields(booking);
        try
        {
            // Also where it has the stamp already: then nothing is written, and what is returned is what is stored now.
            return await shortTerm.UpdateSessionAsync(
                session, userId, state => state with { BookingData = data }, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionNotFoundException)
        {
            return null;
        }
        catch (SessionOwnershipException)
        {
            // It was this guest's or nobody's a moment ago: another guest took the anonymous one, or it has ended and
            // another began its id anew.
            return null;
        }
    }
}
