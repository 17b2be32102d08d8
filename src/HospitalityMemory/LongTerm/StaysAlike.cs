namespace HospitalityMemory;

/// <summary>The bookings of a guest that are like the stay that a conversation is about.</summary>
/// <param name="stays">All of them.</param>
/// <param name="slots">What the conversation holds.</param>
/// <param name="names">When names are the same.</param>
/// <param name="usesSeasons">Whether the season matters.</param>
internal sealed class StaysAlike(IReadOnlyList<Booking> stays, BookingSlots slots, NameRules names, bool usesSeasons)
{
    private readonly Season? _season = usesSeasons && slots.CheckInDate is { } checkIn ? Seasons.Of(checkIn) : null;

    /// <summary>Whether the conversation says of season or party what some of the stays have.</summary>
    public bool AreKnown => stays.Any(IsOfSeason) || stays.Any(IsOfParty);

    public bool Has(Func<Booking, bool> isKnown) => stays.Any(isKnown);

    /// <summary>Of the stays of which something is known those in the city, of the season, with the party, as far as there are such.</summary>
    /// <param name="isKnown">Whether of a stay that is known which is asked for.</param>
    /// <param name="exceptForAnotherParty">None, where stays of another party are all that is known.</param>
    public IReadOnlyList<Booking> Of(Func<Booking, bool> isKnown, bool exceptForAnotherParty = false)
    {
        Booking[] known = [.. stays.Where(isKnown)];
        known = Narrow(Narrow(known, IsInCity), IsOfSeason);
        return exceptForAnotherParty && slots.NumberOfGuests is not null && known.Any(static stay => stay.Guests is not null)
            ? [.. known.Where(IsOfParty)]
            : Narrow(known, IsOfParty);
    }

    private static Booking[] Narrow(Booking[] known, Func<Booking, bool> isAlike) =>
        known.Where(isAlike).ToArray() is { Length: > 0 } alike ? alike : known;

    private bool IsInCity(Booking stay) => slots.City is { } city && names.IsSame(PreferenceKind.City, stay.City, city);

    private bool IsOfSeason(Booking stay) => _season is { } season && Seasons.Of(stay.CheckIn) == season;

    private bool IsOfParty(Booking stay) => slots.NumberOfGuests is { } guests && stay.Guests == guests;
}
