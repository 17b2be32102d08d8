namespace HospitalityMemory;

/// <summary>Merges a booking that is recorded already with the same booking when it is given again.</summary>
internal static class BookingMerge
{
    /// <summary>
    /// What is given wins, and what it leaves out stays as it was recorded. A cancellation stays, with its moment. Only an
    /// amendment takes something away.
    /// </summary>
    /// <param name="recorded">The booking as it is recorded.</param>
    /// <param name="given">The booking as it was given, checked; a price without a currency is in that of the recorded one.</param>
    /// <param name="defaultCurrency">The currency of a price where neither names one.</param>
    public static Booking Of(Booking recorded, Booking given, string defaultCurrency)
    {
        var stated = BookingSums.Undo(recorded);

        // A price in another currency replaces both recorded prices.
        var priced = given.Currency is null || given.Currency == recorded.Currency ? stated : null;
        var merged = given with
        {
            Sequence = recorded.Sequence,
            CheckOut = given.CheckOut ?? (recorded.CheckOut > given.CheckIn || recorded.CheckIn == given.CheckIn ? recorded.CheckOut : null),
            Country = given.Country ?? recorded.Country,
            TimeZone = given.TimeZone ?? recorded.TimeZone,
            PropertyId = given.PropertyId ?? recorded.PropertyId,
            PropertyType = given.PropertyType ?? recorded.PropertyType,
            Operator = given.Operator ?? recorded.Operator,
            Channel = given.Channel ?? recorded.Channel,
            RatePlan = given.RatePlan ?? recorded.RatePlan,
            BookedAt = given.BookedAt ?? recorded.BookedAt,
            Rooms = given.Rooms ?? recorded.Rooms,
            PricePerNight = given.PricePerNight ?? priced?.PricePerNight,
            TotalPrice = given.TotalPrice ?? priced?.TotalPrice,
            Currency = given.Currency ?? recorded.Currency,
            Amenities = given.Amenities.Count > 0 ? given.Amenities : recorded.Amenities,
            GuestRating = given.GuestRating ?? recorded.GuestRating,
            Status = given.IsBooked ? recorded.Status : given.Status,
            CancelledAt = recorded.CancelledAt ?? given.CancelledAt,
            Origin = recorded.Origin ?? given.Origin,
            Teaches = recorded.Teaches && given.Teaches,
            AdditionalFields = recorded.AdditionalFields.Merge(given.AdditionalFields),
        };
        return BookingRules.Complete(WithParty(merged, stated, given), defaultCurrency);
    }

    /// <summary>Merges who stays. Where guests contradict adults and children, the numbers that were given now win.</summary>
    private static Booking WithParty(Booking merged, Booking recorded, Booking given)
    {
        var party = merged with
        {
            Guests = given.Guests ?? recorded.Guests,
            Adults = given.Adults ?? recorded.Adults,
            Children = given.Children ?? recorded.Children,
        };
        return !BookingSums.Contradicts(party.Guests, party.Adults, party.Children)
            ? party
            : given.Guests is null ? party with { Guests = null } : party with { Adults = given.Adults, Children = given.Children };
    }

    /// <summary>Whether two bookings say the same. The order of amenities does not matter.</summary>
    public static bool AreSame(Booking x, Booking y) =>
        // The record compares lists by reference, and every other member by its value.
        HaveSameAmenities(x.Amenities, y.Amenities) && (x with { Amenities = y.Amenities }) == y;

    private static bool HaveSameAmenities(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        // The order is nearly always the same, so a set is rarely made.
        return left.SequenceEqual(right, StringComparer.Ordinal)
            || left.ToHashSet(StringComparer.Ordinal).SetEquals(right);
    }
}
