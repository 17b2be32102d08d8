using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <summary>
/// Answers questions of agents and back office about a guest. It writes only one thing, at most once a day: that an agent asked,
/// which counts as activity of the guest.
/// </summary>
internal sealed partial class ProfileReader(
    IProfileStore store,
    ProfileViewer viewer,
    ConsentRule consent,
    HostAnalyzers analyzers,
    HospitalityMemoryOptions options,
    MemoryClock clock,
    CallLimit limit,
    ProfileLifetime lifetime,
    ILogger logger)
{
    public async ValueTask<UserProfile?> GetProfileAsync(string userId, CancellationToken cancellationToken)
    {
        Identifier.ThrowIfInvalid(userId);
        return await GetAsync(userId, cancellationToken).ConfigureAwait(false) is { } profile
            ? viewer.View(profile).Profile
            : null;
    }

    public async ValueTask<UserPreferences> GetPreferencesAsync(string userId, CancellationToken cancellationToken)
    {
        Identifier.ThrowIfInvalid(userId);
        var (profile, isDegraded) = await ReadAsync(userId, cancellationToken).ConfigureAwait(false);
        return profile is null
            ? StrangersPreferences(isDegraded)
            : viewer.View(profile).Preferences;
    }

    public async ValueTask<PersonalizationContext> GetContextAsync(string userId, BookingSlots? slots, CancellationToken cancellationToken)
    {
        Identifier.ThrowIfInvalid(userId);
        slots ??= BookingSlots.Empty;
        var (profile, isDegraded) = await ReadAsync(userId, cancellationToken).ConfigureAwait(false);
        if (profile is not null && consent.HasConsent(profile))
        {
            return ContextOf(viewer.View(profile), slots);
        }

        return PersonalizationContextFactory.ForStranger(userId, StrangersPreferences(isDegraded), slots, clock.Today) with { IsDegraded = isDegraded };
    }

    public async ValueTask<UserAnalytics> GetAnalyticsAsync(string userId, CancellationToken cancellationToken)
    {
        Identifier.ThrowIfInvalid(userId);
        var profile = await GetAsync(userId, cancellationToken).ConfigureAwait(false);
        var record = viewer.RecordOf(profile);
        var today = clock.Today;
        return analyzers.AddTo(UserAnalyticsCalculator.Calculate(userId, record, today), record, today);
    }

    public async ValueTask<IReadOnlyList<RankedProperty>> RankAsync(
        string userId, IReadOnlyList<PropertyCandidate> candidates, CancellationToken cancellationToken)
    {
        Identifier.ThrowIfInvalid(userId);
        var given = PropertyCandidateRules.Normalize(candidates, options.DefaultCurrency);
        var (profile, _) = await ReadAsync(userId, cancellationToken).ConfigureAwait(false);
        var ranked = viewer.Rank(profile, given);
        return profile is not null && consent.HasConsent(profile) ? RankingOverlay.Apply(ranked, profile.StatedPreferences, viewer.Names) : ranked;
    }

    private PersonalizationContext ContextOf(ProfileView view, BookingSlots slots)
    {
        if (view.LastContext is not { } last || last.Slots != slots)
        {
            last = new(slots, PersonalizationContextFactory.ForGuest(view, slots, viewer.Names, options.LongTerm.SeasonalInsightsEnabled));
            view.LastContext = last;
        }

        return last.Context;
    }

    /// <summary>
    /// The profile for an agent. Where the store is out of reach and the settings allow it, none: the agent then gets a
    /// stranger's answer.
    /// </summary>
    private async ValueTask<(UserProfile? Profile, bool IsDegraded)> ReadAsync(string userId, CancellationToken cancellationToken)
    {
        try
        {
            var profile = await GetAsync(userId, cancellationToken).ConfigureAwait(false);

            // The first write to a profile from elsewhere takes it over, which changes its answers. A read must not cause that.
            if (profile is { Bookings.Embedded: null } && !MarkActive.WasSeenOn(profile, clock.Today))
            {
                await MarkActiveAsync(userId, cancellationToken).ConfigureAwait(false);
            }

            return (profile, false);
        }
        catch (Exception exception) when (exception is MemoryUnavailableException or CorruptDataException && options.LongTerm.ServeDefaultsWhenUnavailable)
        {
            LogServingDefaults(exception);
            return (null, true);
        }
    }

    /// <summary>Notes that the guest was seen. A failure does not affect the agent's answer.</summary>
    private async ValueTask MarkActiveAsync(string userId, CancellationToken cancellationToken)
    {
        try
        {
            await limit.RunAsync((lifetime, userId), static (call, token) => call.lifetime.MarkActiveAsync(call.userId, token), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (HospitalityMemoryException exception)
        {
            LogNotMarked(exception);
        }
    }

    /// <summary>
    /// The only read of a call, and the only part with a time limit: what is computed from the profile takes no noticeable time.
    /// </summary>
    private ValueTask<UserProfile?> GetAsync(string userId, CancellationToken cancellationToken) =>
        limit.RunAsync((store, userId), static (call, token) => call.store.GetAsync(call.userId, token), cancellationToken);

    private UserPreferences StrangersPreferences(bool isDegraded)
    {
        var preferences = viewer.PreferencesOfStranger();
        return isDegraded ? preferences with { IsDegraded = true } : preferences;
    }

    [LoggerMessage(5, LogLevel.Warning, "That a guest was seen could not be noted; it is tried again when an agent asks the next time.")]
    private partial void LogNotMarked(Exception exception);

    [LoggerMessage(1, LogLevel.Warning, "Long-term memory is out of reach, or holds broken data of the guest; a stranger's defaults are served instead (LongTerm.ServeDefaultsWhenUnavailable).")]
    private partial void LogServingDefaults(Exception exception);
}
