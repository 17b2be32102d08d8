namespace HospitalityMemory;

/// <summary>Puts what a guest stated before what was learned, and fills gaps with what was imported.</summary>
/// <remarks>
/// The order within a kind: stated wishes, the latest first; then what was learned from bookings or, where that is nothing, what
/// was imported; then what was only searched for or what other guests book. Names are compared by <see cref="NameRules"/>, price
/// ranges by their currency. A stated name gets the spelling of the learned one. What the guest avoids is removed from everything
/// but the wishes, and comes last.
/// </remarks>
internal static class PreferenceOverlay
{
    private static readonly PreferenceKind[] Kinds =
        [PreferenceKind.City, PreferenceKind.PriceRange, PreferenceKind.Amenity, PreferenceKind.PropertyType, PreferenceKind.Other];

    public static UserPreferences Apply(
        UserPreferences learned, IReadOnlyList<StatedPreference> stated, UserPreferences? imported, NameRules names)
    {
        if (stated.Count is 0 && imported is null)
        {
            return learned;
        }

        StatedPreference[] latestFirst = [.. stated.OrderByDescending(preference => preference.StatedAt)];
        return learned with
        {
            All =
            [
                .. Kinds.SelectMany(kind => OfKind(kind, latestFirst, learned, imported, names)),
                .. latestFirst.Where(wish => wish.Avoid).Select(Stated).DistinctBy(avoided => NameFolding.Fold(avoided.Value), StringComparer.Ordinal),
            ],
        };
    }

    private static IEnumerable<Preference> OfKind(
        PreferenceKind kind, StatedPreference[] stated, UserPreferences learned, UserPreferences? imported, NameRules names)
    {
        StatedPreference[] wishes = [.. stated.Where(wish => wish.Kind == kind && (wish.Avoid || kind is not PreferenceKind.PriceRange || wish.PriceRange is not null))];
        Preference[] own = [.. learned.All.Where(preference => preference.Kind == kind && !preference.Avoid)];
        var booked = own.Where(IsBooked);
        var hasRange = wishes.Any(wish => wish is { Avoid: false, PriceRange: not null });
        var fromElsewhere = imported is null || booked.Any()
            ? []
            : imported.All.Where(preference => preference.Kind == kind && IsGuests(preference, hasRange));
        return wishes.Where(wish => !wish.Avoid)
            .Select(wish => Wish(wish, Known(own, wish, names)))
            .Concat(booked
                .Concat(fromElsewhere.Select(preference => preference with { Source = PreferenceSource.Imported }))
                .Concat(own.Where(preference => !IsBooked(preference)))
                .Where(preference => !wishes.Any(wish => wish.Avoid && names.IsSame(kind, wish.Value, preference.Value))))
            .DistinctBy(preference => names.KeyOf(kind, preference.Value), StringComparer.Ordinal);
    }

    /// <summary>What is known of a wish. A city without a country matches neither of two cities that the guest knows.</summary>
    private static Preference? Known(Preference[] own, StatedPreference wish, NameRules names)
    {
        Preference[] same = [.. own.Where(preference => names.IsSame(wish.Kind, preference.Value, wish.Value))];
        return same.Length < 2
            ? same.FirstOrDefault()
            : Array.Find(same, preference => names.KeyOf(wish.Kind, preference.Value) == names.KeyOf(wish.Kind, wish.Value));
    }

    private static bool IsBooked(Preference preference) => preference.Source is not (PreferenceSource.Searches or PreferenceSource.Market);

    /// <summary>
    /// A preference from the market says nothing about the guest, even after it was stored in a profile. Beside a stated range, a
    /// range without a currency is left out, as both may be the same.
    /// </summary>
    private static bool IsGuests(Preference imported, bool hasStatedRange) =>
        imported is { Avoid: false, Source: not PreferenceSource.Market } && !(hasStatedRange && imported.PriceRange is { Currency: null });

    private static Preference Wish(StatedPreference wish, Preference? known) =>
        known is { Source: PreferenceSource.Bookings, PriceRange: null }
            ? Stated(wish) with { Value = known.Value, Stays = known.Stays, ToCome = known.ToCome, LastStay = known.LastStay }
            : Stated(wish) with { Value = known?.Value ?? wish.Value };

    private static Preference Stated(StatedPreference wish) => new()
    {
        Kind = wish.Kind,
        Value = wish.Value,
        PriceRange = wish.PriceRange is { } range ? range with { Currency = range.Currency ?? wish.Value } : null,
        Source = PreferenceSource.Stated,
        Avoid = wish.Avoid,
        Origin = wish.Origin,
        Score = 1,
        Confidence = 1,
    };
}
