using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>
/// The facade of long-term memory. A reader answers, and a writer applies changes, each of which has a type of its own. Activity,
/// inactivity and erasure are handled by <see cref="ProfileLifetime"/>. The store carries out the atomic steps; the learner
/// decides what bookings mean.
/// </summary>
internal sealed class LongTermMemory : ILongTermMemory
{
    private readonly IProfileStore _store;
    private readonly HospitalityMemoryOptions _options;
    private readonly MemoryMetrics _metrics;
    private readonly ConsentRule _consent;
    private readonly ProfileViewer _viewer;
    private readonly ProfileReader _reader;
    private readonly ProfileWriter _writer;
    private readonly ProfileLifetime _lifetime;
    private readonly OriginRemover _remover;
    private readonly CallLimit _limit;
    private readonly ProfileMerger _merger;

    public LongTermMemory(
        IProfileStore store,
        IPreferenceLearner learner,
        NameRules names,
        IOptions<HospitalityMemoryOptions> options,
        TimeProvider timeProvider,
        MemoryMetrics metrics,
        IEnumerable<IUserAnalyzer> analyzers,
        IEnumerable<IGuestChangeObserver> observers,
        ILogger<LongTermMemory>? logger = null)
    {
        _store = store;
        _options = options.Value;
        _metrics = metrics;
        _consent = new(_options.LongTerm);

        // A container need not have logging.
        logger ??= NullLogger<LongTermMemory>.Instance;
        var clock = new MemoryClock(timeProvider);
        _viewer = new(learner, names, _consent, _options.LongTerm, clock);
        _limit = CallLimit.Of(store, _options.LongTerm, timeProvider);
        var changes = new GuestChangeObservers(observers, store, _consent, clock, logger);
        var rebuilder = new ProfileRebuilder(store, clock, logger);
        _writer = new(store, new ProfileRepairer(store, _consent, _options.DefaultCurrency, logger), rebuilder, _viewer, changes, clock, metrics, _limit);
        _remover = new(store, _writer);
        _lifetime = new(store, _writer, _viewer, changes, clock, _options.LongTerm.Timeout, logger);
        _merger = new(store, _writer, _viewer, changes, _consent, _lifetime, _options, clock);
        _reader = new(store, _viewer, _consent, new HostAnalyzers(analyzers), _options, clock, _limit, _lifetime, logger);
    }

    /// <summary>For the operator: see <see cref="IMemoryAdministration"/>.</summary>
    internal ProfileMerger Merger => _merger;

    public ValueTask<UserProfile?> GetUserProfileAsync(string userId, CancellationToken cancellationToken = default) =>
        _reader.GetProfileAsync(userId, cancellationToken);

    public async ValueTask<UserProfile> InitializeUserProfileAsync(string userId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        try
        {
            return await WriteProfileAsync(userId, default(InitializeProfile), cancellationToken).ConfigureAwait(false);
        }
        catch (CorruptDataException exception) when (exception.CanBeRebuilt)
        {
            return _viewer.AsOfToday((await _writer.RebuildAsync(userId, cancellationToken).ConfigureAwait(false)).Profile!);
        }
    }

