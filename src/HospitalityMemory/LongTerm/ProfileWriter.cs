using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>
/// Writes profiles, those of one guest one after the other: read the newest state, have the change make the next one, commit
/// unless another process was faster.
/// </summary>
internal sealed class ProfileWriter(
    IProfileStore store, ProfileRepairer repairer, ProfileRebuilder rebuilder, ProfileViewer viewer, GuestChangeObservers observers, MemoryClock clock, MemoryMetrics metrics, CallLimit limit)
{
    private readonly ChangeQueue _queue = new();
    private readonly WriteRetry _retry = new(limit);

    /// <summary>What is imported takes the time that it takes.</summary>
    private readonly WriteRetry _retryOfImports = new(limit.With(Timeout.InfiniteTimeSpan));
    private readonly OlderBookings _older = new(store);
    private readonly RecordedBookings _recorded = new(store);

    /// <summary>Nothing is written where the change is none, so that a call made twice leaves one trace.</summary>
    /// <exception cref="MemoryConcurrencyException">Others were faster until the time was up.</exception>
    public ValueTask<WrittenProfile> WriteAsync<TChange>(
        string userId, string? bookingId, TChange change, CancellationToken cancellationToken)
        where TChange : struct, IProfileChange =>
        _retry.RunAsync<Write<TChange>, WrittenProfile>(_queue, userId, new(this, userId, bookingId, null, change), cancellationToken);

    /// <summary><inheritdoc cref="WriteAsync{TChange}" path="/summary"/> The change is about several bookings.</summary>
    public ValueTask<WrittenProfile> WriteSeveralAsync<TChange>(
        string userId, IReadOnlyCollection<string> bookingIds, TChange change, CancellationToken cancellationToken)
        where TChange : struct, IProfileChange =>
        _retryOfImports.RunAsync<Write<TChange>, WrittenProfile>(_queue, userId, new(this, userId, null, bookingIds, change), cancellationToken);

    /// <summary>Writes a profile anew whose stored form is broken; takes the time that it takes to read all bookings.</summary>
    public ValueTask<WrittenProfile> RebuildAsync(string userId, CancellationToken cancellationToken) =>
        _retryOfImports.RunAsync<Write<RebuildProfile>, WrittenProfile>(_queue, userId, new(this, userId, null, null, default), cancellationToken);

    private async ValueTask<WriteAttempt<WrittenProfile>> TryAsync<TChange>(
        string userId, string? bookingId, IReadOnlyCollection<string>? bookingIds, TChange change, CancellationToken cancellationToken)
        where TChange : struct, IProfileChange
    {
        cancellationToken.ThrowIfCancellationRequested();
        var current = await ReadAsync<TChange>(userId, bookingId, cancellationToken).ConfigureAwait(false);
        if (await repairer.PrepareAsync(userId, current, bookingId, clock.Now, cancellationToken).ConfigureAwait(false) is not { } start)
        {
            return WriteAttempt<WrittenProfile>.Lost;
        }

        if (bookingIds is not null)
        {
            start = start with { RecordedBookings = await _recorded.FindAsync(start, bookingIds, cancellationToken).ConfigureAwait(false) };
        }

        var next = change.Apply(start with { Names = viewer.Names });
        if (next.Profile is null && !start.IsMended)
        {
            return new(Ended(start, next, start.Profile, start.Profile?.Version ?? 0));
        }

        var content = next.Profile ?? start.Profile!;
        var bookings = next.Bookings ?? content.Bookings;
        var written = WithChanged(start.Repaired, next);
        if (bookings.Lacks)
        {
            bookings = await _older.FillAsync(userId, bookings, written, cancellationToken).ConfigureAwait(false);
        }

        var profile = Complete(content, bookings, start.Now);
        if (await store.TryCommitAsync(profile, written, cancellationToken).ConfigureAwait(false) is not { } version)
        {
            return WriteAttempt<WrittenProfile>.Lost;
        }

        var isNew = next.Several is { Added.Count: > 0 } || (next.Booking is not null && start.Booking is null);
        observers.Committed(userId, current.Profile, profile, written, isNew);
        return new(Ended(start, next, profile, version));
    }

    private ValueTask<ProfileForUpdate> ReadAsync<TChange>(string userId, string? bookingId, CancellationToken cancellationToken) =>
        typeof(TChange) == typeof(RebuildProfile)
            ? ReadOrRebuildAsync(userId, cancellationToken)
            : store.GetForUpdateAsync(userId, bookingId, cancellationToken);

    /// <summary>The stored profile or, where that is broken, what is left of it.</summary>
    private async ValueTask<ProfileForUpdate> ReadOrRebuildAsync(string userId, CancellationToken cancellationToken)
    {
        try
        {
            return await store.GetForUpdateAsync(userId, bookingId: null, cancellationToken).ConfigureAwait(false);
        }
        catch (CorruptDataException exception) when (exception.CanBeRebuilt)
        {
            return new(await rebuilder.RebuildAsync(userId, exception, cancellationToken).ConfigureAwait(false), null);
        }
    }

    private static WrittenProfile Ended(in WriteStart start, in ChangedProfile next, UserProfile? content, long version) =>
        new(content, version, next.Booking ?? start.Booking, IsChanged: next.Profile is not null, WasRecorded: start.Booking is not null) { Several = next.Several };

    /// <summary>
    /// The profile as it is committed: stamped, and where the store shows it to others with what it says as of now.
    /// </summary>
    private UserProfile Complete(UserProfile profile, KnownBookings bookings, DateTimeOffset now)
    {
        var stamped = profile with
        {
            Bookings = bookings,
            UpdatedAt = now,
            LastActiveAt = now > profile.LastActiveAt ? now : profile.LastActiveAt,
            Preferences = UserPreferences.Empty,
            Insights = UserInsights.Empty,
        };
        return store.ShowsProfiles ? viewer.AsOfToday(stamped) : stamped;
    }

    private static IReadOnlyList<Booking> WithChanged(IReadOnlyList<Booking> repaired, in ChangedProfile next)
    {
        var changed = next.Several?.Changed ?? (next.Booking is { } booking ? [booking] : []);
        return (repaired.Count, changed.Count) switch
        {
            (0, _) => changed,
            (_, 0) => repaired,
            _ => [.. repaired.ExceptBy(changed.Select(static booking => booking.BookingId), static booking => booking.BookingId), .. changed],
        };
    }

    private readonly struct Write<TChange>(
        ProfileWriter writer, string userId, string? bookingId, IReadOnlyCollection<string>? bookingIds, TChange change)
        : IRetriedWrite<WrittenProfile>
        where TChange : struct, IProfileChange
    {
        public ValueTask<WriteAttempt<WrittenProfile>> TryAsync(CancellationToken cancellationToken) =>
            writer.TryAsync(userId, bookingId, bookingIds, change, cancellationToken);

        public void OnLost() => writer.CountLost();
    }

    private void CountLost() => metrics.LongTermConflict();
}

/// <summary>How a write ended.</summary>
/// <param name="Content">The profile, still with the version that it was made from; null where there is none.</param>
/// <param name="Version">The version of what is stored.</param>
/// <param name="Booking">The booking that the write was about, as it is recorded; null where there is none.</param>
/// <param name="IsChanged">Whether the change was one.</param>
/// <param name="WasRecorded">Whether the booking had been recorded before.</param>
internal readonly record struct WrittenProfile(UserProfile? Content, long Version, Booking? Booking, bool IsChanged, bool WasRecorded)
{
    /// <summary>What became of several bookings; null where the write was about one or none.</summary>
    public SeveralBookings? Several { get; init; }

    public UserProfile? Profile => Content is null || Content.Version == Version ? Content : Content with { Version = Version };
}
