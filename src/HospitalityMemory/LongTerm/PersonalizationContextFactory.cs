namespace HospitalityMemory;

/// <summary>Collects what an agent should know of a guest.</summary>
internal static class PersonalizationContextFactory
{
    private const int RecentStays = 5;
    private const int NextBookings = 5;
    private const int TravelMonthCities = 5;

    public static PersonalizationContext ForStranger(string userId, UserPreferences preferences, BookingSlots slots, DateOnly today) => new()
    {
        UserId = userId,
        Today = today,
        Preferences = preferences,
        TravelMonth = slots.CheckInDate?.Month,
    };

    /// <param name="view">The guest's profile as of today, with the stays that may be used.</param>
    /// <param name="slots">The slots of the conversation.</param>
    /// <param name="names">The rules by which names are compared.</param>
    /// <param name="tellsSeasons">Whether to tell when the guest travels.</param>
    public static PersonalizationContext ForGuest(ProfileView view, BookingSlots slots, NameRules names, bool tellsSeasons)
    {
        var stays = view.Record.StaysUntil(view.AsOf);
        var grouped = GroupedStays.Of(stays);
        return new()
        {
            UserId = view.Stored.UserId,
            Today = view.AsOf,
            IsReturningGuest = stays.Count > 0,
            Preferences = view.Preferences,
            StatedPreferences = view.Stored.StatedPreferences,
            RecentStays = [.. grouped.Take(RecentStays)],
            RoomsOfOtherStays = stays.Count - grouped.Count,
            BookingsToCome = [.. view.Record.BookingsToComeAfter(view.AsOf).Take(NextBookings)],
            Insights = view.Insights,
            TravelMonth = slots.CheckInDate?.Month,
            CitiesForTravelMonth = tellsSeasons && slots.CheckInDate is { } checkIn ? CitiesOf(stays, checkIn) : [],
            SuggestedSlots = SlotSuggestions.Of(view.Record, view.Preferences, slots, names, tellsSeasons),
            FewPrices = FewPricesOf(view.Record.Bookings),
        };
    }

    private static IReadOnlyList<Money> FewPricesOf(IReadOnlyList<Booking> bookings) =>
    [
        .. PaidPrices.Of(bookings)
            .Where(static paid => paid.Count < Habit.FewestStays)
            .SelectMany(static paid => new[] { paid.Percentile(0), paid.Percentile(100) }.Distinct().Select(price => new Money(price, paid.Currency))),
    ];

    private static IReadOnlyList<string> CitiesOf(IReadOnlyList<Booking> stays, DateOnly checkIn) =>
    [
        .. stays
            .Where(stay => stay.City.Length > 0 && stay.CheckIn.Month == checkIn.Month && stay.CheckIn.Year != checkIn.Year)
            .GroupBy(stay => stay.City, StringComparer.Ordinal)
            .OrderByDescending(stays => stays.Count())
            .ThenByDescending(stays => stays.Max(stay => stay.CheckIn))
            .ThenBy(stays => stays.Key, StringComparer.Ordinal)
            .Take(TravelMonthCities)
            .Select(stays => stays.Key),
    ];
}
