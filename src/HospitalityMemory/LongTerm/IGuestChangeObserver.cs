namespace HospitalityMemory;

/// <summary>
/// Hears of what changes in what guests let the platform learn from: bookings that were recorded or changed, consent
/// that was given or withdrawn, guests who were erased.
/// </summary>
/// <remarks>
/// Register any number with <c>services.AddSingleton&lt;IGuestChangeObserver, ...&gt;()</c>; for a memory with a service key with
/// <c>AddKeyedSingleton</c> under that key.
/// Called after the commit, on the caller's path: it must be thread safe, return at once (gather, and do the work
/// elsewhere; it must not wait for a write of the same guest, which would wait for it), and hold no record longer than it
/// needs. What it throws is logged and fails nothing. Changes of one guest may come in another order than they were
/// committed in. A process that ends between commit and call tells nothing.
/// </remarks>
public interface IGuestChangeObserver
{
    /// <summary>Tells of one change.</summary>
    /// <param name="change">What changed.</param>
    void OnChanged(GuestChange change);

    /// <summary>
    /// Carries out at once what it was told and only gathered: asked after an erasure, which waits for it no longer than a call of
    /// long-term memory may take, and does not depend on it.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether all of it was carried out; by default true, for an observer that gathers nothing.</returns>
    ValueTask<bool> TryCompleteAsync(CancellationToken cancellationToken) => new(true);
}

/// <summary>What became of what may be learned of a guest. Immutable.</summary>
public sealed record GuestChange
{
    /// <summary>What happened.</summary>
    public required GuestChangeKind Kind { get; init; }

    /// <summary>The guest.</summary>
    public required string UserId { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// What could be learned from before: empty for a stranger and without consent. Null where it could not be read,
    /// which happens with an erasure only.
    /// </summary>
    public required TravelRecord? Before { get; init; }

    /// <summary>What can be learned from now; empty after an erasure.</summary>
    public required TravelRecord After { get; init; }

    /// <summary>
    /// The bookings that were recorded or changed, as they are now; empty where the change was one of consent, of searches,
    /// or an erasure.
    /// </summary>
    public IReadOnlyList<Booking> Bookings { get; init => field = value ?? []; } = [];
}

/// <summary>What happened to a guest.</summary>
public enum GuestChangeKind
{
    /// <summary>A booking was recorded that was not there before.</summary>
    Recorded,

    /// <summary>A booking, a search or the consent was changed.</summary>
    Changed,

    /// <summary>The guest was erased, or removed as inactive.</summary>
    Erased,
}
