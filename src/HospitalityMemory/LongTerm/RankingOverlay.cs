namespace HospitalityMemory;

/// <summary>Lays what a guest stated over a ranking: a wish that a property meets, and what the guest avoids, win.</summary>
/// <remarks>
/// In odds, score / (1 - score): a stated wish that is met multiplies them by 20, a thing to avoid divides them by 1,000.
/// Names are compared without regard to case. A stated price range is met by a price within it.
/// </remarks>
internal static class RankingOverlay
{
    public const double Neutral = 0.5;

    private const double LeastScore = 1e-9;
    private static readonly double Wish = Math.Log(20);
    private static readonly double Avoided = -Math.Log(1_000);

    public static IReadOnlyList<RankedProperty> Apply(IReadOnlyList<RankedProperty> ranked, IReadOnlyList<StatedPreference> stated)
    {
        if (stated.Count is 0 || ranked.Count is 0)
        {
            return ranked;
        }

        var adjusted = new RankedProperty[ranked.Count];
        var scores = new double[ranked.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            (adjusted[i], scores[i]) = Adjust(ranked[i], stated);
        }

        return [.. RankingOrder.Descending(scores).Select(i => adjusted[i])];
    }

    private static (RankedProperty Property, double LogOdds) Adjust(RankedProperty ranked, IReadOnlyList<StatedPreference> stated)
    {
        var score = Math.Clamp(ranked.Score, LeastScore, 1 - LeastScore);
        var odds = Math.Log(score / (1 - score));
        List<string>? reasons = null;
        foreach (var preference in stated)
        {
            if (Matches(preference, ranked.Property))
            {
                odds += preference.Avoid ? Avoided : Wish;
                var name = preference.PriceRange is null ? preference.Value : "the price";
                (reasons ??= []).Add(preference.Avoid ? $"you asked to avoid {name}" : $"you asked for {name}");
            }
        }

        return reasons is null
            ? (ranked, odds)
            : (ranked with { Score = 1 / (1 + Math.Exp(-odds)), Reasons = [.. reasons, .. ranked.Reasons] }, odds);
    }

    private static bool Matches(StatedPreference preference, PropertyCandidate property) => preference.Kind switch
    {
        PreferenceKind.City => PreferenceOverlay.IsSame(preference.Value, property.City),
        PreferenceKind.PropertyType => PreferenceOverlay.IsSame(preference.Value, property.PropertyType),
        PreferenceKind.Amenity => property.Amenities.Any(amenity => PreferenceOverlay.IsSame(preference.Value, amenity)),
        PreferenceKind.PriceRange => preference is { Avoid: false, PriceRange: { } range }
            && (range.Currency ?? preference.Value) == property.Currency
            && property.PricePerNight >= range.Min
            && property.PricePerNight <= range.Max,
        _ => false,
    };
}
