namespace HospitalityMemory;

/// <summary>
/// Suggests values for slots that a conversation has not filled. It suggests nothing for open slots, no dates, which nobody can
/// guess, and nothing that only other guests prefer.
/// </summary>
/// <remarks>
/// What the guest stated comes first. After that, similar stays decide: those in the city of the planned stay, among them those
/// of its season, and among them those with as many guests. A condition is skipped where the conversation does not say, or no
/// stay meets it. Where stays with other party sizes are known but none with this one, no budget is suggested, as another party
/// pays another price. The suggestions belong together: the party fits the suggested city, and the budget with its currency fits
/// both.
/// </remarks>
internal static class SlotSuggestions
{
    private const double HighestQuarter = 75;

    /// <param name="record">The bookings that may be used.</param>
    /// <param name="preferences">What the guest prefers.</param>
    /// <param name="slots">The slots of the conversation.</param>
    /// <param name="names">The rules by which names are compared.</param>
    /// <param name="usesSeasons">Whether the season may decide.</param>
    public static BookingSlots Of(TravelRecord record, UserPreferences preferences, BookingSlots slots, NameRules names, bool usesSeasons)
    {
        var city = IsMissing(slots.City, OpenSlots.City, slots) ? CityOf(Alike(slots), preferences, names) : null;
        var there = slots with { City = slots.City ?? city };
        var party = IsMissing(slots.NumberOfGuests, OpenSlots.NumberOfGuests, slots) ? PartyOf(Alike(there)) : null;
        var planned = there with { NumberOfGuests = slots.NumberOfGuests ?? party };
        var budget = IsMissing(slots.Budget, OpenSlots.Budget, slots) ? BudgetOf(Alike(planned), preferences, slots.BudgetCurrency) : null;
        return new() { City = city, NumberOfGuests = party, Budget = budget?.Amount, BudgetCurrency = budget?.Currency };

        StaysAlike Alike(BookingSlots planned) => new(record.Bookings, planned, names, usesSeasons);
    }

    private static bool IsMissing(object? value, OpenSlots slot, BookingSlots slots) => value is null && !slots.Open.HasFlag(slot);

    private static string? CityOf(StaysAlike alike, UserPreferences preferences, NameRules names)
    {
        var own = OwnOf(preferences, PreferenceKind.City).FirstOrDefault();
        if (own is { Source: PreferenceSource.Stated } || !alike.AreKnown)
        {
            return own?.Value;
        }

        var cities = NameCounts.Of(alike.Of(static stay => stay.City.Length > 0), static stay => stay.City);
        foreach (var place in cities.Best(NameCount.ByStays, stackalloc int[FrequencyPreferenceLearner.MaxCities]))
        {
            var city = cities.Names[place].Name;
            if (!preferences.Avoided.Any(avoided => names.IsSame(PreferenceKind.City, avoided, city)))
            {
                return city;
            }
        }

        return own?.Value;
    }

    private static int? PartyOf(StaysAlike alike) => alike.Of(static stay => stay.Guests is not null)
        .GroupBy(static stay => stay.Guests)
        .OrderByDescending(static same => same.Count())
        .ThenByDescending(static same => same.Max(stay => stay.CheckIn))
        .FirstOrDefault()?.Key;

    private static Money? BudgetOf(StaysAlike alike, UserPreferences preferences, string? currency)
    {
        var range = OwnOf(preferences, PreferenceKind.PriceRange)
            .FirstOrDefault(own => own.PriceRange is { Max: > 0 } range && IsUsable(range.Currency) && (currency is null || range.Currency == currency));
        if (!IsUsable(currency))
        {
            return null;
        }

        var code = currency ?? CurrencyOf(alike) ?? range?.PriceRange!.Currency;
        if (range is not { Source: PreferenceSource.Stated } && code is not null && alike.Has(stay => IsPaidIn(stay, code)))
        {
            return PaidOf(alike, code);
        }

        return range?.PriceRange is { Currency: { } known } wanted ? new Money(wanted.Max, known) : null;
    }

    /// <summary>The currency of most similar stays. A guest who travels in two countries has a budget in each currency.</summary>
    private static string? CurrencyOf(StaysAlike alike) => alike.Of(static stay => stay.Price is not null, exceptForAnotherParty: true)
        .GroupBy(static stay => stay.Currency)
        .OrderByDescending(static same => same.Count())
        .ThenByDescending(static same => same.Max(stay => stay.CheckIn))
        .FirstOrDefault()?.Key;

    /// <summary>The 75th percentile of what was paid; null where only other parties paid.</summary>
    private static Money? PaidOf(StaysAlike alike, string code) =>
        PaidPrices.Of(alike.Of(stay => IsPaidIn(stay, code), exceptForAnotherParty: true)) is [var prices]
            ? new Money(Math.Round(prices.Percentile(HighestQuarter), 2), code)
            : null;

    private static bool IsPaidIn(Booking stay, string code) => stay.PricePerNight > 0 && stay.Currency == code;

    /// <summary>Data from elsewhere may have a text that is no currency. Nothing can be suggested in it.</summary>
    private static bool IsUsable(string? currency) => currency is null || Money.IsCurrencyCode(currency);

    private static IEnumerable<Preference> OwnOf(UserPreferences preferences, PreferenceKind kind) =>
        preferences.All.Where(preference => preference.Kind == kind && preference is { Avoid: false, Source: not PreferenceSource.Market });
}
