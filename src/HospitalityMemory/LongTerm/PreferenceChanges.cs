namespace HospitalityMemory;

/// <summary>
/// Notes a search. It is only a hint to learn from: where nothing may be learned it leaves no trace, not even a profile.
/// </summary>
internal readonly record struct NoteSearch(BookingSlots Slots, Origin? Origin, ConsentRule Consent, int MaxPerSession) : IProfileChange
{
    public ChangedProfile Apply(in WriteStart start)
    {
        var profile = start.ProfileOrNew;
        if (Slots.City is not { } city || !Consent.MayLearn(profile))
        {
            return ChangedProfile.Unchanged;
        }

        var bookings = profile.Bookings.NoteSearch(new SearchedStay
        {
            City = city,
            CheckIn = Slots.CheckInDate,
            Budget = Slots.Budget,
            Currency = Slots.Budget is null ? null : Slots.BudgetCurrency,
            Guests = Slots.NumberOfGuests,
            SearchedAt = start.Now,
            Origin = Origin,
        }, MaxPerSession, start.Names);
        return start.Profile is not null && ReferenceEquals(bookings, profile.Bookings) ? ChangedProfile.Unchanged : new(profile, bookings);
    }
}

/// <summary>Keeps what the guest stated.</summary>
internal readonly record struct StatePreference(StatedPreference Stated, int MaxPerSession) : IProfileChange
{
    public ChangedProfile Apply(in WriteStart start)
    {
        var profile = start.ProfileOrNew;
        return new(profile with
        {
            StatedPreferences = StatedPreferenceRules.Add(profile.StatedPreferences, Stated with { StatedAt = start.Now }, MaxPerSession, start.Names),
        });
    }
}

/// <summary>Forgets what the guest stated.</summary>
internal readonly record struct RemoveStatedPreference(PreferenceKind Kind, string Value) : IProfileChange
{
    public ChangedProfile Apply(in WriteStart start)
    {
        if (start.Profile is not { } profile)
        {
            return ChangedProfile.Unchanged;
        }

        var left = StatedPreferenceRules.Remove(profile.StatedPreferences, Kind, Value, start.Names);
        return left.Count == profile.StatedPreferences.Count ? ChangedProfile.Unchanged : new(profile with { StatedPreferences = left });
    }
}
