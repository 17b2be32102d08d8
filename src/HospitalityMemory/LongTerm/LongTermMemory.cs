using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>Owns the rules of profiles; the store owns their atomic steps, the learner what bookings mean.</summary>
/// <remarks>
/// This part writes: read the newest state, make the next one by a pure function, commit unless another was faster.
/// </remarks>
internal sealed partial class LongTermMemory : ILongTermMemory
{
    private const int MaxAttempts = 32;

    private readonly IProfileStore _store;
    private readonly IPreferenceLearner _learner;
    private readonly MarketStatistics _market;
    private readonly string _learnerTag;
    private readonly HospitalityMemoryOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly MemoryMetrics _metrics;
    private readonly IUserAnalyzer[] _analyzers;
    private readonly ILogger _logger;
    private readonly ProfileViews _views = new();

    public LongTermMemory(
        IProfileStore store,
        IPreferenceLearner learner,
        MarketStatistics market,
        IOptions<HospitalityMemoryOptions> options,
        TimeProvider timeProvider,
        MemoryMetrics metrics,
        IEnumerable<IUserAnalyzer> analyzers,
        ILogger<LongTermMemory>? logger = null)
    {
        _store = store;
        _learner = learner;
        _market = market;
        _learnerTag = FormattableString.Invariant($"{learner.Name}/{learner.Version}");
        _options = options.Value;
        _timeProvider = timeProvider;
        _metrics = metrics;
        _analyzers = CheckNames([.. analyzers]);

        // A container without logging is complete all the same.
        _logger = logger ?? NullLogger<LongTermMemory>.Instance;
    }

    /// <summary>
    /// Whether the guest lets the platform learn: never asked is yes, unless the settings require consent.
    /// </summary>
    private bool HasConsent(UserProfile profile) => HasConsent(profile.Consent);

    private bool HasConsent(ConsentStatus consent) =>
        consent is ConsentStatus.Granted || (consent is ConsentStatus.Unknown && !_options.LongTerm.RequireConsent);

    /// <summary>
    /// The guest's word and the host's switch. They differ in what is left: without consent what was learned is dropped
    /// for good, while switched off it is only not looked at.
    /// </summary>
    private bool MayLearn(UserProfile profile) => _options.LongTerm.LearningEnabled && HasConsent(profile);

    /// <summary>Nothing is written where the change is none, so that a call made twice leaves one trace.</summary>
    private async ValueTask<Written> WriteAsync<TArgument>(
        string userId, string? bookingId, TArgument argument, Func<WriteStart, TArgument, Change> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var current = await _store.GetForUpdateAsync(userId, bookingId, cancellationToken).ConfigureAwait(false);
            if (await PrepareAsync(userId, current, bookingId, cancellationToken).ConfigureAwait(false) is not { } start)
            {
                _metrics.LongTermConflict();
                continue;
            }

            var next = change(start, argument);
            if (next.Profile is null)
            {
                return new(start.Profile, start.Profile?.Version ?? 0, start.Booking, IsChanged: false, WasRecorded: start.Booking is not null);
            }

            var log = next.Log ?? next.Profile.Log;
            if (next.MustRebuild)
            {
                log = await RebuildAsync(userId, log, [.. start.Repaired, next.Booking!], cancellationToken).ConfigureAwait(false);
            }

            var profile = await CompleteAsync(next.Profile, log, start.Now, cancellationToken).ConfigureAwait(false);
            var version = await _store.TryCommitAsync(profile, WithChanged(start.Repaired, next.Booking), cancellationToken).ConfigureAwait(false);
            if (version is { } committed)
            {
                return new(profile, committed, next.Booking ?? start.Booking, IsChanged: true, WasRecorded: start.Booking is not null);
            }

            _metrics.LongTermConflict();
        }

