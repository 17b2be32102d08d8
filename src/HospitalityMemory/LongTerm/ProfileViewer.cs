namespace HospitalityMemory;

/// <summary>Computes what a stored profile says as of today. Here alone the learner is asked.</summary>
internal sealed class ProfileViewer(
    IPreferenceLearner learner, NameRules names, ConsentRule consent, LongTermMemoryOptions options, MemoryClock clock)
{
    private readonly ProfileViews _views = new(options.ProfileCacheSize);

    /// <summary>How names are compared.</summary>
    public NameRules Names => names;

    /// <summary>The view of a profile as the store keeps it, computed once for a day and a stamp of the learner.</summary>
    public ProfileView View(UserProfile stored)
    {
        // The stamp first: what is learned after it may know more than it says, and is then learned once again.
        var (forgotten, today, stamp) = (_views.Forgotten, clock.Today, learner.Stamp);
        if (!_views.TryGet(stored, today, stamp, out var view))
        {
            view = new(this, stored, today, stamp);
            _views.Keep(view, forgotten);
        }

        return view;
    }

    /// <summary>
    /// The profile with what it says as of today. One that this library did not write yet says what it came with.
    /// </summary>
    public UserProfile AsOfToday(UserProfile profile) => new ProfileView(this, profile, clock.Today, stamp: null).Profile;

    /// <summary>The same for preferences alone.</summary>
    public UserPreferences PreferencesAsOfToday(UserProfile profile) => PreferencesOf(profile, RecordOf(profile), clock.Today);

    /// <summary>What the learner says of anyone; nothing where it knows nothing but the guest's own stays.</summary>
    public UserPreferences PreferencesOfStranger() => PreferencesOfStranger(clock.Today);

    /// <summary>Orders properties by what was learned of a guest; a stranger has no profile.</summary>
    public IReadOnlyList<RankedProperty> Rank(UserProfile? profile, IReadOnlyList<PropertyCandidate> candidates) => options.LearningEnabled
        ? learner.Rank(RecordOf(profile), candidates, clock.Today)
        : [.. candidates.Select(property => new RankedProperty { Property = property, Score = RankingOverlay.Neutral })];

    /// <summary>
    /// The stays that may be looked at, each name as it is shown. Those of a profile from elsewhere are the embedded ones.
    /// </summary>
    public TravelRecord RecordOf(UserProfile? profile) => consent.RecordOf(profile).NamesBy(names).Shown;

    /// <summary>Lets go of what was computed of a guest who was deleted.</summary>
    public void Forget(string userId) => _views.Forget(userId);

    /// <summary>A part of a view: see <see cref="ProfileView"/>.</summary>
    public UserPreferences PreferencesOf(UserProfile profile, TravelRecord record, DateOnly today)
    {
        // Without consent a guest is a stranger: what was stated stays in the profile, and is told again after a
        // consent.
        if (!consent.HasConsent(profile))
        {
            return PreferencesOfStranger(today);
        }

        if (profile.Bookings.Embedded is not null)
        {
            return profile.Preferences;
        }

        return options.LearningEnabled
            ? PreferenceOverlay.Apply(
                PreferencesAsOf.Of(learner.Learn(record, today), record, today), profile.StatedPreferences, profile.ImportedPreferences, names)
            : PreferenceOverlay.Apply(UserPreferences.Empty, profile.StatedPreferences, imported: null, names);
    }

    /// <summary>A part of a view: see <see cref="ProfileView"/>.</summary>
    public UserInsights InsightsOf(UserProfile profile, TravelRecord record, DateOnly today)
    {
        if (!consent.MayLearn(profile))
        {
            return UserInsights.Empty;
        }

        var insights = profile.Bookings.Embedded is not null
            ? profile.Insights with { StayCount = Math.Max(0, profile.Insights.BookingCount - record.CountToCome(today)) }
            : UserInsightsCalculator.Calculate(record, profile.Bookings.Window.Total, today, options.SeasonalInsightsEnabled);
        return options.SeasonalInsightsEnabled ? insights : insights with { SeasonalPatterns = SeasonalPatterns.Empty };
    }

    private UserPreferences PreferencesOfStranger(DateOnly today) =>
        options.LearningEnabled ? learner.Learn(TravelRecord.Empty, today) : UserPreferences.Empty;
}
