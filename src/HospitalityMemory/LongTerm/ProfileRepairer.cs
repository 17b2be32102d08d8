using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>
/// Brings a stored profile into the form that a write needs: one from elsewhere, and one whose log another learner made.
/// </summary>
internal sealed class ProfileRepairer(IProfileStore store, ConsentRule consent, string learner, string defaultCurrency)
{
    /// <summary>One less than a commit takes: that one is left for the booking that the write is about.</summary>
    private const int RepairedAtOnce = IProfileStore.MaxBookingsOfCommit - 1;

    /// <summary>What a write starts from; null where a part of a repair lost a race.</summary>
    public async ValueTask<WriteStart?> PrepareAsync(
        string userId, ProfileForUpdate current, string? bookingId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (current.Profile is not { } profile)
        {
            // A booking without a profile is what a broken deletion left behind: it counts as gone.
            return new WriteStart(userId, null, null, now, learner);
        }

        var start = new WriteStart(userId, profile, current.Booking, now, learner);
        if (profile.Log.Learner == learner)
        {
            return start;
        }

        if (profile.Log.Learner is null)
        {
            return await AdoptAsync(start, profile, bookingId, cancellationToken).ConfigureAwait(false);
        }

        var log = await RebuildAsync(userId, profile.Log, [], cancellationToken).ConfigureAwait(false);
        return start with { Profile = profile with { Log = log }, IsMended = true };
    }

    /// <summary>
    /// The log made anew from the history. That the store may hold newer bookings than the profile that was read does
    /// no harm: the profile's version has changed with them, and the commit is refused.
    /// </summary>
    public async ValueTask<BookingLog> RebuildAsync(
        string userId, BookingLog log, IReadOnlyList<Booking> changed, CancellationToken cancellationToken)
    {
        var history = log.EarlierBookings is 0
            ? log.Recent.ToDictionary(booking => booking.BookingId, StringComparer.Ordinal)
            : await ReadHistoryAsync(userId, cancellationToken).ConfigureAwait(false);
        foreach (var booking in changed)
        {
            history[booking.BookingId] = booking;
        }

        return log.Rebuild(history.Values, learner);
    }

    /// <summary>
    /// Takes over a profile that this library did not write: its embedded bookings go to the store, its preferences
    /// become imported ones, and the log is made from all bookings. Only the last of its commits is left to the write.
    /// </summary>
    private async ValueTask<WriteStart?> AdoptAsync(
        WriteStart start, UserProfile profile, string? bookingId, CancellationToken cancellationToken)
    {
        var history = await ReadHistoryAsync(profile.UserId, cancellationToken).ConfigureAwait(false);
        var embedded = AdoptEmbedded(profile.Log, history);
        var lastSequence = history.Values.Select(booking => booking.Sequence).Append(profile.Log.LastSequence).Max();
        if (await CommitAllButLastAsync(profile, embedded, cancellationToken).ConfigureAwait(false) is not { } committed)
        {
            return null;
        }

        var log = (profile.Log with { Recent = [], Earlier = EarlierStays.None, EarlierBookings = 0, LastSequence = lastSequence })
            .Rebuild(history.Values, learner);
        var imported = profile.ImportedPreferences ?? (IsEmpty(profile.Preferences) ? null : profile.Preferences);
        var repaired = committed with
        {
            Log = consent.HasConsent(profile) ? log : log.Forget(),
            ImportedPreferences = profile.Consent is ConsentStatus.Withdrawn ? null : imported,
            Preferences = UserPreferences.None,
            Insights = UserInsights.None,
        };
        return start with
        {
            Profile = repaired,
            Booking = start.Booking ?? (bookingId is null ? null : history.GetValueOrDefault(bookingId)),
            Repaired = embedded,
            IsMended = true,
        };
    }

    /// <summary>
    /// Adds the embedded bookings to the history, the oldest first: the order in which they most likely were made. What
    /// the store has already is the newer truth.
    /// </summary>
    private List<Booking> AdoptEmbedded(BookingLog log, Dictionary<string, Booking> history)
    {
        var lastSequence = history.Values.Select(booking => booking.Sequence).Append(log.LastSequence).Max();
        var embedded = new List<Booking>();
        foreach (var booking in log.Recent.Reverse().OrderBy(booking => booking.CheckIn))
        {
            var adopted = BookingRules.Adopt(booking, defaultCurrency) with { Sequence = lastSequence + 1 };
            if (history.TryAdd(adopted.BookingId, adopted))
            {
                embedded.Add(adopted);
                lastSequence++;
            }
        }

        return embedded;
    }

    /// <summary>Commits embedded bookings until so few are left as one commit takes.</summary>
    /// <returns>The profile as it is stored then; null where another write came first.</returns>
    private async ValueTask<UserProfile?> CommitAllButLastAsync(
        UserProfile profile, List<Booking> embedded, CancellationToken cancellationToken)
    {
        while (embedded.Count > RepairedAtOnce)
        {
            // What stays embedded and unlearned is repaired later, should this be the last commit that succeeds.
            var some = embedded.GetRange(0, RepairedAtOnce);
            embedded.RemoveRange(0, RepairedAtOnce);
            var left = profile with { Log = profile.Log with { Recent = [.. embedded.AsEnumerable().Reverse()], LastSequence = some[^1].Sequence } };
            if (await store.TryCommitAsync(left, some, cancellationToken).ConfigureAwait(false) is not { } version)
            {
                return null;
            }

            profile = left with { Version = version };
        }

        return profile;
    }

    private async ValueTask<Dictionary<string, Booking>> ReadHistoryAsync(string userId, CancellationToken cancellationToken)
    {
        var history = new Dictionary<string, Booking>(StringComparer.Ordinal);
        await foreach (var booking in store.GetBookingsAsync(userId, cancellationToken).ConfigureAwait(false))
        {
            history[booking.BookingId] = booking;
        }

        return history;
    }

    private static bool IsEmpty(UserPreferences preferences) => preferences is
    {
        PreferredCities.Count: 0,
        PreferredPriceRange: null,
        PreferredAmenities.Count: 0,
        PreferredPropertyTypes.Count: 0,
        OtherPriceRanges.Count: 0,
        Avoided.Count: 0,
    };
}
