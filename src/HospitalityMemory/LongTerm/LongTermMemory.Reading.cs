using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <remarks>This part computes what is told of a guest, as of today, from what is stored.</remarks>
internal sealed partial class LongTermMemory
{
    public async ValueTask<PersonalizationContext> GetPersonalizationContextAsync(
        string userId, BookingSlots? slots = null, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        slots ??= BookingSlots.Empty;
        var market = await _market.GetAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var profile = await _store.GetAsync(userId, cancellationToken).ConfigureAwait(false);
            return profile is null || !HasConsent(profile)
                ? PersonalizationContextFactory.ForStranger(userId, PreferencesOfStranger(market), slots)
                : PersonalizationContextFactory.ForGuest(
                    AsOfToday(profile, market), RecordOf(profile), slots, _options.LongTerm.SeasonalInsightsEnabled);
        }
        catch (MemoryUnavailableException exception) when (_options.LongTerm.ServeDefaultsWhenUnavailable)
        {
            LogServingDefaults(exception);
            return PersonalizationContextFactory.ForStranger(userId, PreferencesOfStranger(market) with { IsDegraded = true }, slots) with
            {
                IsDegraded = true,
            };
        }
    }

    public async ValueTask<UserAnalytics> GetUserAnalyticsAsync(string userId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        var profile = await _store.GetAsync(userId, cancellationToken).ConfigureAwait(false);
        var record = profile is null ? TravelRecord.Empty : RecordOf(profile);
        var today = Today(_timeProvider.GetUtcNow());
        var analytics = UserAnalyticsCalculator.Calculate(userId, record, today);
        if (_analyzers.Length is 0)
        {
            return analytics;
        }

        var custom = new Dictionary<string, double>(_analyzers.Length, StringComparer.Ordinal);
        foreach (var analyzer in _analyzers)
        {
            // NaN and infinity are no figures, and JSON has no word for them.
            if (analyzer.Analyze(record, today) is { } figure && double.IsFinite(figure))
            {
                custom[analyzer.Name] = figure;
            }
        }

        return analytics with { Custom = custom.AsReadOnly() };
    }

    /// <summary>
    /// The profile with what it says as of today. One that this library did not write yet says what it came with.
    /// </summary>
    private UserProfile AsOfToday(UserProfile profile, MarketSnapshot market) => profile with
    {
        Preferences = PreferencesOf(profile, market),
        Insights = InsightsOf(profile),
    };

    private async ValueTask<UserProfile> AsOfTodayAsync(UserProfile profile, CancellationToken cancellationToken) =>
        AsOfToday(profile, await _market.GetAsync(cancellationToken).ConfigureAwait(false));

    private UserPreferences PreferencesOf(UserProfile profile, MarketSnapshot market)
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

        var learned = _learner.Learn(RecordOf(profile), ContextOf(market));
        return PreferenceOverlay.Apply(learned, profile.StatedPreferences, profile.ImportedPreferences);
    }

    /// <summary>What the market suggests for anyone; nothing where the learner does not look at it.</summary>
    private UserPreferences PreferencesOfStranger(MarketSnapshot market) =>
        _learner.UsesMarket && _options.LongTerm.LearningEnabled
            ? _learner.Learn(TravelRecord.Empty, ContextOf(market))
            : UserPreferences.None;

    private LearningContext ContextOf(MarketSnapshot market) => new() { AsOf = Today(_timeProvider.GetUtcNow()), Market = market };

    private UserInsights InsightsOf(UserProfile profile)
    {
        if (!MayLearn(profile))
        {
            return UserInsights.None;
        }

        var insights = profile.Log.Learner is null ? profile.Insights : UserInsightsCalculator.Calculate(RecordOf(profile), _options.LongTerm.SeasonalInsightsEnabled);
        return _options.LongTerm.SeasonalInsightsEnabled ? insights : insights with { SeasonalPatterns = SeasonalPatterns.None };
    }

    /// <summary>The stays that may be looked at. Those of a profile from elsewhere are the embedded ones.</summary>
    private TravelRecord RecordOf(UserProfile profile) => !MayLearn(profile)
        ? TravelRecord.Empty
        : profile.Log.Learner is null
            ? new TravelRecord([.. profile.BookingHistory.Where(booking => booking.CancelledAt is null)], EarlierStays.None, [])
            : profile.Log.ToTravelRecord();

    private static IUserAnalyzer[] CheckNames(IUserAnalyzer[] analyzers)
    {
        var names = new HashSet<string>(analyzers.Length, StringComparer.Ordinal);
        foreach (var analyzer in analyzers)
        {
            if (string.IsNullOrWhiteSpace(analyzer.Name))
            {
                throw new InvalidOperationException($"The IUserAnalyzer {analyzer.GetType()} has no name; each needs one of its own.");
            }

            if (!names.Add(analyzer.Name))
            {
                throw new InvalidOperationException($"Two IUserAnalyzers have the name '{analyzer.Name}'; each needs one of its own.");
            }
        }

        return analyzers;
    }

    [LoggerMessage(1, LogLevel.Warning, "Long-term memory is out of reach; a stranger's defaults are served instead (LongTerm.ServeDefaultsWhenUnavailable).")]
    private partial void LogServingDefaults(Exception exception);
}
