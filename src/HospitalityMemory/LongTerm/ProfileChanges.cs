namespace HospitalityMemory;

/// <summary>Creates a profile where there is none.</summary>
internal readonly record struct InitializeProfile : IProfileChange
{
    public ChangedProfile Apply(in WriteStart start) => start.Profile is null ? new(start.ProfileOrNew) : ChangedProfile.Unchanged;
}

/// <summary>Writes what could be rebuilt of a broken profile in its place.</summary>
internal readonly record struct RebuildProfile : IProfileChange
{
    public ChangedProfile Apply(in WriteStart start) => new(start.ProfileOrNew);
}

/// <summary>Lets a function of the host's change the fields that belong to the host.</summary>
internal readonly record struct UpdateFields(Func<ProfileFields, ProfileFields> Update) : IProfileChange
{
    public ChangedProfile Apply(in WriteStart start)
    {
        var profile = start.Profile ?? throw new ProfileNotFoundException(start.UserId);
        var fields = new ProfileFields { Attributes = profile.Attributes, AdditionalFields = profile.AdditionalFields };
        var updated = Update(fields) ?? throw Refuse("The function returned null; it must return the fields");
        if (ProfileJson.MistakableField(updated.AdditionalFields) is { } name)
        {
            throw Refuse($"The function set the additional field '{name}', which is a field of the profile's own; choose another name");
        }

        return updated.Equals(fields)
            ? ChangedProfile.Unchanged
            : new(profile with { Attributes = updated.Attributes, AdditionalFields = updated.AdditionalFields });
    }

    private static ArgumentException Refuse(string problem, string parameterName = "update") => new($"{problem}. Nothing was changed.", parameterName);
}

/// <summary>Records whether the guest consents to learning.</summary>
internal readonly record struct SetConsent(ConsentStatus Status, ConsentRule Consent) : IProfileChange
{
    public ChangedProfile Apply(in WriteStart start)
    {
        var profile = start.ProfileOrNew;
        if (profile.Consent == Status)
        {
            return ChangedProfile.Unchanged;
        }

        // A withdrawal drops what was learned. So does a consent after a spoken or implied refusal, for the bookings made in
        // between.
        var forgets = Status is ConsentStatus.Withdrawn || !Consent.HasConsent(profile);
        return new(
            profile with
            {
                Consent = Status,
                ConsentChangedAt = start.Now,
                ImportedPreferences = forgets ? null : profile.ImportedPreferences,
                NestedFields = forgets ? JsonFields.Empty : profile.NestedFields,
            },
            forgets ? profile.Bookings.Forget() : profile.Bookings);
    }
}

/// <summary>Notes that the guest was seen, once a day.</summary>
internal readonly record struct MarkActive : IProfileChange
{
    public ChangedProfile Apply(in WriteStart start) =>
        start.Profile is { } profile && !WasSeenOn(profile, MemoryClock.DayOf(start.Now)) ? new(profile) : ChangedProfile.Unchanged;

    public static bool WasSeenOn(UserProfile profile, DateOnly day) => MemoryClock.DayOf(profile.LastActiveAt) >= day;
}
