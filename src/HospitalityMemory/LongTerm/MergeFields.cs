using System.Text.Json;

namespace HospitalityMemory;

/// <summary>What a merge makes of all but the bookings of two guests, as the last attempt found it.</summary>
internal sealed class MergedFields
{
    public int Wishes { get; set; }

    public IReadOnlyList<StatedPreference> WishesLeftOut { get; set; } = [];

    public int Searches { get; set; }

    public List<string> Taken { get; } = [];

    public List<string> LeftOut { get; } = [];
}

/// <summary>
/// Takes over from another guest all but the bookings: the word on learning, wishes, searches, and what the host keeps. Done again
/// it changes nothing.
/// </summary>
/// <param name="Source">The other guest's profile.</param>
/// <param name="Consent">Whether may be learned.</param>
/// <param name="MaxSearchesPerSession">How many searches may come from one session.</param>
/// <param name="Tally">Gets what came of it.</param>
internal readonly record struct MergeFields(UserProfile Source, ConsentRule Consent, int MaxSearchesPerSession, MergedFields Tally) : IProfileChange
{
    public ChangedProfile Apply(in WriteStart start)
    {
        var target = MergeTarget.Of(start);
        Tally.Searches = 0;
        Tally.Taken.Clear();
        Tally.LeftOut.Clear();
        var agreed = WithConsent(target);
        var isLearned = Consent.HasConsent(agreed) && Consent.HasConsent(Source);
        var bookings = isLearned ? WithSearches(agreed.Bookings, start.Names) : agreed.Bookings;
        var merged = agreed with
        {
            CreatedAt = Source.CreatedAt < target.CreatedAt ? Source.CreatedAt : target.CreatedAt,
            Attributes = WithMissing(target.Attributes, Source.Attributes),
            AdditionalFields = WithMissing(target.AdditionalFields, Source.AdditionalFields),
            StatedPreferences = WithWishes(target.StatedPreferences, start.Names),
            ImportedPreferences = isLearned ? WithImported(agreed.ImportedPreferences) : agreed.ImportedPreferences,
            Bookings = bookings,
        };
        return AreSame(merged, target) ? ChangedProfile.Unchanged : new(merged, bookings);
    }

    /// <summary>Each part that does not change is the one that was there.</summary>
    private static bool AreSame(UserProfile x, UserProfile y) =>
        ReferenceEquals(x.Bookings, y.Bookings)
        && ReferenceEquals(x.Attributes, y.Attributes)
        && ReferenceEquals(x.AdditionalFields, y.AdditionalFields)
        && ReferenceEquals(x.StatedPreferences, y.StatedPreferences)
        && ReferenceEquals(x.ImportedPreferences, y.ImportedPreferences)
        && (x.CreatedAt, x.Consent, x.ConsentChangedAt) == (y.CreatedAt, y.Consent, y.ConsentChangedAt);

    /// <summary>
    /// A no goes before a yes, and a yes before never having been asked, which is no word: what was recorded without a consent teaches
    /// nothing in any case. Of two equal words the later one was said last.
    /// </summary>
    private UserProfile WithConsent(UserProfile target)
    {
        var (status, changedAt) = Strictness(Source.Consent) > Strictness(target.Consent)
            ? (Source.Consent, Source.ConsentChangedAt)
            : (target.Consent, Source.Consent == target.Consent && !(Source.ConsentChangedAt <= target.ConsentChangedAt)
                ? Source.ConsentChangedAt ?? target.ConsentChangedAt
                : target.ConsentChangedAt);
        var said = target with { Consent = status, ConsentChangedAt = changedAt };

        // As where the guest says so: a no drops what was learned, and a yes does not reach back.
        return status != target.Consent && (status is ConsentStatus.Withdrawn || !Consent.HasConsent(target))
            ? said with { ImportedPreferences = null, NestedFields = JsonFields.Empty, Bookings = target.Bookings.Forget() }
            : said;
    }

    private static int Strictness(ConsentStatus status) => status switch
    {
        ConsentStatus.Withdrawn => 2,
        ConsentStatus.Granted => 1,
        _ => 0,
    };

    /// <summary>Both guests' searches, noted again in the order in which they were made.</summary>
    private KnownBookings WithSearches(KnownBookings known, NameRules names)
    {
        var own = known.Searches;
        var foreign = Source.Bookings.Searches.Except(own).ToHashSet();
        var noted = known with { Searches = [] };
        foreach (var search in own.Reverse().Concat(Source.Bookings.Searches.Reverse().Where(foreign.Contains)).OrderBy(static search => search.SearchedAt))
        {
            noted = foreign.Contains(search)
                ? noted.NoteSearch(search, MaxSearchesPerSession, names)
                : noted with { Searches = StaySearches.WithNoted(noted.Searches, search, MaxSearchesPerSession, names) };
        }

        Tally.Searches = Source.Bookings.Searches.Count(noted.Searches.Contains);
        return noted.Searches.SequenceEqual(own) ? known : noted;
    }

    /// <summary>Of one thing the later wish holds. Of too many the oldest are left out.</summary>
    private IReadOnlyList<StatedPreference> WithWishes(IReadOnlyList<StatedPreference> own, NameRules names)
    {
        var wishes = own.ToList();
        foreach (var wish in Source.StatedPreferences)
        {
            var index = wishes.FindIndex(other => other.Kind == wish.Kind && names.KeyOf(wish.Kind, other.Value) == names.KeyOf(wish.Kind, wish.Value));
            if (index < 0)
            {
                wishes.Add(wish);
            }
            else if (wishes[index].StatedAt < wish.StatedAt)
            {
                wishes[index] = wish;
            }
        }

        StatedPreference[] ordered = [.. wishes.OrderByDescending(static wish => wish.StatedAt)];
        StatedPreference[] kept = [.. ordered.Take(StatedPreferenceRules.MaxCount)];
        Tally.WishesLeftOut = [.. ordered.Skip(StatedPreferenceRules.MaxCount)];
        Tally.Wishes = Source.StatedPreferences.Count(kept.Contains);
        return kept.SequenceEqual(own) ? own : kept;
    }

    /// <summary>Kinds for which nothing was imported of the guest that stays are those of the other one.</summary>
    private UserPreferences? WithImported(UserPreferences? own)
    {
        if (own is null || Source.ImportedPreferences is not { } imported)
        {
            return own ?? Source.ImportedPreferences;
        }

        var kinds = own.All.Select(static preference => preference.Kind).ToHashSet();
        Preference[] missing = [.. imported.All.Where(preference => !kinds.Contains(preference.Kind))];
        return missing is [] ? own : own with { All = [.. own.All, .. missing] };
    }

    private JsonFields WithMissing(JsonFields own, JsonFields foreign)
    {
        var merged = own;
        foreach (var (name, value) in foreign)
        {
            if (!own.TryGetJson(name, out var present))
            {
                merged = merged.With(name, foreign.RawOrNull(name)!);
                Tally.Taken.Add(name);
            }
            else
            {
                (JsonElement.DeepEquals(present, value) ? Tally.Taken : Tally.LeftOut).Add(name);
            }
        }

        return merged;
    }
}
