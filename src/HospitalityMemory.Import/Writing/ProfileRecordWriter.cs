using HospitalityMemory.Stores;

namespace HospitalityMemory.Import;

/// <summary>Records profiles of another system, several at once.</summary>
internal sealed class ProfileRecordWriter(ILongTermMemory memory, IProfileStore store, TimeProvider timeProvider)
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

        var kind = await CreateOrFillAsync(read.Profile, cancellationToken).ConfigureAwait(false);
        foreach (var some in read.Bookings.Chunk(BookingsOfCommit))
        {
            var changes = await RecordAsync(read.Profile.UserId, some, problems, cancellationToken).ConfigureAwait(false);
            kind = kind is ImportOutcomeKind.Unchanged && changes ? ImportOutcomeKind.Merged : kind;
        }

        return new() { Kind = kind, Place = record.Place, Id = read.Profile.UserId, Items = read.Bookings.Count, Problems = problems };
    }

    /// <summary>Creates the profile. An existing one keeps what it says, and gets the fields that it lacks.</summary>
    private async ValueTask<ImportOutcomeKind> CreateOrFillAsync(UserProfile profile, CancellationToken cancellationToken)
    {
        var current = await store.GetForUpdateAsync(profile.UserId, bookingId: null, cancellationToken).ConfigureAwait(false);
        if (current.Profile is null && await store.TryCommitAsync(profile, [], cancellationToken).ConfigureAwait(false) is not null)
        {
            return ImportOutcomeKind.Added;
        }

        var isChanged = false;
        await memory.UpdateUserProfileAsync(
            profile.UserId,
            fields =>
            {
                var filled = fields with
                {
                    Attributes = profile.Attributes.Merge(fields.Attributes),
                    AdditionalFields = profile.AdditionalFields.Merge(fields.AdditionalFields),
                };
                isChanged = !filled.Equals(fields);
                return filled;
            },
            cancellationToken).ConfigureAwait(false);
        return isChanged ? ImportOutcomeKind.Merged : ImportOutcomeKind.Unchanged;
    }

    /// <returns>Whether anything is new.</returns>
    private async ValueTask<bool> RecordAsync(string userId, Booking[] bookings, List<RecordProblem> problems, CancellationToken cancellationToken)
    {
        try
        {
            if (memory is LongTermMemory known)
            {
                return (await known.RecordBookingsAsync(userId, bookings, cancellationToken).ConfigureAwait(false)).Changed.Count > 0;
            }

            await memory.AddBookingsToHistoryAsync(userId, bookings, cancellationToken).ConfigureAwait(false);
            return true;
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
                isChanged |= await RecordAsync(userId, [booking], problems, cancellationToken).ConfigureAwait(false);
            }

            return isChanged;
        }
    }
}
