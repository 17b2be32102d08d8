namespace HospitalityMemory;

/// <remarks>This part computes what a stored profile says as of today.</remarks>
internal sealed partial class LongTermMemory
{
    /// <summary>
    /// The profile with what it says as of today. One that this library did not write yet says what it came with.
    /// </summary>
    private UserProfile AsOfToday(UserProfile profile, MarketSnapshot market) =>
        Compute(profile, market, Today(_timeProvider.GetUtcNow())).Profile;

    private async ValueTask<UserProfile> AsOfTodayAsync(UserProfile profile, CancellationToken cancellationToken) =>
        AsOfToday(profile, await _market.GetAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>The view of a profile as the store keeps it, computed once.</summary>
    private ProfileView ViewOf(UserProfile stored, MarketSnapshot market)
    {
        var today = Today(_timeProvider.GetUtcNow());
        if (!_views.TryGet(stored, today, market, out var view))
        {
            view = Compute(stored, market, today);
            _views.Keep(view);
        }

        return view;
    }

    private ProfileView Compute(UserProfile profile, MarketSnapshot market, DateOnly today)
    {
        var record = RecordOf(profile);
        return ProfileView.Of(
            profile,
            today,
            market,
            profile with { Preferences = PreferencesOf(profile, record, market, today), Insights = InsightsOf(profile, record) },
            record);
    }

    private UserPreferences PreferencesOf(UserProfile profile, TravelRecord record, MarketSnapshot market, DateOnly today)
    {
        // Without consent a guest is a stranger: what was stated stays in the profile, and is told again after a
        // consent.
        if (!HasConsent(profile))
        {
            return PreferencesOfStranger(market);
        }

        if (profile.Log.Learner is null)
        {
            return profile.Preferences;
        }

        if (!_options.LongTerm.LearningEnabled)
        {
            return PreferenceOverlay.Apply(UserPreferences.None, profile.StatedPreferences, imported: null);
        }

        var learned = _learner.Learn(record, new LearningContext { AsOf = today, Market = market });
        return PreferenceOverlay.Apply(learned, profile.StatedPreferences, profile.ImportedPreferences);
    }

    /// <summary>What the market suggests for anyone; nothing where the learner does not look at it.</summary>
    private UserPreferences PreferencesOfStranger(MarketSnapshot market) =>
        _learner.UsesMarket && _options.LongTerm.LearningEnabled
            ? _learner.Learn(TravelRecord.Empty, ContextOf(market))
            : UserPreferences.None;

    private LearningContext ContextOf(MarketSnapshot market) => new() { AsOf = Today(_timeProvider.GetUtcNow()), Market = market };

    private UserInsights InsightsOf(UserProfile profile, TravelRecord record)
    {
        if (!MayLearn(profile))
        {
            return UserInsights.None;
        }

        var insights = profile.Log.Learner is null
            ? profile.Insights
            : UserInsightsCalculator.Calculate(record, _options.LongTerm.SeasonalInsightsEnabled);
        return _options.LongTerm.SeasonalInsightsEnabled ? insights : insights with { SeasonalPatterns = SeasonalPatterns.None };
    }

    /// <summary>The stays that may be looked at. Those of a profile from elsewhere are the embedded ones.</summary>
    private TravelRecord RecordOf(UserProfile profile) => !MayLearn(profile)
        ? TravelRecord.Empty
        : profile.Log.Learner is null
            ? new TravelRecord([.. profile.BookingHistory.Where(booking => booking.CancelledAt is null)], EarlierStays.None, [])
            : profile.Log.ToTravelRecord();
}
