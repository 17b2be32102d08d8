namespace HospitalityMemory;

/// <summary>
/// Stays as a guest would count them: several bookings with the same check-in and city are one stay with several rooms.
/// </summary>
/// <remarks>
/// The rooms of such bookings are added up, and a booking that states none counts as one room. The guests are added up where all
/// bookings state them. The price of a night is the mean, in the currency of the first booking that has one. The check-out is the
/// latest known. Everything else is that of the first booking.
/// </remarks>
internal static class GroupedStays
{
    /// <param name="bookings">The bookings, newest check-in first, as in a record in which each city has one name.</param>
    /// <returns>The stays; the same list where no two bookings belong together.</returns>
    public static IReadOnlyList<Booking> Of(IReadOnlyList<Booking> bookings)
    {
        if (!AnyTogether(bookings))
        {
            return bookings;
        }

        var groups = new List<List<Booking>>(bookings.Count);
        var firstOfDay = 0;
        foreach (var booking in bookings)
        {
            if (groups.Count > 0 && groups[^1][0].CheckIn != booking.CheckIn)
            {
                firstOfDay = groups.Count;
            }

            var place = groups.FindIndex(firstOfDay, group => AreTogether(group[0], booking));
            if (place < 0)
            {
                groups.Add([booking]);
            }
            else
            {
                groups[place].Add(booking);
            }
        }

        return groups.ConvertAll(static group => group.Count is 1 ? group[0] : Together(group));
    }

    private static bool AnyTogether(IReadOnlyList<Booking> bookings)
    {
        for (var i = 1; i < bookings.Count; i++)
        {
            for (var j = i - 1; j >= 0 && bookings[j].CheckIn == bookings[i].CheckIn; j--)
            {
                if (AreTogether(bookings[j], bookings[i]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool AreTogether(Booking x, Booking y) => x.CheckIn == y.CheckIn && x.City.Length > 0 && string.Equals(x.City, y.City, StringComparison.Ordinal);

    private static Booking Together(List<Booking> group)
    {
        var currency = group.Find(static booking => booking.PricePerNight > 0)?.Currency;
        decimal[] prices = [.. group.Where(booking => booking.PricePerNight > 0 && booking.Currency == currency).Select(static booking => booking.PricePerNight!.Value)];
        return group[0] with
        {
            Rooms = group.Sum(static booking => booking.Rooms ?? 1),
            Guests = group.TrueForAll(static booking => booking.Guests is not null) ? group.Sum(static booking => booking.Guests) : null,
            CheckOut = group.Max(static booking => booking.Dates.CheckOut),
            PricePerNight = prices.Length > 0 ? prices.Average() : null,
            Currency = prices.Length > 0 ? currency : null,
        };
    }
}
