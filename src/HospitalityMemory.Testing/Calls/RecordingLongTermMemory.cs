namespace HospitalityMemory.Testing;

/// <summary>A memory whose calls are written down before they are made.</summary>
internal sealed class RecordingLongTermMemory(ILongTermMemory inner, CallLog log) : ILongTermMemory
{
    public ValueTask<UserProfile?> GetUserProfileAsync(string userId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(GetUserProfileAsync), (nameof(userId), userId), (nameof(cancellationToken), cancellationToken));
        return inner.GetUserProfileAsync(userId, cancellationToken);
    }

    public ValueTask<UserProfile> InitializeUserProfileAsync(string userId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(InitializeUserProfileAsync),
            (nameof(userId), userId), (nameof(cancellationToken), cancellationToken));
        return inner.InitializeUserProfileAsync(userId, cancellationToken);
    }

    public ValueTask<UserProfile> UpdateUserProfileAsync(
        string userId, Func<ProfileFields, ProfileFields> update, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(UpdateUserProfileAsync),
            (nameof(userId), userId), (nameof(update), update), (nameof(cancellationToken), cancellationToken));
        return inner.UpdateUserProfileAsync(userId, update, cancellationToken);
    }

    public ValueTask<UserPreferences> GetUserPreferencesAsync(string userId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(GetUserPreferencesAsync), (nameof(userId), userId), (nameof(cancellationToken), cancellationToken));
        return inner.GetUserPreferencesAsync(userId, cancellationToken);
    }

    public ValueTask<UserPreferences> UpdateUserPreferencesAsync(string userId, BookingSlots slots, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(UpdateUserPreferencesAsync),
            (nameof(userId), userId), (nameof(slots), slots), (nameof(cancellationToken), cancellationToken));
        return inner.UpdateUserPreferencesAsync(userId, slots, cancellationToken);
    }

    public ValueTask<UserPreferences> UpdateUserPreferencesAsync(
        string userId, BookingSlots slots, Origin? origin, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(UpdateUserPreferencesAsync),
            (nameof(userId), userId), (nameof(slots), slots), (nameof(origin), origin), (nameof(cancellationToken), cancellationToken));
        return inner.UpdateUserPreferencesAsync(userId, slots, origin, cancellationToken);
    }

    public ValueTask<UserPreferences> AddStatedPreferenceAsync(string userId, StatedPreference preference, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(AddStatedPreferenceAsync),
            (nameof(userId), userId), (nameof(preference), preference), (nameof(cancellationToken), cancellationToken));
        return inner.AddStatedPreferenceAsync(userId, preference, cancellationToken);
    }

    public ValueTask<bool> RemoveStatedPreferenceAsync(
        string userId, PreferenceKind kind, string value, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(RemoveStatedPreferenceAsync),
            (nameof(userId), userId), (nameof(kind), kind), (nameof(value), value), (nameof(cancellationToken), cancellationToken));
        return inner.RemoveStatedPreferenceAsync(userId, kind, value, cancellationToken);
    }

    public ValueTask<RecordedBooking> AddBookingToHistoryAsync(string userId, Booking booking, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(AddBookingToHistoryAsync),
            (nameof(userId), userId), (nameof(booking), booking), (nameof(cancellationToken), cancellationToken));
        return inner.AddBookingToHistoryAsync(userId, booking, cancellationToken);
    }

    public ValueTask<IReadOnlyList<RecordedBooking>> AddBookingsToHistoryAsync(
        string userId, IReadOnlyList<Booking> bookings, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(AddBookingsToHistoryAsync),
            (nameof(userId), userId), (nameof(bookings), CallLog.Copy(bookings)), (nameof(cancellationToken), cancellationToken));
        return inner.AddBookingsToHistoryAsync(userId, bookings, cancellationToken);
    }

    public IAsyncEnumerable<Booking> GetBookingHistoryAsync(string userId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(GetBookingHistoryAsync), (nameof(userId), userId), (nameof(cancellationToken), cancellationToken));
        return inner.GetBookingHistoryAsync(userId, cancellationToken);
    }

    public ValueTask<Booking> RateBookingAsync(string userId, string bookingId, decimal rating, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(RateBookingAsync),
            (nameof(userId), userId), (nameof(bookingId), bookingId), (nameof(rating), rating), (nameof(cancellationToken), cancellationToken));
        return inner.RateBookingAsync(userId, bookingId, rating, cancellationToken);
    }

    public ValueTask<Booking> CancelBookingAsync(string userId, string bookingId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(CancelBookingAsync),
            (nameof(userId), userId), (nameof(bookingId), bookingId), (nameof(cancellationToken), cancellationToken));
        return inner.CancelBookingAsync(userId, bookingId, cancellationToken);
    }

    public ValueTask<Booking> AmendBookingAsync(
        string userId, string bookingId, Func<Booking, Booking> amend, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(AmendBookingAsync),
            (nameof(userId), userId), (nameof(bookingId), bookingId), (nameof(amend), amend), (nameof(cancellationToken), cancellationToken));
        return inner.AmendBookingAsync(userId, bookingId, amend, cancellationToken);
    }

    public ValueTask<PersonalizationContext> GetPersonalizationContextAsync(
        string userId, BookingSlots? slots = null, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(GetPersonalizationContextAsync),
            (nameof(userId), userId), (nameof(slots), slots), (nameof(cancellationToken), cancellationToken));
        return inner.GetPersonalizationContextAsync(userId, slots, cancellationToken);
    }

    public ValueTask<UserAnalytics> GetUserAnalyticsAsync(string userId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(GetUserAnalyticsAsync), (nameof(userId), userId), (nameof(cancellationToken), cancellationToken));
        return inner.GetUserAnalyticsAsync(userId, cancellationToken);
    }

    public ValueTask<IReadOnlyList<RankedProperty>> RankPropertiesAsync(
        string userId, IReadOnlyList<PropertyCandidate> candidates, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(RankPropertiesAsync),
            (nameof(userId), userId), (nameof(candidates), CallLog.Copy(candidates)), (nameof(cancellationToken), cancellationToken));
        return inner.RankPropertiesAsync(userId, candidates, cancellationToken);
    }

    public ValueTask<UserProfile> SetConsentAsync(string userId, bool granted, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(SetConsentAsync),
            (nameof(userId), userId), (nameof(granted), granted), (nameof(cancellationToken), cancellationToken));
        return inner.SetConsentAsync(userId, granted, cancellationToken);
    }

    public ValueTask MarkActiveAsync(string userId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(MarkActiveAsync), (nameof(userId), userId), (nameof(cancellationToken), cancellationToken));
        return inner.MarkActiveAsync(userId, cancellationToken);
    }

    public ValueTask<ProfileErasure> DeleteUserProfileAsync(string userId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(DeleteUserProfileAsync), (nameof(userId), userId), (nameof(cancellationToken), cancellationToken));
        return inner.DeleteUserProfileAsync(userId, cancellationToken);
    }

    public ValueTask<int> CleanupInactiveProfilesAsync(TimeSpan period, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(CleanupInactiveProfilesAsync),
            (nameof(period), period), (nameof(cancellationToken), cancellationToken));
        return inner.CleanupInactiveProfilesAsync(period, cancellationToken);
    }

    public ValueTask<int> CleanupInactiveProfilesAsync(CancellationToken cancellationToken = default)
    {
        log.Add(nameof(ILongTermMemory), nameof(CleanupInactiveProfilesAsync), (nameof(cancellationToken), cancellationToken));
        return inner.CleanupInactiveProfilesAsync(cancellationToken);
    }
}
