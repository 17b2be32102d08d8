using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <remarks>This part tells agents and back office of a guest.</remarks>
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
                : PersonalizationContextFactory.ForGuest(ViewOf(profile, market), slots, _options.LongTerm.SeasonalInsightsEnabled);
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
