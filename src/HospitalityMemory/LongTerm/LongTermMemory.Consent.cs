using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <remarks>This part keeps the guest's word on learning, and signs of life.</remarks>
internal sealed partial class LongTermMemory
{
    private static readonly TimeSpan MinPeriod = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxPeriod = TimeSpan.FromDays(36_500);

    public async ValueTask<UserProfile> SetConsentAsync(string userId, bool granted, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        var written = await WriteAsync(
            userId,
            bookingId: null,
            (Memory: this, Consent: granted ? ConsentStatus.Granted : ConsentStatus.Withdrawn),
            static (start, argument) => argument.Memory.ChangeConsent(start, argument.Consent),
            cancellationToken).ConfigureAwait(false);
        return await AsOfTodayAsync(written.Profile!, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask MarkActiveAsync(string userId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);

        // A cache may answer: at worst the write below finds that there is nothing to do.
        var profile = await _store.GetAsync(userId, cancellationToken).ConfigureAwait(false);
        if (profile is null || WasSeenOn(profile, _timeProvider.GetUtcNow()))
        {
            return;
        }

        try
        {
            await WriteAsync(
                userId,
                bookingId: null,
                argument: 0,
                static (start, _) => start.Profile is not { } profile || WasSeenOn(profile, start.Now) ? Change.None : new Change(profile),
                cancellationToken).ConfigureAwait(false);
        }
        catch (MemoryConcurrencyException exception)
        {
            // Whoever was faster has left a sign of life too.
            LogMarkedByOthers(exception);
        }
    }

    public ValueTask<int> CleanupInactiveProfilesAsync(CancellationToken cancellationToken = default) =>
        CleanupInactiveProfilesAsync(_options.LongTerm.InactiveAfter, cancellationToken);

    public async ValueTask<int> CleanupInactiveProfilesAsync(TimeSpan period, CancellationToken cancellationToken = default)
    {
        if (period < MinPeriod || period > MaxPeriod)
        {
            throw new ArgumentOutOfRangeException(nameof(period), period, "The period is 1 to 36,500 days. Nothing was removed.");
        }

        var now = _timeProvider.GetUtcNow();
        var removed = 0;
        await foreach (var userId in _store.DeleteInactiveAsync(now - period, Today(now), cancellationToken).ConfigureAwait(false))
        {
            _views.Forget(userId);
            removed++;
        }

        return removed;
    }

    [LoggerMessage(2, LogLevel.Debug, "A guest was not marked as active: others wrote to the profile.")]
    private partial void LogMarkedByOthers(Exception exception);

    private Change ChangeConsent(WriteStart start, ConsentStatus consent)
    {
        var profile = start.Profile ?? NewProfile(start.UserId, start.Now);
        if (profile.Consent == consent)
        {
            return Change.None;
        }

        // A no drops what was learned; so does a yes after a no, spoken or implied, for what was booked in between.
        var forgets = consent is ConsentStatus.Withdrawn || !HasConsent(profile);
        return new(
            profile with
            {
                Consent = consent,
                ConsentChangedAt = start.Now,
                ImportedPreferences = forgets ? null : profile.ImportedPreferences,
                NestedFields = forgets ? JsonFields.Empty : profile.NestedFields,
            },
            forgets ? profile.Log.Forget() : profile.Log);
    }

    private static bool WasSeenOn(UserProfile profile, DateTimeOffset moment) => Today(profile.LastActiveAt) >= Today(moment);

    private static DateOnly Today(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);
}
