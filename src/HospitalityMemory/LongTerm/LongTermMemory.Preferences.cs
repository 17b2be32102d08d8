namespace HospitalityMemory;

/// <remarks>This part tells and takes down what guests like.</remarks>
internal sealed partial class LongTermMemory
{
    public async ValueTask<UserPreferences> GetUserPreferencesAsync(string userId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        var market = await _market.GetAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _store.GetAsync(userId, cancellationToken).ConfigureAwait(false) is { } profile
                ? ViewOf(profile, market).Profile.Preferences
                : PreferencesOfStranger(market);
        }
        catch (MemoryUnavailableException exception) when (_options.LongTerm.ServeDefaultsWhenUnavailable)
        {
            LogServingDefaults(exception);
            return PreferencesOfStranger(market) with { IsDegraded = true };
        }
    }

    public async ValueTask<UserPreferences> UpdateUserPreferencesAsync(
        string userId, BookingSlots slots, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        ArgumentNullException.ThrowIfNull(slots);
        var valid = SlotRules.Validate(slots, _options.DefaultCurrency);
        var written = await WriteAsync(
            userId,
            bookingId: null,
            (Memory: this, Slots: valid),
            static (start, argument) => argument.Memory.NoteSearch(start, argument.Slots),
            cancellationToken).ConfigureAwait(false);
        var market = await _market.GetAsync(cancellationToken).ConfigureAwait(false);
        return written.Profile is null ? PreferencesOfStranger(market) : AsOfToday(written.Profile, market).Preferences;
    }

    public async ValueTask<UserPreferences> StatePreferenceAsync(
        string userId, StatedPreference preference, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        var stated = StatedPreferenceRules.Normalize(preference);
        var written = await WriteAsync(
            userId,
            bookingId: null,
            (Memory: this, Stated: stated),
            static (start, argument) =>
            {
                var profile = start.Profile ?? argument.Memory.NewProfile(start.UserId, start.Now);
                return new(profile with
                {
                    StatedPreferences = StatedPreferenceRules.Add(profile.StatedPreferences, argument.Stated with { StatedAt = start.Now }),
                });
            },
            cancellationToken).ConfigureAwait(false);
        return (await AsOfTodayAsync(written.Profile!, cancellationToken).ConfigureAwait(false)).Preferences;
    }

    public async ValueTask<bool> RemoveStatedPreferenceAsync(
        string userId, PreferenceKind kind, string value, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        StatedPreferenceRules.CheckKind(kind, nameof(kind));
        var text = StatedPreferenceRules.CheckValue(value, nameof(value));
        var written = await WriteAsync(
            userId,
            bookingId: null,
            (Kind: kind, Value: text),
            static (start, argument) =>
            {
                if (start.Profile is not { } profile)
                {
                    return Change.None;
                }

                var left = StatedPreferenceRules.Remove(profile.StatedPreferences, argument.Kind, argument.Value);
                return left.Count == profile.StatedPreferences.Count ? Change.None : new(profile with { StatedPreferences = left });
            },
            cancellationToken).ConfigureAwait(false);
        return written.IsChanged;
    }

    private Change NoteSearch(WriteStart start, BookingSlots slots)
    {
        // A search is nothing but a hint to learn from: where nothing may be learned it leaves no trace, not even a
        // profile.
        var profile = start.Profile ?? NewProfile(start.UserId, start.Now);
        if (slots.City is not { } city || !MayLearn(profile))
        {
            return Change.None;
        }

        var log = profile.Log.NoteSearch(new SearchedStay
        {
            City = city,
            CheckIn = slots.CheckInDate,
            Budget = slots.Budget,
            Currency = slots.Budget is null ? null : slots.BudgetCurrency,
            Guests = slots.NumberOfGuests,
            SearchedAt = start.Now,
        });
        return start.Profile is not null && ReferenceEquals(log, profile.Log) ? Change.None : new(profile, log);
    }
}
