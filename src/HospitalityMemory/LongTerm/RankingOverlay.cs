namespace HospitalityMemory;

/// <summary>
/// Applies to a ranking what a guest stated, which wins. Properties with anything that the guest avoids come last. Those that
/// meet the most wishes come first. Only among equals does the learned ranking decide.
/// </summary>
/// <remarks>
/// The score becomes <c>(b + s) / (w + 2)</c>. Here <c>s</c> is the learner's score and <c>w</c> the number of stated wishes.
/// <c>b</c> is 0 for a property with anything to avoid, else 1 plus the number of wishes that it meets. Names are compared by
/// <see cref="NameRules"/>. A stated price range is met by a price within it. Wishes in the guest's own words cannot be compared
/// and do not count.
/// </remarks>
internal static class RankingOverlay
{
    /// <summary>The score of a property about which nothing was learned.</summary>
    public const double Neutral = 0.5;

    public static IReadOnlyList<RankedProperty> Apply(IReadOnlyList<RankedProperty> ranked, IReadOnlyList<StatedPreference> stated, NameRules names)
    {
        StatedPreference[] comparable = [.. stated.Where(preference => preference.Kind is not PreferenceKind.Other)];
        if (comparable.Length is 0 || ranked.Count is 0)
        {
            return ranked;
        }

        var wishes = comparable.Count(preference => !preference.Avoid);
        var adjusted = new RankedProperty[ranked.Count];
        var scores = new double[ranked.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            adjusted[i] = Adjust(ranked[i], comparable, wishes, names);
            scores[i] = adjusted[i].Score;
        }

        return [.. RankingOrder.Descending(scores).Select(i => adjusted[i])];
    }

    private static RankedProperty Adjust(RankedProperty ranked, StatedPreference[] stated, int wishes, NameRules names)
    {
        var met = 0;
        var isAvoided = false;
        List<string>? reasons = null;
        foreach (var preference in stated)
        {
            if (Matches(preference, ranked.Property, names))
            {
                met += preference.Avoid ? 0 : 1;
                isAvoided |= preference.Avoid;
                var name = preference.PriceRange is null ? preference.Value : "such a price";
                (reasons ??= []).Add(preference.Avoid ? $"you asked to avoid {name}" : $"you asked for {name}");
            }
        }

        var band = isAvoided ? 0 : 1 + met;
        return ranked with
        {
            Score = (band + ranked.Score) / (wishes + 2),
            Reasons = reasons is null ? ranked.Reasons : [.. reasons, .. ranked.Reasons],
        };
    }

    private static bool Matches(StatedPreference preference, PropertyCandidate property, NameRules names) => preference.Kind switch
    {
        PreferenceKind.City => names.IsSameCity(preference.Value, country: null, property.City, property.Country),
        PreferenceKind.PropertyType => names.IsSame(PreferenceKind.PropertyType, preference.Value, property.PropertyType),
        PreferenceKind.Amenity => property.Amenities.Any(amenity => names.IsSame(PreferenceKind.Amenity, preference.Value, amenity)),
        PreferenceKind.PriceRange => preference is { Avoid: false, PriceRange: { } range }
            && (range.Currency ?? preference.Value) == property.Currency
            && property.PricePerNight >= range.Min
            && property.PricePerNight <= range.Max,
        _ => false,
    };
}
