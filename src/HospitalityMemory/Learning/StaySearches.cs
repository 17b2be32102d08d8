namespace HospitalityMemory;

/// <summary>
/// The rules for searches: newest first, at most 20, one for each stay, and none for a stay that is booked.
/// </summary>
internal static class StaySearches
{
    public const int MaxSearches = 20;

    /// <summary>
    /// Without the searches that a booking answers: those for its city and day, and those for its city without a day.
    /// </summary>
    public static IReadOnlyList<SearchedStay> WithoutBooked(IReadOnlyList<SearchedStay> searches, Booking booking, NameRules names) =>
        Without(searches, booking, names, static (search, booking) => search.CheckIn is null || search.CheckIn == booking.CheckIn);

    /// <summary>Without the searches for a booking's city and day. A booking that was known before answers no others.</summary>
    public static IReadOnlyList<SearchedStay> WithoutSameDay(IReadOnlyList<SearchedStay> searches, Booking booking, NameRules names) =>
        Without(searches, booking, names, static (search, booking) => search.CheckIn == booking.CheckIn);

    public static bool IsBooked(SearchedStay search, IReadOnlyList<Booking> bookings, NameRules names)
    {
        foreach (var booking in bookings)
        {
            if (booking.IsBooked && search.CheckIn == booking.CheckIn && names.IsSameCity(search.City, country: null, booking.City, booking.Country))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Adds a search. It replaces a search for the same stay, and one for the same city without a day.
    /// </summary>
    /// <param name="searches">The searches.</param>
    /// <param name="search">The search to add.</param>
    /// <param name="maxPerSession">The most searches of one session; beyond that the session's oldest are dropped.</param>
    /// <param name="names">How names are compared.</param>
    public static IReadOnlyList<SearchedStay> WithNoted(
        IReadOnlyList<SearchedStay> searches, SearchedStay search, int maxPerSession, NameRules names)
    {
        var others = new List<SearchedStay>(searches.Count + 1);
        foreach (var other in searches)
        {
            var isReplaced = names.IsSame(NameKind.City, other.City, search.City) && (other.CheckIn is null || other.CheckIn == search.CheckIn);
            if (!isReplaced)
            {
                others.Add(other);
            }
        }

        var index = others.FindIndex(other => other.SearchedAt <= search.SearchedAt);
        others.Insert(index < 0 ? others.Count : index, search);
        if (search.Origin?.SessionId is { } session)
        {
            var seen = 0;
            others.RemoveAll(other => other.Origin?.SessionId == session && ++seen > maxPerSession);
        }

        return [.. others.Take(MaxSearches)];
    }

    private static IReadOnlyList<SearchedStay> Without(
        IReadOnlyList<SearchedStay> searches, Booking booking, NameRules names, Func<SearchedStay, Booking, bool> isSameDay)
    {
        if (!booking.IsBooked || searches.Count is 0)
        {
            return searches;
        }

        List<SearchedStay>? kept = null;
        for (var i = 0; i < searches.Count; i++)
        {
            if (isSameDay(searches[i], booking) && names.IsSameCity(searches[i].City, country: null, booking.City, booking.Country))
            {
                kept ??= [.. searches.Take(i)];
            }
            else
            {
                kept?.Add(searches[i]);
            }
        }

        return kept?.ToArray() ?? searches;
    }
}
