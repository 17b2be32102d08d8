using HospitalityMemory.Stores;

namespace HospitalityMemory.Import;

/// <summary>Records profiles of another system, several at once.</summary>
internal sealed class ProfileRecordWriter(ILongTermMemory memory, LongTermMemory profiles, IProfileStore store, TimeProvider timeProvider)
{
    private const int BookingsOfCommit = 100;

    /// <param name="records">The records.</param>
    /// <param name="outcomes">Gets the outcome of each record.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public Task WriteAsync(IReadOnlyList<JsonRecord> records, RecordOutcome?[] outcomes, CancellationToken cancellationToken) =>
        RecordWriting.WriteAllAsync(records, outcomes, WriteAsync, cancellationToken);

    private async ValueTask<RecordOutcome> WriteAsync(JsonRecord record, List<RecordProblem> problems, CancellationToken cancellationToken)
    {
        if (ProfileRecord.Read(record, timeProvider.GetUtcNow(), problems) is not { } read)
        {
            return RecordWriting.Refused(record, problems);
        }

        // The guest's word on learning must hold before the bookings are recorded.
        var kind = await CreateOrFillAsync(read.Profile, cancellationToken).ConfigureAwait(false);
        var recorded = new HashSet<string>(StringComparer.Ordinal);
        var isChanged = false;
        foreach (var some in read.Bookings.Chunk(BookingsOfCommit))
        {
            isChanged |= await RecordAsync(read.Profile.UserId, some, recorded, problems, cancellationToken).ConfigureAwait(false);
        }

        if (read.Searches.Count > 0)
        {
            // After the bookings: one of long ago would count as the answer to a search that was made after it.
            var searched = read.Profile with { Bookings = KnownBookings.None with { Searches = read.Searches } };
            isChanged |= await profiles.FillProfileAsync(searched, ProfileRecord.UnreadBookings, cancellationToken).ConfigureAwait(false);
        }

        kind = kind is ImportOutcomeKind.Unchanged && isChanged ? ImportOutcomeKind.Merged : kind;
        return new() { Kind = kind, Place = record.Place, Id = read.Profile.UserId, Items = recorded.Count, Problems = problems };
    }

    /// <summary>Creates the profile. An existing one keeps what it says, and gets what it lacks.</summary>
    private async ValueTask<ImportOutcomeKind> CreateOrFillAsync(UserProfile profile, CancellationToken cancellationToken)
    {
        var current = await store.GetForUpdateAsync(profile.UserId, bookingId: null, cancellationToken).ConfigureAwait(false);
        var isNew = current.Profile is null && await TryCreateAsync(profile, cancellationToken).ConfigureAwait(false);
        var isFilled = (!isNew || profile.StatedPreferences.Count > 0) && await profiles.FillProfileAsync(profile, ProfileRecord.UnreadBookings, cancellationToken).ConfigureAwait(false);
        return isNew ? ImportOutcomeKind.Added : isFilled ? ImportOutcomeKind.Merged : ImportOutcomeKind.Unchanged;
    }

    /// <summary>The rules for wishes are applied when the new profile is filled. Nothing is learned of a guest who said no.</summary>
    private async ValueTask<bool> TryCreateAsync(UserProfile profile, CancellationToken cancellationToken)
    {
        var created = profile with { StatedPreferences = [] };
        created = profile.Consent is ConsentStatus.Withdrawn ? created with { Preferences = UserPreferences.Empty, NestedFields = JsonFields.Empty } : created;
        return await store.TryCommitAsync(created, [], cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <param name="userId">The guest.</param>
    /// <param name="bookings">The bookings.</param>
    /// <param name="recorded">Gets the ids of the bookings that are recorded.</param>
    /// <param name="problems">Gets what could not be recorded.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>Whether anything is new.</returns>
    private async ValueTask<bool> RecordAsync(
        string userId, Booking[] bookings, HashSet<string> recorded, List<RecordProblem> problems, CancellationToken cancellationToken)
    {
        try
        {
            var isChanged = true;
            if (memory is LongTermMemory known)
            {
                isChanged = (await known.RecordBookingsAsync(userId, bookings, cancellationToken).ConfigureAwait(false)).Changed.Count > 0;
            }
            else
            {
                await memory.AddBookingsToHistoryAsync(userId, bookings, cancellationToken).ConfigureAwait(false);
            }

            recorded.UnionWith(bookings.Select(static booking => booking.BookingId));
            return isChanged;
        }
        catch (ArgumentException exception)
        {
            if (bookings is [_])
            {
                problems.Add(new("$.booking_history", $"$.booking_history: {exception.Message}"));
                return false;
            }

            // One by one, the others are still recorded.
            var isChanged = false;
            foreach (var booking in bookings)
            {
                isChanged |= await RecordAsync(userId, [booking], recorded, problems, cancellationToken).ConfigureAwait(false);
            }

            return isChanged;
        }
    }
}
