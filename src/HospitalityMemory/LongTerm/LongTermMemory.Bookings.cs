namespace HospitalityMemory;

/// <remarks>This part records bookings and what they teach.</remarks>
internal sealed partial class LongTermMemory
{
    public async ValueTask<Booking> AddBookingToHistoryAsync(string userId, Booking booking, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        var given = BookingRules.Normalize(booking, _options.DefaultCurrency);
        var written = await WriteAsync(
            userId, given.BookingId, (Memory: this, Given: given), static (start, argument) => argument.Memory.Record(start, argument.Given), cancellationToken)
            .ConfigureAwait(false);
        if (written is { IsChanged: true, WasRecorded: false } && MayLearn(written.Content!) && given.CancelledAt is null)
        {
            _metrics.BookingLearned();
            await _market.AddAsync(given, cancellationToken).ConfigureAwait(false);
        }

        return written.Booking!;
    }

    public IAsyncEnumerable<Booking> GetBookingHistoryAsync(string userId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        return _store.GetBookingsAsync(userId, cancellationToken);
    }

    public async ValueTask<Booking> RateBookingAsync(
        string userId, string bookingId, decimal rating, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        Identifier.ThrowIfInvalid(bookingId);
        BookingRules.CheckRating(rating);
        var written = await WriteAsync(
            userId,
            bookingId,
            (BookingId: bookingId, Rating: rating),
            static (start, argument) =>
            {
                var (profile, recorded) = RecordedBooking(start, argument.BookingId);
                return recorded.GuestRating == argument.Rating
                    ? Change.None
                    : Replace(profile, recorded, recorded with { GuestRating = argument.Rating });
            },
            cancellationToken).ConfigureAwait(false);
        return written.Booking!;
    }

    public async ValueTask<Booking> CancelBookingAsync(string userId, string bookingId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        Identifier.ThrowIfInvalid(bookingId);
        var written = await WriteAsync(
            userId,
            bookingId,
            bookingId,
            static (start, bookingId) =>
            {
                var (profile, recorded) = RecordedBooking(start, bookingId);
                return recorded.CancelledAt is not null
                    ? Change.None
                    : Replace(profile, recorded, recorded with { CancelledAt = start.Now });
            },
            cancellationToken).ConfigureAwait(false);
        return written.Booking!;
    }

    private Change Record(WriteStart start, Booking given)
    {
        var profile = start.Profile ?? NewProfile(start.UserId, start.Now);
        if (start.Booking is { } recorded)
        {
            return BookingRules.HasSameContent(recorded, given)
                ? Change.None
                : Replace(profile, recorded, BookingRules.Amend(recorded, given));
        }

        // The memory's own copy. Numbered again where another write came first: what that attempt made is seen by nobody.
        given.AssignSequence(profile.Log.LastSequence + 1);
        var log = profile.Log.Add(given);

        // Without consent it is recorded all the same. Forgetting again moves on from where bookings teach, so that a
        // consent given later does not reach back to it.
        return new(profile, HasConsent(profile) ? log : log.Forget(), given);
    }

    private static Change Replace(UserProfile profile, Booking before, Booking after) => profile.Log.Replace(before, after) is { } log
        ? new(profile, log, after)
        : new(profile, Log: null, after, MustRebuild: true);

    private static (UserProfile Profile, Booking Booking) RecordedBooking(WriteStart start, string bookingId) =>
        start is { Profile: { } profile, Booking: { } booking } ? (profile, booking) : throw new BookingNotFoundException(start.UserId, bookingId);
}
