using System.Collections.Concurrent;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>
/// Merges the profiles and bookings of two guests: all of the one that goes is copied to the one that stays, in steps that may be done
/// again, and deleted only where nothing was written to it since. So it may break off anywhere, and nobody's write is lost.
/// </summary>
internal sealed class ProfileMerger(
    IProfileStore store,
    ProfileWriter writer,
    ProfileViewer viewer,
    GuestChangeObservers observers,
    ConsentRule consent,
    ProfileLifetime lifetime,
    HospitalityMemoryOptions options,
    MemoryClock clock)
{
    /// <summary>As many as a store looks up at once, each under all of its ids.</summary>
    private const int BookingsAtOnce = ILongTermMemory.MaxBookingsAtOnce / MovingBooking.MaxIds;

    // Guests for whose mark the store gave no answer. Where it is there after all, nobody was told that their stays count no more.
    private readonly ConcurrentDictionary<string, bool> _unanswered = new(StringComparer.Ordinal);

    /// <summary>Finds out what a merge would do, and changes nothing.</summary>
    /// <returns>Whether the guest that is to go has a profile, and the word on learning that would hold.</returns>
    /// <exception cref="ProfileNotFoundException">The guest that is to stay has no profile.</exception>
    /// <exception cref="GuestMergeConflictException">One of them takes part in another merge.</exception>
    public async ValueTask<MergedConsent> PreviewAsync(string from, string into, MergeLedger ledger, CancellationToken cancellationToken)
    {
        var target = await ReadAsync(into, cancellationToken).ConfigureAwait(false);
        var source = await ReadAsync(from, cancellationToken).ConfigureAwait(false);
        target = MergeTarget.Of(into, IsMutual(from, source, into, target) ? target! with { MergingInto = null } : target);
        if (source?.MergingInto is { } mark && mark != MergeMark.Of(into))
        {
            throw BeginMerge.Conflict(from);
        }

        source ??= Nothing(from);
        var start = new WriteStart(into, target, null, clock.Now) { Names = viewer.Names };
        var merged = FieldsOf(source, ledger).Apply(start).Profile ?? target;
        foreach (var bookings in await ReadBookingsAsync(source, ledger, cancellationToken).ConfigureAwait(false))
        {
            var ids = IdsOf(bookings);
            var recorded = (await store.FindBookingsAsync(into, ids, cancellationToken).ConfigureAwait(false))
                .Concat(target.Bookings.Embedded ?? [])
                .DistinctBy(static booking => booking.BookingId)
                .ToDictionary(static booking => booking.BookingId, StringComparer.Ordinal);
            ledger.Note(bookings, ChangeOf(bookings).Apply(start with { RecordedBookings = recorded }).Several!);
        }

        return new(source.Version is not 0, merged.Consent, merged.ConsentChangedAt);
    }

    /// <summary>Copies all that a guest has to another.</summary>
    /// <returns>The version of what was copied, with which it may be deleted; null where the guest that is to go has no profile.</returns>
    /// <exception cref="ProfileNotFoundException">The guest that is to stay has no profile, or no more.</exception>
    /// <exception cref="GuestMergeConflictException">One of them takes part in another merge.</exception>
    public async ValueTask<long?> CopyAsync(string from, string into, MergeLedger ledger, CancellationToken cancellationToken)
    {
        if (await BeginAsync(from, into, cancellationToken).ConfigureAwait(false) is not { } source)
        {
            return null;
        }

        await WriteAsync(into, FieldsOf(source, ledger), cancellationToken).ConfigureAwait(false);
        foreach (var bookings in await ReadBookingsAsync(source, ledger, cancellationToken).ConfigureAwait(false))
        {
            var written = await writer.WriteSeveralAsync(into, IdsOf(bookings), ChangeOf(bookings), cancellationToken).ConfigureAwait(false);
            ledger.Note(bookings, written.Several!);
        }

        return source.Version;
    }

    /// <summary>Deletes what was copied.</summary>
    /// <returns>False, and nothing is deleted, where it was written to since.</returns>
    public ValueTask<bool> TryDeleteAsync(string from, long version, CancellationToken cancellationToken) =>
        lifetime.TryRemoveMergedAsync(from, version, cancellationToken);

    /// <summary>The guest that is to stay.</summary>
    /// <returns>Null where there is none, or no more.</returns>
    public ValueTask<UserProfile?> FindAsync(string into, CancellationToken cancellationToken) => ReadAsync(into, cancellationToken);

    /// <summary>Gives up a merge whose guest that is to stay is gone: the other one is as it was.</summary>
    public async ValueTask GiveUpAsync(string from, string into, CancellationToken cancellationToken) =>
        await WriteAsync(from, new EndMerge(MergeMark.Of(into)), cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Marks the guest that is to go, and has then looked at the other one: of two merges in opposite directions at once one at least
    /// sees the other's mark.
    /// </summary>
    /// <returns>The guest that is to go as of then; null where there is none.</returns>
    private async ValueTask<UserProfile?> BeginAsync(string from, string into, CancellationToken cancellationToken)
    {
        var (source, target) = (await ReadAsync(from, cancellationToken).ConfigureAwait(false), await ReadAsync(into, cancellationToken).ConfigureAwait(false));
        if (IsMutual(from, source, into, target))
        {
            // Two such merges were killed in the middle. This one goes on.
            await GiveUpAsync(into, from, cancellationToken).ConfigureAwait(false);
            target = await ReadAsync(into, cancellationToken).ConfigureAwait(false);
        }

        MergeTarget.Of(into, target);
        if (source?.MergingInto == MergeMark.Of(into) && _unanswered.TryRemove(from, out _))
        {
            observers.Committed(from, source with { MergingInto = null }, source, [], isNew: false);
        }

        var marked = await MarkAsync(from, into, cancellationToken).ConfigureAwait(false);
        if (source?.MergingInto is null && await ReadAsync(into, cancellationToken).ConfigureAwait(false) is { MergingInto: not null } other)
        {
            await GiveUpAsync(from, into, cancellationToken).ConfigureAwait(false);
            MergeTarget.Of(into, other);
        }

        return marked;
    }

    private async ValueTask<UserProfile?> MarkAsync(string from, string into, CancellationToken cancellationToken)
    {
        try
        {
            return (await WriteAsync(from, new BeginMerge(MergeMark.Of(into)), cancellationToken).ConfigureAwait(false)).Profile;
        }
        catch (Exception exception) when (exception is not GuestMergeConflictException)
        {
            _unanswered.TryAdd(from, true);
            throw;
        }
    }

    private static bool IsMutual(string from, UserProfile? source, string into, UserProfile? target) =>
        source?.MergingInto == MergeMark.Of(into) && target?.MergingInto == MergeMark.Of(from);

    /// <summary>In parts, in the order in which they were recorded: of one session the first ones teach.</summary>
    private async ValueTask<IEnumerable<MovingBooking[]>> ReadBookingsAsync(UserProfile source, MergeLedger ledger, CancellationToken cancellationToken)
    {
        var bookings = new List<Booking>();
        await foreach (var booking in store.GetBookingsAsync(source.UserId, cancellationToken).ConfigureAwait(false))
        {
            bookings.Add(booking);
        }

        // Of a profile from elsewhere; before a merge they are taken over like at any write.
        bookings.AddRange((source.Bookings.Embedded ?? []).ExceptBy(bookings.Select(static booking => booking.BookingId).ToHashSet(StringComparer.Ordinal), static booking => booking.BookingId));
        var isTeaching = consent.HasConsent(source);
        return bookings
            .OrderBy(static booking => booking.Sequence)
            .Select(booking => MovingBooking.Of(
                isTeaching && booking.Sequence > source.Bookings.LearnsAfter ? booking : booking with { Teaches = false },
                source.UserId,
                ledger.CopyOf(booking.BookingId)))
            .Chunk(BookingsAtOnce);
    }

    private MergeFields FieldsOf(UserProfile source, MergeLedger ledger) => new(source, consent, options.LongTerm.MaxSearchesPerSession, ledger.Fields);

    private MergeBookings ChangeOf(MovingBooking[] bookings) => new(bookings, consent, options.DefaultCurrency);

    private static HashSet<string> IdsOf(MovingBooking[] bookings) => bookings
        .SelectMany(static booking => booking.Copied is { } copied ? [copied.BookingId] : booking.Ids)
        .ToHashSet(StringComparer.Ordinal);

    private static UserProfile Nothing(string userId) => new()
    {
        UserId = userId,
        CreatedAt = DateTimeOffset.MaxValue,
        Bookings = KnownBookings.None,
    };

    private async ValueTask<UserProfile?> ReadAsync(string userId, CancellationToken cancellationToken) =>
        (await store.GetForUpdateAsync(userId, bookingId: null, cancellationToken).ConfigureAwait(false)).Profile;

    private ValueTask<WrittenProfile> WriteAsync<TChange>(string userId, TChange change, CancellationToken cancellationToken)
        where TChange : struct, IProfileChange =>
        writer.WriteAtLeisureAsync(userId, change, cancellationToken);
}

/// <summary>What a preview found besides what it noted.</summary>
/// <param name="IsThere">Whether the guest that is to go has a profile.</param>
/// <param name="Consent">The word on learning of the guest that two would become.</param>
/// <param name="ChangedAt">When it was said.</param>
internal readonly record struct MergedConsent(bool IsThere, ConsentStatus Consent, DateTimeOffset? ChangedAt);
