namespace HospitalityMemory;

/// <summary>
/// Is called when something changes that the platform may learn from: a booking was recorded or changed, consent was given or withdrawn, a
/// guest was erased.
/// </summary>
/// <remarks>
/// <para>Register any number with <c>services.AddSingleton&lt;IGuestChangeObserver, ...&gt;()</c>; for a memory with a service key with
/// <c>AddKeyedSingleton</c> under that key.</para>
/// <para>An observer is called after the commit, before the caller gets its answer. It must be thread safe and return at once: it gathers, and
/// does the work elsewhere. It must hold no record longer than it needs, and must not wait for a write of the same guest, because that
/// write waits for the observer. What it throws is logged; the caller's write does not fail.</para>
/// <para>Changes of one guest may arrive in another order than they were committed in. If the process ends between commit and call, the
/// change is not reported.</para>
/// </remarks>
public interface IGuestChangeObserver
{
    /// <summary>Takes note of one change.</summary>
    /// <param name="change">What changed.</param>
    void OnChanged(GuestChange change);

    /// <summary>
    /// Carries out at once what was gathered. It is called after an erasure. The erasure waits for it no longer than a call of long-term
    /// memory may take, and succeeds even if this call does not.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether everything was carried out; by default true, for an observer that gathers nothing.</returns>
    ValueTask<bool> TryCompleteAsync(CancellationToken cancellationToken) => new(true);
}

/// <summary>A change in what may be learned about a guest. Immutable.</summary>
public sealed record GuestChange
{
    /// <summary>What happened.</summary>
    public required GuestChangeKind Kind { get; init; }

    /// <summary>The guest.</summary>
    public required string UserId { get; init; }

    /// <summary>When it happened, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// What could be learned from before. Empty for a stranger and without consent. Null where it could not be read, which
    /// happens only with an erasure.
    /// </summary>
    public required TravelRecord? Before { get; init; }

    /// <summary>What can be learned from now; empty after an erasure.</summary>
    public required TravelRecord After { get; init; }

    /// <summary>
    /// The bookings that were recorded or changed, as they are now. Empty for an erasure, and for a change of consent or
    /// searches.
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
