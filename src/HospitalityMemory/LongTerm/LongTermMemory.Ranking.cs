namespace HospitalityMemory;

/// <remarks>This part orders properties by how well they fit a guest.</remarks>
internal sealed partial class LongTermMemory
{
    public async ValueTask<IReadOnlyList<RankedProperty>> RankPropertiesAsync(
        string userId, IReadOnlyList<PropertyCandidate> candidates, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        var given = PropertyCandidateRules.Normalize(candidates, _options.DefaultCurrency);
        var market = await _market.GetAsync(cancellationToken).ConfigureAwait(false);
        UserProfile? profile;
        try
        {
            profile = await _store.GetAsync(userId, cancellationToken).ConfigureAwait(false);
        }
        catch (MemoryUnavailableException exception) when (_options.LongTerm.ServeDefaultsWhenUnavailable)
        {
            LogServingDefaults(exception);
            profile = null;
        }

        var record = profile is null ? TravelRecord.Empty : RecordOf(profile);
        var ranked = _options.LongTerm.LearningEnabled
            ? _learner.Rank(record, given, ContextOf(market))
            : [.. given.Select(property => new RankedProperty { Property = property, Score = RankingOverlay.Neutral })];
        return profile is not null && HasConsent(profile) ? RankingOverlay.Apply(ranked, profile.StatedPreferences) : ranked;
    }
}
