namespace HospitalityMemory;

/// <summary>What a stated preference must be, and how a guest's list of them changes.</summary>
internal static class StatedPreferenceRules
{
    public const int MaxCount = 100;

    /// <summary>The preference as it is kept: checked, its text trimmed.</summary>
    /// <exception cref="ArgumentException">A member is not allowed; the parameter name is the member's.</exception>
    public static StatedPreference Normalize(StatedPreference preference)
    {
        ArgumentNullException.ThrowIfNull(preference);
        CheckKind(preference.Kind, "preference.Kind");
        var value = CheckValue(preference.Value, "preference.Value");
        if (preference.Kind is not PreferenceKind.PriceRange && SlotWords.IsNoName(value))
        {
            throw Refuse("preference.Value", "says nothing; a name or a wish is expected");
        }

        return preference with
        {
            Value = value,
            Origin = CheckOrigin(preference.Origin),
            PriceRange = preference.Kind is PreferenceKind.PriceRange
                ? CheckRange(preference, value)
                : preference.PriceRange is null ? null : throw Refuse("preference.PriceRange", "is allowed for the kind PriceRange only"),
        };
    }

    public static void CheckKind(PreferenceKind kind, string parameterName)
    {
        if (!Enum.IsDefined(kind))
        {
            throw new ArgumentOutOfRangeException(parameterName, kind, $"A kind is one of {string.Join(", ", Enum.GetNames<PreferenceKind>())}.");
        }
    }

    public static string CheckValue(string value, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(value, parameterName);
        var text = value.Trim();
        if (text.Length is 0 or > BookingRules.MaxTextLength)
        {
            throw Refuse(parameterName, FormattableString.Invariant($"has {text.Length} characters; 1 to {BookingRules.MaxTextLength} are allowed"));
        }

        return Identifier.TextProblem(text) is { } problem ? throw Refuse(parameterName, problem + ", which is not allowed") : text;
    }

    /// <summary>The list with the preference first; it replaces one of the same kind and value.</summary>
    /// <param name="stated">The list.</param>
    /// <param name="preference">The preference.</param>
    /// <param name="maxPerSession">How many may come from one session.</param>
    /// <param name="names">How names are compared.</param>
    public static IReadOnlyList<StatedPreference> Add(
        IReadOnlyList<StatedPreference> stated, StatedPreference preference, int maxPerSession, NameRules names)
    {
        var others = Remove(stated, preference.Kind, preference.Value, names);
        if (others.Count >= MaxCount)
        {
            throw Refuse(nameof(preference), FormattableString.Invariant($"is one too many: a guest may state {MaxCount}; remove one first"));
        }

        return preference.Origin?.SessionId is { } session && others.Count(other => other.Origin?.SessionId == session) >= maxPerSession
            ? throw Refuse(
                nameof(preference),
                FormattableString.Invariant($"is one too many of its session: {maxPerSession} are allowed (LongTerm.MaxStatedPreferencesPerSession); remove one first"))
            : [preference, .. others];
    }

    public static IReadOnlyList<StatedPreference> Remove(
        IReadOnlyList<StatedPreference> stated, PreferenceKind kind, string value, NameRules names) =>
        [.. stated.Where(other => other.Kind != kind || names.KeyOf(kind, other.Value) != names.KeyOf(kind, value))];

    private static Origin? CheckOrigin(Origin? origin) => Origin.Checked(origin, "preference.Origin") is { Kind: OriginKind.Tool }
        ? throw Refuse("preference.Origin", "is a tool: what a tool returned is no wish of the guest's; ask the guest, and state it as the guest's")
        : origin;

    private static PriceRange CheckRange(StatedPreference preference, string currency)
    {
        if (!Money.IsCurrencyCode(currency))
        {
            throw Refuse("preference.Value", "is not the ISO 4217 code of three capital letters, such as USD, that a price range needs");
        }

        if (preference.Avoid)
        {
            throw Refuse("preference.Avoid", "is not allowed for a price range: state the range that is wanted");
        }

        if (preference.PriceRange is not { } range)
        {
            throw Refuse("preference.PriceRange", "is missing; the kind PriceRange needs it");
        }

        if (range.Min < 0 || range.Max < range.Min || range.Max is 0 or > BookingRules.MaxPrice)
        {
            throw Refuse("preference.PriceRange", FormattableString.Invariant($"must have 0 <= Min <= Max, and Max above 0 and up to {BookingRules.MaxPrice:N0}"));
        }

        return range.Currency is null || range.Currency == currency
            ? range with { Currency = currency }
            : throw Refuse("preference.PriceRange", "has another currency than Value");
    }

    private static ArgumentException Refuse(string member, string problem) => new($"{member} {problem}. Nothing was changed.", member);
}
