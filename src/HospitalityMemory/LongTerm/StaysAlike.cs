namespace HospitalityMemory;

/// <summary>The bookings of a guest that are similar to the stay that a conversation is about.</summary>
/// <param name="stays">All bookings of the guest.</param>
/// <param name="slots">The slots of the conversation.</param>
/// <param name="names">The rules by which names are compared.</param>
/// <param name="usesSeasons">Whether the season matters.</param>
internal sealed class StaysAlike(IReadOnlyList<Booking> stays, BookingSlots slots, NameRules names, bool usesSeasons)
{
    private readonly Season? _season = usesSeasons && slots.CheckInDate is { } checkIn ? Seasons.Of(checkIn) : null;

    /// <summary>Whether any stay has the season or the party of the conversation.</summary>
    public bool AreKnown => stays.Any(IsOfSeason) || stays.Any(IsOfParty);

    public bool Has(Func<Booking, bool> isKnown) => stays.Any(isKnown);

    /// <summary>
    /// The similar stays among those with a known value: in the city, of the season, with the party. A condition that no stay
    /// meets is skipped.
    /// </summary>
    /// <param name="isKnown">Whether the wanted value of a stay is known.</param>
    /// <param name="exceptForAnotherParty">Whether to return none where only stays of other parties are known.</param>
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
