namespace HospitalityMemory;

/// <summary>
/// Makes one guest of two, over both memories: copies the profile, hands the sessions over, and deletes the profile last. Each step may
/// be done again.
/// </summary>
internal sealed class GuestMerger(ShortTermMemory shortTerm, ProfileMerger profiles)
{
    /// <summary>How often it starts over because something came meanwhile.</summary>
    internal const int MaxRounds = 5;

    public async ValueTask<GuestMerge> PreviewAsync(string from, string into, CancellationToken cancellationToken)
    {
        var ledger = new MergeLedger();
        var found = await profiles.PreviewAsync(from, into, ledger, cancellationToken).ConfigureAwait(false);
        var (movable, left) = await shortTerm.Mover.CountAsync(from, cancellationToken).ConfigureAwait(false);
        return Told(from, into, ledger, new()
        {
            Consent = found.Consent,
            ConsentChangedAt = found.ChangedAt,
            Sessions = movable,
            SessionsLeft = left,
            IsComplete = !found.IsThere && movable + left is 0,
        });
    }

    public async ValueTask<GuestMerge> MergeAsync(string from, string into, CancellationToken cancellationToken)
    {
        try
        {
            // What cannot be merged is found out before anything is changed.
            await profiles.PreviewAsync(from, into, new(), cancellationToken).ConfigureAwait(false);
            return await MergeInRoundsAsync(from, into, cancellationToken).ConfigureAwait(false);
        }
        catch (ProfileNotFoundException)
        {
            // The guest that was to stay was erased since the merge began: the other one is nobody's part any more.
            await profiles.GiveUpAsync(from, into, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<GuestMerge> MergeInRoundsAsync(string from, string into, CancellationToken cancellationToken)
    {
        var ledger = new MergeLedger();
        var moved = new HashSet<string>(StringComparer.Ordinal);
        var (isDone, left) = (false, 0);
        for (var round = 0; round < MaxRounds && !isDone; round++)
        {
            var version = await profiles.CopyAsync(from, into, ledger, cancellationToken).ConfigureAwait(false);
            (var movedNow, left) = await shortTerm.Mover.MoveAsync(from, into, cancellationToken).ConfigureAwait(false);
            moved.UnionWith(movedNow);
            if (await profiles.FindAsync(into, cancellationToken).ConfigureAwait(false) is null)
            {
                // Erased in between: a session that was handed over after that would be the only trace of the guest.
                await shortTerm.Mover.MoveBackAsync(movedNow, into, from, cancellationToken).ConfigureAwait(false);
                throw new ProfileNotFoundException(into);
            }

            if (version is { } copied && await profiles.TryDeleteAsync(from, copied, cancellationToken).ConfigureAwait(false))
            {
                ledger.Settle();
            }

            // Once more, as something may have come between the steps.
            isDone = version is null && movedNow.Count is 0;
        }

        // What expired and was not swept is no session any more, and is not handed over: it must not outlive the guest.
        await shortTerm.CleanupExpiredAsync(cancellationToken).ConfigureAwait(false);
        var merged = await profiles.FindAsync(into, cancellationToken).ConfigureAwait(false);
        return Told(from, into, ledger, new()
        {
            Consent = merged?.Consent ?? ConsentStatus.Unknown,
            ConsentChangedAt = merged?.ConsentChangedAt,
            Sessions = moved.Count,
            SessionsLeft = left,
            IsComplete = isDone && left is 0,
        });
    }

    private static GuestMerge Told(string from, string into, MergeLedger ledger, in Outcome outcome)
    {
        MergedFields[] fields = [.. ledger.AllFields];
        return new()
        {
            FromUserId = from,
            IntoUserId = into,
            Bookings = ledger.Bookings,
            BookingsAlreadyThere = ledger.BookingsThere,
            RenamedBookings = ledger.Renamed,
            Wishes = fields.Sum(static part => part.Wishes),
            WishesLeftOut = [.. fields.SelectMany(static part => part.WishesLeftOut)],
            Searches = fields.Sum(static part => part.Searches),
            Attributes = [.. fields.SelectMany(static part => part.Taken)],
            AttributesLeftOut = [.. fields.SelectMany(static part => part.LeftOut)],
            Consent = outcome.Consent,
            ConsentChangedAt = outcome.ConsentChangedAt,
            Sessions = outcome.Sessions,
            SessionsLeft = outcome.SessionsLeft,
            IsComplete = outcome.IsComplete,
        };
    }

    /// <summary>What is told besides the ledger.</summary>
    private readonly record struct Outcome(
        ConsentStatus Consent, DateTimeOffset? ConsentChangedAt, int Sessions, int SessionsLeft, bool IsComplete);
}
