using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <summary>Takes over a stored profile that this library did not write, before a write.</summary>
internal sealed partial class ProfileRepairer(IProfileStore store, ConsentRule consent, string defaultCurrency, ILogger logger)
{
    /// <summary>What a commit takes besides the bookings that the write is about.</summary>
    private const int RepairedAtOnce = IProfileStore.MaxBookingsOfCommit - ILongTermMemory.MaxBookingsAtOnce;

    /// <summary>What a write starts from; null where a part of a repair lost a race.</summary>
    public ValueTask<WriteStart?> PrepareAsync(
        string userId, ProfileForUpdate current, string? bookingId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A booking without a profile is what a broken deletion left behind: it counts as gone.
        var start = new WriteStart(userId, current.Profile, current.Profile is null ? null : current.Booking, now);
        return current.Profile is { Bookings.Embedded: { } embedded } profile
            ? AdoptAsync(start, profile, embedded, bookingId, cancellationToken)
            : new(start);
    }

    /// <summary>
    /// Its embedded bookings go to the store, its preferences become imported ones, and what the profile holds of the
    /// bookings is made from all of them. Only the last of its commits is left to the write.
    /// </summary>
    private async ValueTask<WriteStart?> AdoptAsync(
        WriteStart start, UserProfile profile, IReadOnlyList<Booking> embedded, string? bookingId, CancellationToken cancellationToken)
    {
        if (profile.Bookings.UnreadFields is > 0 and var unread)
        {
            LogUnread(unread);
        }

        var builder = new KnownBookingsBuilder(learnsAfter: 0);
        var toAdopt = embedded.DistinctBy(booking => booking.BookingId).ToDictionary(booking => booking.BookingId, StringComparer.Ordinal);
        await foreach (var booking in store.GetBookingsAsync(profile.UserId, cancellationToken).ConfigureAwait(false))
        {
            // What the store has already is the newer truth.
            builder.Add(booking);
            toAdopt.Remove(booking.BookingId);
        }

        var (bookings, adopted) = Adopt(builder.Build(), embedded.Where(booking => toAdopt.Remove(booking.BookingId)));
        var asked = adopted.Find(booking => booking.BookingId == bookingId);
        if (await CommitAllButLastAsync(profile, adopted, cancellationToken).ConfigureAwait(false) is not { } committed)
        {
            return null;
        }

        var imported = profile.ImportedPreferences ?? (profile.Preferences.All.Count is 0 ? null : profile.Preferences);
        return start with
        {
            Profile = committed with
            {
                Bookings = consent.HasConsent(profile) ? bookings : bookings.Forget(),
                ImportedPreferences = profile.Consent is ConsentStatus.Withdrawn ? null : imported,
                Preferences = UserPreferences.Empty,
                Insights = UserInsights.Empty,
            },
            Booking = start.Booking ?? asked,
            Repaired = adopted,
            IsMended = true,
        };
    }

    /// <summary>Adds embedded bookings, the oldest first: the order in which they most likely were made.</summary>
    private (KnownBookings Bookings, List<Booking> Adopted) Adopt(KnownBookings bookings, IEnumerable<Booking> embedded)
    {
        var adopted = new List<Booking>();
        foreach (var booking in embedded.Reverse().OrderBy(booking => booking.CheckIn))
        {
            var numbered = BookingRules.Adopt(booking, defaultCurrency) with { Sequence = bookings.LastSequence + 1 };
            adopted.Add(numbered);
            bookings = bookings.Add(numbered);
        }

        return (bookings, adopted);
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
            var left = profile with { Bookings = profile.Bookings with { Embedded = [.. embedded.AsEnumerable().Reverse()] } };
            if (await store.TryCommitAsync(left, some, cancellationToken).ConfigureAwait(false) is not { } version)
            {
                return null;
            }

            profile = left with { Version = version };
        }

        return profile;
    }

    [LoggerMessage(7, LogLevel.Warning, "A guest's profile from elsewhere is taken over. {Fields} fields of its bookings are not allowed or cannot be read: they stay with the bookings as imported_ fields, and bookings that are none in the profile's unread_bookings.")]
    private partial void LogUnread(int fields);
}
