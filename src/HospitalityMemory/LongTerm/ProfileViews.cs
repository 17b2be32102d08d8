using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory;

/// <summary>
/// What a stored profile says on a day. Each part is computed at its first use and stays valid until the profile is written to.
/// Thread safe: two threads may compute a part at once, with the same result.
/// </summary>
/// <param name="viewer">Computes the parts.</param>
/// <param name="stored">The profile as the store keeps it.</param>
/// <param name="asOf">The day.</param>
/// <param name="stamp">The learner's stamp before the view was computed.</param>
internal sealed class ProfileView(ProfileViewer viewer, UserProfile stored, DateOnly asOf, object? stamp)
{
    private TravelRecord? _record;
    private UserPreferences? _preferences;
    private UserInsights? _insights;
    private UserProfile? _profile;

    public UserProfile Stored => stored;

    public DateOnly AsOf => asOf;

    public object? Stamp => stamp;

    /// <summary>The stays that may be used.</summary>
    public TravelRecord Record => _record ??= viewer.RecordOf(stored);

    public UserPreferences Preferences => _preferences ??= viewer.PreferencesOf(stored, Record, asOf);

    public UserInsights Insights => _insights ??= viewer.InsightsOf(stored, Record, asOf);

    /// <summary>
    /// The context that was computed last, with the slots that it is for; null before the first. Most turns of a conversation leave the slots as
    /// they are. Several threads may set it at once, each to a right value.
    /// </summary>
    public ContextOfSlots? LastContext { get; set; }

    /// <summary>The profile with its preferences and insights.</summary>
    public UserProfile Profile => _profile ??= stored with { Preferences = Preferences, Insights = Insights };
}

/// <summary>A context, with the slots of the conversation for which it was computed. Immutable.</summary>
internal sealed record ContextOfSlots(BookingSlots Slots, PersonalizationContext Context);

/// <summary>
/// Keeps the views of profiles that were read lately; the guest of a conversation need not be learned anew at every turn. A view
/// belongs to one stored snapshot. Losing a view only costs its computation. Thread safe.
/// </summary>
/// <param name="capacity">The most views that are kept.</param>
internal sealed class ProfileViews(int capacity)
{
    private readonly RecentlyUsed<ProfileView> _views = new(capacity);

    /// <summary><inheritdoc cref="RecentlyUsed{T}.Forgotten"/></summary>
    public long Forgotten => _views.Forgotten;

    public bool TryGet(UserProfile stored, DateOnly asOf, object? stamp, [NotNullWhen(true)] out ProfileView? view)
    {
        view = _views.Find(stored.UserId);
        return view is not null && ReferenceEquals(view.Stored, stored) && view.AsOf == asOf && ReferenceEquals(view.Stamp, stamp);
    }

    /// <param name="view">The view.</param>
    /// <param name="forgotten"><see cref="Forgotten"/> as it was before the view was computed.</param>
    public void Keep(ProfileView view, long forgotten) => _views.Keep(view.Stored.UserId, view, forgotten);

    /// <summary>Drops a guest's view: nothing of a deleted guest may stay in memory.</summary>
    public void Forget(string userId) => _views.Forget(userId);
}
