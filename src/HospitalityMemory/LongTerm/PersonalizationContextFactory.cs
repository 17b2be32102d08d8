namespace HospitalityMemory;

/// <summary>Puts together what an agent should know of a guest.</summary>
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

    /// <param name="view">The guest's profile as of today, and the stays that may be looked at.</param>
    /// <param name="slots">What the conversation has established.</param>
    /// <param name="tellsSeasons">Whether to tell when the guest travels.</param>
    public static PersonalizationContext ForGuest(ProfileView view, BookingSlots slots, bool tellsSeasons)
    {
        var stays = view.Record.StaysUntil(view.AsOf);
        return new()
        {
            UserId = view.Stored.UserId,
            Today = view.AsOf,
            IsReturningGuest = stays.Count > 0,
            Preferences = view.Preferences,
            StatedPreferences = view.Stored.StatedPreferences,
            RecentStays = [.. stays.Take(RecentStays)],
            BookingsToCome = [.. view.Record.ToComeAfter(view.AsOf).Take(NextBookings)],
            Insights = view.Insights,
            TravelMonth = slots.CheckInDate?.Month,
            CitiesForTravelMonth = tellsSeasons && slots.CheckInDate is { } checkIn ? CitiesOf(stays, checkIn) : [],
            SuggestedSlots = Suggest(view.Preferences, view.Insights, slots),
        };
    }

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

    /// <summary>
    /// Only for what is missing and does matter, never dates, which nobody can guess, and nothing that only other guests prefer.
    /// </summary>
    private static BookingSlots Suggest(UserPreferences preferences, UserInsights insights, BookingSlots slots)
    {
        var open = slots.Open;
        var budget = slots.Budget is null && !open.HasFlag(OpenSlots.Budget) ? BudgetRange(preferences, slots.BudgetCurrency) : null;
        return new()
        {
            City = slots.City is null && !open.HasFlag(OpenSlots.City) ? OwnOf(preferences, PreferenceKind.City).FirstOrDefault()?.Value : null,
            NumberOfGuests = slots.NumberOfGuests is null && !open.HasFlag(OpenSlots.NumberOfGuests) ? insights.UsualPartySize : null,
            Budget = budget?.Max,
            BudgetCurrency = budget?.Currency,
        };
    }

    private static PriceRange? BudgetRange(UserPreferences preferences, string? currency)
    {
        if (currency is null || preferences.PreferredPriceRange?.Currency == currency)
        {
            return preferences.PreferredPriceRange is { Max: > 0 } range
                && OwnOf(preferences, PreferenceKind.PriceRange).Any(own => own.Range == range) ? range : null;
        }

        return preferences.OtherPriceRanges.FirstOrDefault(other => other.Currency == currency && other.Max > 0);
    }

    private static IEnumerable<Preference> OwnOf(UserPreferences preferences, PreferenceKind kind) =>
        preferences.All.Where(preference => preference.Kind == kind && preference is { Avoid: false, Source: not PreferenceSource.Market });
}
