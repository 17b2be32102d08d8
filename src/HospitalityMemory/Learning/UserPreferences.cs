namespace HospitalityMemory;

/// <summary>What a guest prefers: one list, of which all else is a view.</summary>
/// <remarks>
/// Immutable and thread safe; equal where the lists are equal, preference by preference. The views are computed once, when
/// the first of them is asked for.
/// </remarks>
public sealed record UserPreferences
{
    private PreferenceViews? _views;

    /// <summary>Nothing is known.</summary>
    public static UserPreferences Empty { get; } = new();

    /// <summary>
    /// All preferences, of each kind the best first, as the learner orders them: what the guest's own bookings suggest, then what
    /// the guest searched for, then what only other guests book. What was stated comes before; what was imported fills the kinds
    /// for which the guest's bookings suggest nothing; what the guest avoids comes last.
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
    /// How many nights the guest is likely to stay; null where no own stay says so, or where the learner does not.
    /// </summary>
    public int? UsualNights { get; init; }

    /// <summary>
    /// True where these are a stranger's defaults because long-term memory is out of reach, or what it holds of the guest is broken
    /// (<see cref="LongTermMemoryOptions.ServeDefaultsWhenUnavailable"/>).
    /// </summary>
    public bool IsDegraded { get; init; }

    /// <summary>
    /// What other guests book where this one travels, or anywhere if that is not known: the preferences with the source
    /// <see cref="PreferenceSource.Market"/>. They are no word of the guest's, and in none of the other views.
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

    // Whoever comes first computes; whoever comes at the same moment computes the same.
    private PreferenceViews Views => _views ??= new(All);

    /// <summary>Whether both say the same.</summary>
    /// <param name="other">The other ones.</param>
    /// <returns>True where they do.</returns>
    public bool Equals(UserPreferences? other) => other is not null
        && UsualNights == other.UsualNights
        && IsDegraded == other.IsDegraded
        && All.SequenceEqual(other.All);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(UsualNights, IsDegraded, All.Count, All.Count > 0 ? All[0] : null);
}
