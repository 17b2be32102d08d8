using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>Takes back what a guest's profile got from certain origins.</summary>
internal sealed class OriginRemover(IProfileStore store, ProfileWriter writer)
{
    /// <summary>Wishes and searches go in one step, then bookings stop teaching one by one. Broken off, it is called again.</summary>
    public async ValueTask<OriginRemoval> RemoveAsync(string userId, OriginFilter filter, CancellationToken cancellationToken)
    {
        var tally = new RemovalTally();
        var written = await writer.WriteAsync(userId, bookingId: null, new RemoveStated(filter, tally), cancellationToken).ConfigureAwait(false);
        var bookings = 0;
        if (written.Content is not null)
        {
            await foreach (var booking in store.GetBookingsAsync(userId, cancellationToken).ConfigureAwait(false))
            {
                if (booking.Teaches && filter.Means(booking.Origin)
                    && (await writer.WriteAsync(userId, booking.BookingId, new StopTeaching(booking.BookingId, filter), cancellationToken).ConfigureAwait(false)).IsChanged)
                {
                    bookings++;
                }
            }
        }

        return new() { StatedPreferences = tally.Wishes, Searches = tally.Searches, Bookings = bookings };
    }
}

/// <summary>What the last attempt of a removal found.</summary>
internal sealed class RemovalTally
{
    public int Wishes { get; set; }

    public int Searches { get; set; }
}

/// <summary>Removes wishes and searches by their origin.</summary>
internal readonly record struct RemoveStated(OriginFilter Filter, RemovalTally Tally) : IProfileChange
{
    public ChangedProfile Apply(in WriteStart start)
    {
        if (start.Profile is not { } profile)
        {
            return ChangedProfile.Unchanged;
        }

        var filter = Filter;
        StatedPreference[] wishes = [.. profile.StatedPreferences.Where(wish => !filter.Means(wish.Origin))];
        SearchedStay[] searches = [.. profile.Bookings.Searches.Where(search => !filter.Means(search.Origin))];
        Tally.Wishes = profile.StatedPreferences.Count - wishes.Length;
        Tally.Searches = profile.Bookings.Searches.Count - searches.Length;
        return Tally is { Wishes: 0, Searches: 0 }
            ? ChangedProfile.Unchanged
            : new(profile with { StatedPreferences = wishes }, profile.Bookings with { Searches = searches });
    }
}

/// <summary>Lets a booking stay in the history and teach no more.</summary>
internal readonly record struct StopTeaching(string BookingId, OriginFilter Filter) : IProfileChange
{
    // It may have been erased, or amended, since it was listed.
    public ChangedProfile Apply(in WriteStart start) =>
        start.Profile is { } profile && start.Booking is { Teaches: true } booking && Filter.Means(booking.Origin)
            ? ReplacedBooking.In(profile, booking, booking with { Teaches = false }, start.Names)
            : ChangedProfile.Unchanged;
}
