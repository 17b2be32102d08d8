namespace HospitalityMemory;

/// <summary>What a guest prefers: one list, and views of it.</summary>
/// <remarks>
/// Immutable and thread safe. Two are equal where their lists are equal, preference by preference. The views are computed once,
/// at the first use of any of them.
/// </remarks>
public sealed record UserPreferences
{
    private PreferenceViews? _views;

    /// <summary>Nothing is known.</summary>
    public static UserPreferences Empty { get; } = new();

    /// <summary>
    /// All preferences. Within a kind the best comes first, as the learner orders them: first what the guest's own bookings
    /// suggest, then what the guest searched for, then what only other guests book. What the guest stated comes before all of
    /// these. Imported preferences fill the kinds for which the guest's bookings suggest nothing. What the guest avoids comes
    /// last.
    /// </summary>
    public IReadOnlyList<Preference> All
    {
        get;
        init
        {
            field = value ?? [];
            _views = null;
        }
    } = [];

    /// <summary>
    /// How many nights the guest is likely to stay. Null where no own stay shows it, or where the learner does not say.
    /// </summary>
    public int? UsualNights { get; init; }

    /// <summary>
    /// True where these are a stranger's defaults because long-term memory is out of reach, or what it holds of the guest is broken
    /// (<see cref="LongTermMemoryOptions.ServeDefaultsWhenUnavailable"/>).
    /// </summary>
    public bool IsDegraded { get; init; }

    /// <summary>
    /// What other guests book where this guest travels, or anywhere if that is not known: the preferences with the source
    /// <see cref="PreferenceSource.Market"/>. They say nothing about this guest, and no other view contains them.
    /// </summary>
    public IReadOnlyList<Preference> Market => Views.Market;

    /// <summary>Cities.</summary>
    public IReadOnlyList<string> PreferredCities => Views.Cities;

    /// <summary>The price of one night, in the guest's main currency; null where unknown.</summary>
    public PriceRange? PreferredPriceRange => Views.MainRange;

    /// <summary>Amenities.</summary>
    public IReadOnlyList<string> PreferredAmenities => Views.Amenities;

    /// <summary>Kinds of property.</summary>
    public IReadOnlyList<string> PreferredPropertyTypes => Views.PropertyTypes;

    /// <summary>Price ranges in the guest's other currencies; prices are never mixed across currencies.</summary>
    public IReadOnlyList<PriceRange> OtherPriceRanges => Views.OtherRanges;

    /// <summary>What the guest does not want, in their words.</summary>
    public IReadOnlyList<string> Avoided => Views.Avoided;

    // Two threads may compute this at once; both get the same result.
    private PreferenceViews Views => _views ??= new(All);

    /// <summary>Whether both say the same.</summary>
    /// <param name="other">The other preferences.</param>
    /// <returns>True where they say the same.</returns>
    public bool Equals(UserPreferences? other) => other is not null
        && UsualNights == other.UsualNights
        && IsDegraded == other.IsDegraded
        && All.SequenceEqual(other.All);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(UsualNights, IsDegraded, All.Count, All.Count > 0 ? All[0] : null);
}
