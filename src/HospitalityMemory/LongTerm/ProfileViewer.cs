namespace HospitalityMemory;

/// <summary>
/// Computes what a stored profile says as of today. Here alone the learner is asked, and shown the market.
/// </summary>
internal sealed class ProfileViewer(
    IPreferenceLearner learner, MarketStatistics market, ConsentRule consent, LongTermMemoryOptions options, MemoryClock clock)
{
    private readonly ProfileViews _views = new();

    /// <summary>The view of a profile as the store keeps it, computed once for a day.</summary>
    public ValueTask<ProfileView> ViewAsync(UserProfile stored, CancellationToken cancellationToken)
    {
        // Not asynchronous itself: an agent's every turn comes by here.
        var snapshot = market.GetAsync(cancellationToken);
        return snapshot.IsCompletedSuccessfully ? new(View(stored, snapshot.Result)) : WaitAsync(stored, snapshot);

        async ValueTask<ProfileView> WaitAsync(UserProfile stored, ValueTask<MarketSnapshot> snapshot) =>
            View(stored, await snapshot.ConfigureAwait(false));
    }

    /// <summary>
    /// The profile with what it says as of today. One that this library did not write yet says what it came with.
    /// </summary>
    public async ValueTask<UserProfile> AsOfTodayAsync(UserProfile profile, CancellationToken cancellationToken) =>
        Compute(profile, await market.GetAsync(cancellationToken).ConfigureAwait(false), clock.Today).Profile;

    /// <summary>What the market suggests for anyone; nothing where the learner does not look at it.</summary>
    public async ValueTask<UserPreferences> PreferencesOfStrangerAsync(CancellationToken cancellationToken) =>
        PreferencesOfStranger(await market.GetAsync(cancellationToken).ConfigureAwait(false), clock.Today);

    /// <summary>Orders properties by what was learned of a guest; a stranger has no profile.</summary>
    public async ValueTask<IReadOnlyList<RankedProperty>> RankAsync(
        UserProfile? profile, IReadOnlyList<PropertyCandidate> candidates, CancellationToken cancellationToken)
    {
        var snapshot = await market.GetAsync(cancellationToken).ConfigureAwait(false);
        return options.LearningEnabled
            ? learner.Rank(RecordOf(profile), candidates, ContextOf(snapshot, clock.Today))
            : [.. candidates.Select(property => new RankedProperty { Property = property, Score = RankingOverlay.Neutral })];
    }

    /// <summary>The stays that may be looked at. Those of a profile from elsewhere are the embedded ones.</summary>
    public TravelRecord RecordOf(UserProfile? profile) => profile is null || !consent.MayLearn(profile)
        ? TravelRecord.Empty
        : profile.Log.Learner is null
            ? new TravelRecord([.. profile.BookingHistory.Where(booking => booking.CancelledAt is null)], EarlierStays.None, [])
            : profile.Log.ToTravelRecord();

    /// <summary>Lets go of what was computed of a guest who was deleted.</summary>
    public void Forget(string userId) => _views.Forget(userId);

    private ProfileView View(UserProfile stored, MarketSnapshot snapshot)
    {
        var today = clock.Today;
        if (!_views.TryGet(stored, today, snapshot, out var view))
        {
            view = Compute(stored, snapshot, today);
            _views.Keep(view);
        }

        return view;
    }

    private ProfileView Compute(UserProfile profile, MarketSnapshot snapshot, DateOnly today)
    {
        var record = RecordOf(profile);
        return ProfileView.Of(
            profile,
            today,
            snapshot,
            profile with { Preferences = PreferencesOf(profile, record, snapshot, today), Insights = InsightsOf(profile, record) },
            record);
    }

    private UserPreferences PreferencesOf(UserProfile profile, TravelRecord record, MarketSnapshot snapshot, DateOnly today)
    {
        // Without consent a guest is a stranger: what was stated stays in the profile, and is told again after a
        // consent.
        if (!consent.HasConsent(profile))
        {
            return PreferencesOfStranger(snapshot, today);
        }

        if (profile.Log.Learner is null)
        {
            return profile.Preferences;
        }

        return options.LearningEnabled
            ? PreferenceOverlay.Apply(
                learner.Learn(record, ContextOf(snapshot, today)), profile.StatedPreferences, profile.ImportedPreferences)
            : PreferenceOverlay.Apply(UserPreferences.None, profile.StatedPreferences, imported: null);
    }

    private UserPreferences PreferencesOfStranger(MarketSnapshot snapshot, DateOnly today) =>
        learner.UsesMarket && options.LearningEnabled
            ? learner.Learn(TravelRecord.Empty, ContextOf(snapshot, today))
            : UserPreferences.None;

    private UserInsights InsightsOf(UserProfile profile, TravelRecord record)
    {
        if (!consent.MayLearn(profile))
        {
            return UserInsights.None;
        }

        var insights = profile.Log.Learner is null
            ? profile.Insights
            : UserInsightsCalculator.Calculate(record, options.SeasonalInsightsEnabled);
        return options.SeasonalInsightsEnabled ? insights : insights with { SeasonalPatterns = SeasonalPatterns.None };
    }

    private static LearningContext ContextOf(MarketSnapshot snapshot, DateOnly today) => new() { AsOf = today, Market = snapshot };
}
