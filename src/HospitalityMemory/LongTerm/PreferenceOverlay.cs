namespace HospitalityMemory;

/// <summary>Lays what a guest stated over what was learned, and what was imported under it.</summary>
/// <remarks>
/// Per kind: stated wishes, the latest first; then what was learned or, where that is nothing, what was imported; then
/// what was only searched for or other guests book. Names are compared without regard to case, and what was learned gives a stated name its
/// spelling. What the guest avoids is taken from all but the wishes.
/// </remarks>
internal static class PreferenceOverlay
{
    /// <summary>
    /// Score and confidence of what was imported without evidence of its own: it was learned once, nobody knows from
    /// how much.
    /// </summary>
    private const double ImportedScore = 0.5;
    private const double ImportedConfidence = 0.25;

    public static UserPreferences Apply(
        UserPreferences learned, IReadOnlyList<StatedPreference> stated, UserPreferences? imported)
    {
        if (stated.Count is 0 && imported is null)
        {
            return learned;
        }

        StatedPreference[] latestFirst = [.. stated.OrderByDescending(preference => preference.StatedAt)];
        var evidence = new List<PreferenceEvidence>();
        var cities = Names(PreferenceKind.City, static preferences => preferences.PreferredCities);
        var ranges = PriceRangeOverlay.Apply(learned, latestFirst, imported, evidence);
        var amenities = Names(PreferenceKind.Amenity, static preferences => preferences.PreferredAmenities);
        var types = Names(PreferenceKind.PropertyType, static preferences => preferences.PreferredPropertyTypes);
        evidence.AddRange(latestFirst.Where(preference => preference is { Kind: PreferenceKind.Other, Avoid: false }).Select(StatedEvidence));
        evidence.AddRange(learned.Evidence.Where(item => item.Kind is PreferenceKind.Other));
        return learned with
        {
            PreferredCities = cities.AsReadOnly(),
            PreferredPriceRange = ranges.Main,
            PreferredAmenities = amenities.AsReadOnly(),
            PreferredPropertyTypes = types.AsReadOnly(),
            OtherPriceRanges = ranges.Others,
            Avoided =
            [
                .. learned.Avoided
                    .Concat(latestFirst.Where(preference => preference.Avoid).Select(preference => preference.Value))
                    .Distinct(StringComparer.OrdinalIgnoreCase),
            ],
            Evidence = evidence.AsReadOnly(),
        };

        List<string> Names(PreferenceKind kind, Func<UserPreferences, IReadOnlyList<string>> namesOf) =>
            OverlayNames(kind, latestFirst, learned, imported, namesOf, evidence);
    }

    internal static PreferenceEvidence StatedEvidence(StatedPreference preference) => new()
    {
        Kind = preference.Kind,
        Value = preference.Value,
        Source = PreferenceSource.Stated,
        Score = 1,
        Confidence = 1,
    };

    internal static PreferenceEvidence ImportedEvidence(UserPreferences imported, PreferenceKind kind, string value) =>
        EvidenceOf(imported, kind, value) is { } known
            ? known with { Source = PreferenceSource.Imported }
            : new PreferenceEvidence
            {
                Kind = kind,
                Value = value,
                Source = PreferenceSource.Imported,
                Score = ImportedScore,
                Confidence = ImportedConfidence,
            };

    internal static PreferenceEvidence? EvidenceOf(UserPreferences preferences, PreferenceKind kind, string value) =>
        preferences.Evidence.FirstOrDefault(item => item.Kind == kind && IsSame(item.Value, value));

    internal static bool IsSame(string? x, string? y) => string.Equals(x?.Trim(), y?.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>What a learner took from the market is no word of the guest's, wherever the profile was since.</summary>
    internal static bool IsMarkets(UserPreferences imported, PreferenceKind kind, string value) =>
        EvidenceOf(imported, kind, value)?.Source is PreferenceSource.Market;

    /// <summary>Long, but one thing: each layer adds to the names and reasons that those above it left.</summary>
    private static List<string> OverlayNames(
        PreferenceKind kind,
        StatedPreference[] stated,
        UserPreferences learned,
        UserPreferences? imported,
        Func<UserPreferences, IReadOnlyList<string>> namesOf,
        List<PreferenceEvidence> evidence)
    {
        var names = new List<string>();
        var learnedNames = namesOf(learned);
        var ofKind = stated.Where(preference => preference.Kind == kind).ToArray();
        foreach (var wish in ofKind.Where(preference => !preference.Avoid))
        {
            var name = learnedNames.FirstOrDefault(learnedName => IsSame(learnedName, wish.Value)) ?? wish.Value;
            var known = EvidenceOf(learned, kind, name);
            var stays = known?.Source is PreferenceSource.Learned ? known : null;
            Add(name, StatedEvidence(wish) with { Value = name, Stays = stays?.Stays ?? 0, LastStay = stays?.LastStay });
        }

        var booked = learnedNames.Where(name => IsBooked(learned, kind, name)).ToArray();
        foreach (var name in booked)
        {
            AddUnlessAvoided(name, EvidenceOf(learned, kind, name));
        }

        if (booked.Length is 0 && imported is not null)
        {
            foreach (var name in namesOf(imported).Where(name => !IsMarkets(imported, kind, name)))
            {
                AddUnlessAvoided(name, ImportedEvidence(imported, kind, name));
            }
        }

        foreach (var name in learnedNames.Where(name => !IsBooked(learned, kind, name)))
        {
            AddUnlessAvoided(name, EvidenceOf(learned, kind, name));
        }

        return names;

        void AddUnlessAvoided(string name, PreferenceEvidence? why)
        {
            if (!Array.Exists(ofKind, preference => preference.Avoid && IsSame(preference.Value, name)))
            {
                Add(name, why);
            }
        }

        void Add(string name, PreferenceEvidence? why)
        {
            if (names.Exists(other => IsSame(other, name)))
            {
                return;
            }

            names.Add(name);
            if (why is not null)
            {
                evidence.Add(why);
            }
        }
    }

    private static bool IsBooked(UserPreferences preferences, PreferenceKind kind, string name) =>
        EvidenceOf(preferences, kind, name)?.Source is not (PreferenceSource.Searched or PreferenceSource.Market);
}