        throw new MemoryConcurrencyException(MaxAttempts);
    }

    /// <summary>
    /// What the change starts from: a log that fits the learner and holds the bookings. Null where a part of a repair
    /// lost a race.
    /// </summary>
    private async ValueTask<WriteStart?> PrepareAsync(
        string userId, ProfileForUpdate current, string? bookingId, CancellationToken cancellationToken)
    {
        var now = _timeProvider.GetUtcNow();
        if (current.Profile is not { } profile)
        {
            // A booking without a profile is what a broken deletion left behind: it counts as gone.
            return new WriteStart(userId, null, null, now, [], IsMended: false);
        }

        if (profile.Log.Learner == _learnerTag)
        {
            return new WriteStart(userId, profile, current.Booking, now, [], IsMended: false);
        }

        if (profile.Log.Learner is null)
        {
            return await RepairAsync(profile, current.Booking, bookingId, now, cancellationToken).ConfigureAwait(false);
        }

        var log = await RebuildAsync(userId, profile.Log, [], cancellationToken).ConfigureAwait(false);
        return new WriteStart(userId, profile with { Log = log }, current.Booking, now, [], IsMended: true);
    }

    /// <summary>
    /// The log made anew from the history. That the store may hold newer bookings than the profile that was read does
    /// no harm: the profile's version has changed with them, and the commit is refused.
    /// </summary>
    private async ValueTask<BookingLog> RebuildAsync(
        string userId, BookingLog log, IReadOnlyList<Booking> changed, CancellationToken cancellationToken)
    {
        var history = log.EarlierBookings is 0
            ? log.Recent.ToDictionary(booking => booking.BookingId, StringComparer.Ordinal)
            : await ReadHistoryAsync(userId, cancellationToken).ConfigureAwait(false);
        foreach (var booking in changed)
        {
            history[booking.BookingId] = booking;
        }

        return log.Rebuild(history.Values, _learnerTag);
    }

    private async ValueTask<Dictionary<string, Booking>> ReadHistoryAsync(string userId, CancellationToken cancellationToken)
    {
        var history = new Dictionary<string, Booking>(StringComparer.Ordinal);
        await foreach (var booking in _store.GetBookingsAsync(userId, cancellationToken).ConfigureAwait(false))
        {
            history[booking.BookingId] = booking;
        }

        return history;
    }

    /// <summary>
    /// The profile as it is committed: stamped, and where others may read the store with what it says as of now.
    /// </summary>
    private async ValueTask<UserProfile> CompleteAsync(
        UserProfile profile, BookingLog log, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stamped = profile with
        {
            Log = log,
            UpdatedAt = now,
            LastActiveAt = now > profile.LastActiveAt ? now : profile.LastActiveAt,
            Preferences = UserPreferences.None,
            Insights = UserInsights.None,
        };
        return _store.IsDurable ? await AsOfTodayAsync(stamped, cancellationToken).ConfigureAwait(false) : stamped;
    }

    private UserProfile NewProfile(string userId, DateTimeOffset now) => new()
    {
        UserId = userId,
        CreatedAt = now,
        Log = BookingLog.Empty with { Learner = _learnerTag },
    };

    private static IReadOnlyList<Booking> WithChanged(IReadOnlyList<Booking> repaired, Booking? changed) => changed is null
        ? repaired
        : repaired.Count is 0
            ? [changed]
            : [.. repaired.ExceptBy([changed.BookingId], static booking => booking.BookingId), changed];

    /// <summary>
    /// What a change starts from; <see cref="Repaired"/> are bookings that must be committed with whatever it makes.
    /// </summary>
    private readonly record struct WriteStart(
        string UserId, UserProfile? Profile, Booking? Booking, DateTimeOffset Now, IReadOnlyList<Booking> Repaired, bool IsMended);

    /// <summary>What a write makes of a profile; without a profile it changes nothing.</summary>
    private readonly record struct Change(UserProfile? Profile, BookingLog? Log = null, Booking? Booking = null, bool MustRebuild = false)
    {
        public static Change None => default;
    }

    /// <summary>How a write ended. <see cref="Content"/> still has the version that it was made from.</summary>
    private readonly record struct Written(UserProfile? Content, long Version, Booking? Booking, bool IsChanged, bool WasRecorded)
    {
        public UserProfile? Profile => Content is null || Content.Version == Version ? Content : Content with { Version = Version };
    }
}
