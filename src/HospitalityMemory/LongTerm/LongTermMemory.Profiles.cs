namespace HospitalityMemory;

/// <remarks>This part creates, repairs, changes and deletes profiles.</remarks>
internal sealed partial class LongTermMemory
{
    /// <summary>A commit takes 20 bookings: one is left for the booking that the write is about.</summary>
    private const int RepairedAtOnce = 19;

    public async ValueTask<UserProfile?> GetUserProfileAsync(string userId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        return await _store.GetAsync(userId, cancellationToken).ConfigureAwait(false) is { } profile
            ? ViewOf(profile, await _market.GetAsync(cancellationToken).ConfigureAwait(false)).Profile
            : null;
    }

    public async ValueTask<UserProfile> InitializeUserProfileAsync(string userId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        var written = await WriteAsync(
            userId,
            bookingId: null,
            this,
            static (start, memory) => start.Profile is null
                ? new Change(memory.NewProfile(start.UserId, start.Now))
                : start.IsMended ? new Change(start.Profile) : Change.None,
            cancellationToken).ConfigureAwait(false);
        return await AsOfTodayAsync(written.Profile!, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<UserProfile> UpdateUserProfileAsync(
        string userId, Func<UserProfile, UserProfile> update, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        ArgumentNullException.ThrowIfNull(update);
        var written = await WriteAsync(
            userId,
            bookingId: null,
            (Memory: this, Update: update, Market: await _market.GetAsync(cancellationToken).ConfigureAwait(false)),
            static (start, argument) =>
            {
                var profile = start.Profile ?? throw new ProfileNotFoundException(start.UserId);
                var shown = argument.Memory.AsOfToday(profile, argument.Market);
                var updated = argument.Update(shown)
                    ?? throw new ArgumentException("The function returned null; it must return a profile. Nothing was changed.", nameof(update));
                if (ChangedMember(shown, updated) is { } member)
                {
                    throw new ArgumentException(
                        $"The function changed {member}; only Attributes and AdditionalFields may change, the rest has methods of its own. Nothing was changed.",
                        nameof(update));
                }

                return updated.Attributes.Equals(shown.Attributes) && updated.AdditionalFields.Equals(shown.AdditionalFields)
                    ? Change.None
                    : new Change(profile with { Attributes = updated.Attributes, AdditionalFields = updated.AdditionalFields });
            },
            cancellationToken).ConfigureAwait(false);
        return await AsOfTodayAsync(written.Profile!, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<ProfileErasure> DeleteUserProfileAsync(string userId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        var deleted = await _store.DeleteAsync(userId, cancellationToken).ConfigureAwait(false);
        _views.Forget(userId);

        // Read back past any cache.
        var left = await _store.GetForUpdateAsync(userId, bookingId: null, cancellationToken).ConfigureAwait(false);
        var bookingsLeft = await _store.CountBookingsAsync(userId, cancellationToken).ConfigureAwait(false);
        return new(deleted.Profiles, deleted.Bookings, left.Profile is null ? 0 : 1, bookingsLeft);
    }

    /// <summary>
    /// The member that the function must not change and did. What is not host data is compared by reference: a copy
    /// keeps it.
    /// </summary>
    private static string? ChangedMember(UserProfile before, UserProfile after) =>
        after.UserId != before.UserId ? nameof(UserProfile.UserId)
        : after.Version != before.Version ? nameof(UserProfile.Version)
        : after.CreatedAt != before.CreatedAt ? nameof(UserProfile.CreatedAt)
        : after.UpdatedAt != before.UpdatedAt ? nameof(UserProfile.UpdatedAt)
        : after.LastActiveAt != before.LastActiveAt ? nameof(UserProfile.LastActiveAt)
        : after.Consent != before.Consent ? nameof(UserProfile.Consent)
        : after.ConsentChangedAt != before.ConsentChangedAt ? nameof(UserProfile.ConsentChangedAt)
        : !ReferenceEquals(after.StatedPreferences, before.StatedPreferences) ? nameof(UserProfile.StatedPreferences)
        : !ReferenceEquals(after.Preferences, before.Preferences) ? nameof(UserProfile.Preferences)
        : !ReferenceEquals(after.Insights, before.Insights) ? nameof(UserProfile.Insights)
        : !ReferenceEquals(after.Log, before.Log) ? nameof(UserProfile.BookingHistory)
        : !ReferenceEquals(after.ImportedPreferences, before.ImportedPreferences) ? nameof(UserProfile.Preferences)
        : null;

    /// <summary>
    /// Repairs a profile that this library did not write: its embedded bookings go to the store, its preferences become
    /// imported ones, and the log is made from all bookings. Only the last of its commits is left to the caller.
    /// </summary>
    private async ValueTask<WriteStart?> RepairAsync(
        UserProfile profile, Booking? recorded, string? bookingId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var history = await ReadHistoryAsync(profile.UserId, cancellationToken).ConfigureAwait(false);
        var lastSequence = history.Values.Select(booking => booking.Sequence).Append(profile.Log.LastSequence).Max();

        // Oldest first: the order in which they most likely were made. What the store has already is the newer truth.
        var embedded = new List<Booking>();
        foreach (var booking in profile.Log.Recent.Reverse().OrderBy(booking => booking.CheckIn))
        {
            var adopted = BookingRules.Adopt(booking, _options.DefaultCurrency) with { Sequence = lastSequence + 1 };
            if (history.TryAdd(adopted.BookingId, adopted))
            {
                embedded.Add(adopted);
                lastSequence++;
            }
        }

        var unrepaired = profile;
        while (embedded.Count > RepairedAtOnce)
        {
            // What stays embedded and unlearned is repaired later, should this be the last commit that succeeds.
            var some = embedded.GetRange(0, RepairedAtOnce);
            embedded.RemoveRange(0, RepairedAtOnce);
            unrepaired = unrepaired with { Log = unrepaired.Log with { Recent = [.. embedded.AsEnumerable().Reverse()], LastSequence = some[^1].Sequence } };
            if (await _store.TryCommitAsync(unrepaired, some, cancellationToken).ConfigureAwait(false) is not { } version)
            {
                return null;
            }

            unrepaired = unrepaired with { Version = version };
        }

        var log = (profile.Log with { Recent = [], Earlier = EarlierStays.None, EarlierBookings = 0, LastSequence = lastSequence })
            .Rebuild(history.Values, _learnerTag);
        var imported = profile.ImportedPreferences ?? (IsEmpty(profile.Preferences) ? null : profile.Preferences);
        var repaired = unrepaired with
        {
            Log = HasConsent(profile) ? log : log.Forget(),
            ImportedPreferences = profile.Consent is ConsentStatus.Withdrawn ? null : imported,
            Preferences = UserPreferences.None,
            Insights = UserInsights.None,
        };
        return new WriteStart(
            profile.UserId,
            repaired,
            recorded ?? (bookingId is null ? null : history.GetValueOrDefault(bookingId)),
            now,
            embedded,
            IsMended: true);
    }

    private static bool IsEmpty(UserPreferences preferences) => preferences is
    {
        PreferredCities.Count: 0,
        PreferredPriceRange: null,
        PreferredAmenities.Count: 0,
        PreferredPropertyTypes.Count: 0,
        OtherPriceRanges.Count: 0,
        Avoided.Count: 0,
    };
}
