namespace HospitalityMemory;

/// <summary>Computes what a stored profile says as of today. No other class calls the learner.</summary>
internal sealed class ProfileViewer(
    IPreferenceLearner learner, NameRules names, ConsentRule consent, LongTermMemoryOptions options, MemoryClock clock)
{
    private readonly ProfileViews _views = new(options.ProfileCacheSize);

    /// <summary>How names are compared.</summary>
    public NameRules Names => names;

    /// <summary>The view of a stored profile. It is computed once for each day and stamp of the learner.</summary>
    public ProfileView View(UserProfile stored)
    {
        // The stamp is read first. If the learner changes afterwards, the stamp is out of date, and the view is computed again.
        var (forgotten, today, stamp) = (_views.Forgotten, clock.Today, learner.Stamp);
        if (!_views.TryGet(stored, today, stamp, out var view))
        {
            view = new(this, stored, today, stamp);
            _views.Keep(view, forgotten);
        }

        return view;
    }

    /// <summary>
    /// The profile as of today. A profile that this library has not written yet keeps the preferences it came with.
    /// </summary>
    public UserProfile AsOfToday(UserProfile profile) => new ProfileView(this, profile, clock.Today, stamp: null).Profile;

    /// <summary>Only the preferences of <see cref="AsOfToday"/>.</summary>
    public UserPreferences PreferencesAsOfToday(UserProfile profile) => PreferencesOf(profile, RecordOf(profile), clock.Today);

    /// <summary>What the learner says about any guest; nothing from a learner that knows only the guest's own stays.</summary>
    public UserPreferences PreferencesOfStranger() => PreferencesOfStranger(clock.Today);

    /// <summary>Orders properties by what was learned about a guest; the profile of a stranger is null.</summary>
    public IReadOnlyList<RankedProperty> Rank(UserProfile? profile, IReadOnlyList<PropertyCandidate> candidates) => options.LearningEnabled
        ? learner.Rank(RecordOf(profile), candidates, clock.Today)
        : [.. candidates.Select(property => new RankedProperty { Property = property, Score = RankingOverlay.Neutral })];

    /// <summary>
    /// The stays that may be used, with one name for each thing. In a profile from elsewhere these are the embedded bookings.
    /// </summary>
    public TravelRecord RecordOf(UserProfile? profile) => consent.RecordOf(profile).NamesBy(names).Shown;

    /// <summary>Drops what was computed for a guest who was deleted.</summary>
    public void Forget(string userId) => _views.Forget(userId);

    /// <summary>A part of a view: see <see cref="ProfileView"/>.</summary>
    public UserPreferences PreferencesOf(UserProfile profile, TravelRecord record, DateOnly today)
    {
        // Without consent a guest is treated as a stranger. Statements stay in the profile and are used again after a consent.
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