    public async ValueTask<UserProfile> UpdateUserProfileAsync(
        string userId, Func<ProfileFields, ProfileFields> update, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        ArgumentNullException.ThrowIfNull(update);
        return await WriteProfileAsync(userId, new UpdateFields(update), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>For an import: adds what a record says to a guest's profile that lacks it. It has no time limit.</summary>
    /// <param name="record">The record.</param>
    /// <param name="unitedField">The additional field with a list, of which the items of both are kept.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether anything changed.</returns>
    internal async ValueTask<bool> FillProfileAsync(UserProfile record, string unitedField, CancellationToken cancellationToken)
    {
        var change = new FillProfile(record, _consent, _options.LongTerm.MaxSearchesPerSession, unitedField);
        return (await _writer.WriteAtLeisureAsync(record.UserId, change, cancellationToken).ConfigureAwait(false)).IsChanged;
    }

    public ValueTask<UserPreferences> GetUserPreferencesAsync(string userId, CancellationToken cancellationToken = default) =>
        _reader.GetPreferencesAsync(userId, cancellationToken);

    public ValueTask<UserPreferences> UpdateUserPreferencesAsync(
        string userId, BookingSlots slots, CancellationToken cancellationToken = default) =>
        UpdateUserPreferencesAsync(userId, slots, origin: null, cancellationToken);

    public async ValueTask<UserPreferences> UpdateUserPreferencesAsync(
        string userId, BookingSlots slots, Origin? origin, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        ArgumentNullException.ThrowIfNull(slots);
        var change = new NoteSearch(
            SlotRules.Validate(slots, _options.DefaultCurrency), Origin.Checked(origin, nameof(origin)), _consent, _options.LongTerm.MaxSearchesPerSession);
        var written = await WriteAsync(userId, bookingId: null, change, cancellationToken).ConfigureAwait(false);
        return written.Profile is { } profile
            ? _viewer.PreferencesAsOfToday(profile)
            : _viewer.PreferencesOfStranger();
    }

    public async ValueTask<UserPreferences> AddStatedPreferenceAsync(
        string userId, StatedPreference preference, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        var change = new StatePreference(StatedPreferenceRules.Normalize(preference), _options.LongTerm.MaxStatedPreferencesPerSession);
        var written = await WriteAsync(userId, bookingId: null, change, cancellationToken).ConfigureAwait(false);
        return _viewer.PreferencesAsOfToday(written.Profile!);
    }

    public async ValueTask<bool> RemoveStatedPreferenceAsync(
        string userId, PreferenceKind kind, string value, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        StatedPreferenceRules.CheckKind(kind, nameof(kind));
        var change = new RemoveStatedPreference(kind, StatedPreferenceRules.CheckValue(value, nameof(value)));
        return (await WriteAsync(userId, bookingId: null, change, cancellationToken).ConfigureAwait(false)).IsChanged;
    }

    /// <summary>For the operator: see <see cref="IMemoryAdministration"/>.</summary>
    public ValueTask<OriginRemoval> RemoveByOriginAsync(string userId, OriginFilter filter, CancellationToken cancellationToken) =>
        _remover.RemoveAsync(userId, filter, cancellationToken);

    public async ValueTask<RecordedBooking> AddBookingToHistoryAsync(string userId, Booking booking, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        var given = BookingRules.Take(booking, out var problems);
        RecordBooking.ThrowIfMistakable(given, "booking.AdditionalFields");
        var written = await WriteAsync(userId, given.BookingId, new RecordBooking(given, _consent, _options.DefaultCurrency), cancellationToken).ConfigureAwait(false);
        if (written is { IsChanged: true, WasRecorded: false } && _consent.MayLearn(written.Content!) && given.MayTeach)
        {
            _metrics.BookingLearned();
        }

        return new(written.Booking!, problems);
    }

    public async ValueTask<IReadOnlyList<RecordedBooking>> AddBookingsToHistoryAsync(
        string userId, IReadOnlyList<Booking> bookings, CancellationToken cancellationToken = default)
    {
        var several = await RecordBookingsAsync(userId, bookings, cancellationToken).ConfigureAwait(false);
        return [.. several.Recorded.Zip(several.Problems, static (booking, problems) => new RecordedBooking(booking, problems))];
    }

    /// <summary>Records several bookings, and says which of them are new and which changed.</summary>
    internal async ValueTask<SeveralBookings> RecordBookingsAsync(
        string userId, IReadOnlyList<Booking> bookings, CancellationToken cancellationToken)
    {
        Identifier.ThrowIfInvalid(userId);
        var given = RecordBookings.Check(bookings);
        if (given.Count is 0)
        {
            return SeveralBookings.None;
        }

        var ids = given.Select(static taken => taken.Booking.BookingId).ToHashSet(StringComparer.Ordinal);
        var change = new RecordBookings([.. given.Select(static taken => taken.Booking)], _consent, _options.DefaultCurrency);
        var written = await _writer.WriteSeveralAsync(userId, ids, change, cancellationToken).ConfigureAwait(false);
        if (written.IsChanged && _consent.MayLearn(written.Content!))
        {
            foreach (var _ in written.Several!.Added.Where(static booking => booking.MayTeach))
            {
                _metrics.BookingLearned();
            }
        }

        return written.Several! with { Problems = [.. given.Select(static taken => taken.Problems)] };
    }

    public IAsyncEnumerable<Booking> GetBookingHistoryAsync(string userId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        return _store.GetBookingsAsync(userId, cancellationToken);
    }

    public async ValueTask<Booking> RateBookingAsync(
        string userId, string bookingId, decimal rating, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        Identifier.ThrowIfInvalid(bookingId);
        var change = new RateBooking(bookingId, BookingRules.CheckRating(rating));
        return (await WriteAsync(userId, bookingId, change, cancellationToken).ConfigureAwait(false)).Booking!;
    }

    public async ValueTask<Booking> CancelBookingAsync(string userId, string bookingId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        Identifier.ThrowIfInvalid(bookingId);
        return (await WriteAsync(userId, bookingId, new CancelBooking(bookingId), cancellationToken).ConfigureAwait(false)).Booking!;
    }

    public async ValueTask<Booking> AmendBookingAsync(
        string userId, string bookingId, Func<Booking, Booking> amend, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        Identifier.ThrowIfInvalid(bookingId);
        ArgumentNullException.ThrowIfNull(amend);
        var change = new AmendBooking(bookingId, amend, _options.DefaultCurrency);
        return (await WriteAsync(userId, bookingId, change, cancellationToken).ConfigureAwait(false)).Booking!;
    }

    public ValueTask<PersonalizationContext> GetPersonalizationContextAsync(
        string userId, BookingSlots? slots = null, CancellationToken cancellationToken = default) =>
        _reader.GetContextAsync(userId, slots, cancellationToken);

    public ValueTask<UserAnalytics> GetUserAnalyticsAsync(string userId, CancellationToken cancellationToken = default) =>
        _reader.GetAnalyticsAsync(userId, cancellationToken);

    public ValueTask<IReadOnlyList<RankedProperty>> RankPropertiesAsync(
        string userId, IReadOnlyList<PropertyCandidate> candidates, CancellationToken cancellationToken = default) =>
        _reader.RankAsync(userId, candidates, cancellationToken);

    public async ValueTask<UserProfile> SetConsentAsync(string userId, bool granted, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        var change = new SetConsent(granted ? ConsentStatus.Granted : ConsentStatus.Withdrawn, _consent);
        return await WriteProfileAsync(userId, change, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask MarkActiveAsync(string userId, CancellationToken cancellationToken = default) =>
        _limit.RunAsync((_lifetime, userId), static (call, token) => call._lifetime.MarkActiveAsync(call.userId, token), cancellationToken);

    public ValueTask<ProfileErasure> DeleteUserProfileAsync(string userId, CancellationToken cancellationToken = default) =>
        _lifetime.EraseAsync(userId, cancellationToken);

    public ValueTask<int> CleanupInactiveProfilesAsync(TimeSpan period, CancellationToken cancellationToken = default) =>
        _lifetime.RemoveInactiveAsync(period, cancellationToken);

    public ValueTask<int> CleanupInactiveProfilesAsync(CancellationToken cancellationToken = default) =>
        _lifetime.RemoveInactiveAsync(_options.LongTerm.InactiveAfter, cancellationToken);

    /// <summary>Makes a change that leaves a profile, and returns it as of today.</summary>
    private async ValueTask<UserProfile> WriteProfileAsync<TChange>(string userId, TChange change, CancellationToken cancellationToken)
        where TChange : struct, IProfileChange
    {
        var written = await WriteAsync(userId, bookingId: null, change, cancellationToken).ConfigureAwait(false);
        return _viewer.AsOfToday(written.Profile!);
    }

    private ValueTask<WrittenProfile> WriteAsync<TChange>(string userId, string? bookingId, TChange change, CancellationToken cancellationToken)
        where TChange : struct, IProfileChange =>
        _limit.RunAsync(
            (_writer, userId, bookingId, change),
            static (call, token) => call._writer.WriteAsync(call.userId, call.bookingId, call.change, token),
            cancellationToken);
}
