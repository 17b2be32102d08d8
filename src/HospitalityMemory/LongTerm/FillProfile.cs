using System.Text.Json;

namespace HospitalityMemory;

/// <summary>
/// Takes over what another system's record says of a guest, without its bookings. The guest's profile keeps what it says, and gets what it lacks.
/// Of two consents the stricter holds. The rules are those of the merge of two guests. Filled again, nothing changes.
/// </summary>
/// <param name="Record">The record.</param>
/// <param name="Consent">Says whether a guest may be learned from.</param>
/// <param name="MaxSearchesPerSession">How many searches may come from one session.</param>
/// <param name="UnitedField">The additional field with a list, of which the items of both are kept.</param>
internal readonly record struct FillProfile(UserProfile Record, ConsentRule Consent, int MaxSearchesPerSession, string UnitedField) : IProfileChange
{
    // Each item is compared with each. The list is of bookings that nobody can read, and is told in any case.
    private const int MostItems = 1_000;

    public ChangedProfile Apply(in WriteStart start)
    {
        var profile = start.ProfileOrNew;

        // A guest who is on the way into another one is filled as well: what is new is then copied with the rest.
        var merged = new MergeFields(SourceFor(profile), Consent, MaxSearchesPerSession, new()).Apply(start with { Profile = profile with { MergingInto = null } });
        var filled = merged.Profile ?? profile;
        filled = filled with
        {
            MergingInto = profile.MergingInto,
            NestedFields = Consent.HasConsent(filled) ? WithMissing(filled.NestedFields) : filled.NestedFields,
            AdditionalFields = WithItems(filled.AdditionalFields),
        };
        var isSame = start.Profile is not null && merged.Profile is null
            && ReferenceEquals(filled.NestedFields, profile.NestedFields)
            && ReferenceEquals(filled.AdditionalFields, profile.AdditionalFields);
        return isSame ? ChangedProfile.Unchanged : new(filled, merged.Bookings);
    }

    /// <summary>A record that says nothing of consent leaves the guest's word as it is, also for what it brings.</summary>
    private UserProfile SourceFor(UserProfile profile) => Record with
    {
        Consent = Record.Consent is ConsentStatus.Unknown ? profile.Consent : Record.Consent,
        ConsentChangedAt = Record.Consent is ConsentStatus.Unknown ? profile.ConsentChangedAt : Record.ConsentChangedAt,
        ImportedPreferences = Record.ImportedPreferences ?? (Record.Preferences.All.Count is 0 ? null : Record.Preferences),
    };

    private JsonFields WithMissing(JsonFields own)
    {
        foreach (var level in Record.NestedFields.Names)
        {
            var present = own.Get(level, FieldJsonContext.Default.JsonFields) ?? JsonFields.Empty;
            var filled = Record.NestedFields.Get(level, FieldJsonContext.Default.JsonFields)!.Merge(present);
            own = filled.Equals(present) ? own : own.With(level, filled.ToString());
        }

        return own;
    }

    private JsonFields WithItems(JsonFields own)
    {
        if (!own.TryGetJson(UnitedField, out var present) || !Record.AdditionalFields.TryGetJson(UnitedField, out var given)
            || present.ValueKind is not JsonValueKind.Array || given.ValueKind is not JsonValueKind.Array || present.GetArrayLength() >= MostItems)
        {
            return own;
        }

        var missing = given.EnumerateArray().Take(MostItems).Where(item => !present.EnumerateArray().Any(other => JsonElement.DeepEquals(item, other))).ToList();
        return missing is []
            ? own
            : own.Set(UnitedField, JsonElement.Parse($"[{string.Join(',', present.EnumerateArray().Concat(missing).Select(static item => item.GetRawText()))}]"));
    }
}
