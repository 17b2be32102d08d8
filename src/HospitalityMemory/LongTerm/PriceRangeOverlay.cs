namespace HospitalityMemory;

/// <summary>
/// Lays stated price ranges over learned ones; there is one range of a currency, and the first is the main one.
/// </summary>
internal static class PriceRangeOverlay
{
    /// <summary>Long, but one thing: each layer adds to the ranges and reasons that those above it left.</summary>
    public static (PriceRange? Main, IReadOnlyList<PriceRange> Others) Apply(
        UserPreferences learned, StatedPreference[] stated, UserPreferences? imported, List<PreferenceEvidence> evidence)
    {
        var ranges = new List<PriceRange>();
        var ofKind = stated.Where(preference => preference.Kind is PreferenceKind.PriceRange).ToArray();
        foreach (var wish in ofKind.Where(preference => !preference.Avoid && preference.PriceRange is not null))
        {
            var range = wish.PriceRange! with { Currency = wish.PriceRange.Currency ?? wish.Value };
            Add(range, PreferenceOverlay.StatedEvidence(wish));
        }

        var hasStated = ranges.Count > 0;
        var learnedRanges = AllOf(learned);
        var booked = learnedRanges.Where(range => IsBooked(range)).ToArray();
        foreach (var range in booked)
        {
            AddUnlessAvoided(range, LearnedEvidence(range));
        }

        if (booked.Length is 0 && imported is not null)
        {
            // Beside a stated range, one without a currency says nothing: they may be the same.
            foreach (var range in AllOf(imported).Where(range => (range.Currency is not null || !hasStated)
                && !PreferenceOverlay.IsMarkets(imported, PreferenceKind.PriceRange, range.Currency ?? string.Empty)))
            {
                AddUnlessAvoided(range, PreferenceOverlay.ImportedEvidence(imported, PreferenceKind.PriceRange, range.Currency ?? string.Empty));
            }
        }

        foreach (var range in learnedRanges.Where(range => !IsBooked(range)))
        {
            AddUnlessAvoided(range, LearnedEvidence(range));
        }

        return (ranges.Count > 0 ? ranges[0] : null, ranges.Count > 1 ? ranges[1..].AsReadOnly() : []);

        PreferenceEvidence? LearnedEvidence(PriceRange range) =>
            PreferenceOverlay.EvidenceOf(learned, PreferenceKind.PriceRange, range.Currency ?? string.Empty);

        bool IsBooked(PriceRange range) =>
            LearnedEvidence(range)?.Source is not (PreferenceSource.Searched or PreferenceSource.Market);

        void AddUnlessAvoided(PriceRange range, PreferenceEvidence? why)
        {
            if (!Array.Exists(ofKind, preference => preference.Avoid && PreferenceOverlay.IsSame(preference.Value, range.Currency)))
            {
                Add(range, why);
            }
        }

        void Add(PriceRange range, PreferenceEvidence? why)
        {
            if (ranges.Exists(other => PreferenceOverlay.IsSame(other.Currency, range.Currency)))
            {
                return;
            }

            ranges.Add(range);
            if (why is not null)
            {
                evidence.Add(why);
            }
        }
    }

    private static List<PriceRange> AllOf(UserPreferences preferences)
    {
        var ranges = new List<PriceRange>(preferences.OtherPriceRanges);
        if (preferences.PreferredPriceRange is { } main)
        {
            ranges.Insert(0, main);
        }

        return ranges;
    }
}
