namespace HospitalityMemory;

/// <summary>A session that has begun, and what is known of its guest.</summary>
/// <param name="Session">The session.</param>
/// <param name="Context">What an agent should know of the guest.</param>
public sealed record GuestSession(Session Session, PersonalizationContext Context);

/// <summary>A booking that was completed.</summary>
/// <param name="Booking">The booking as recorded.</param>
/// <param name="Session">The session with its booking data, without messages; null where it had expired.</param>
public sealed record CompletedBooking(Booking Booking, SessionInfo? Session)
{
    /// <summary>What of the booking that was given could not be recorded. Empty, as a rule.</summary>
    public IReadOnlyList<BookingProblem> Problems { get; init; } = [];
}

/// <summary>Proof of an erasure. Immutable.</summary>
public sealed record ErasureReceipt
{
    /// <summary>The guest.</summary>
    public required string UserId { get; init; }

    /// <summary>When the erasure ended, UTC.</summary>
    public required DateTimeOffset ErasedAt { get; init; }

    /// <summary>
    /// What was deleted of the profile and the bookings, and what was left when read back. Where a live session taught
    /// a new profile during the erasure, that one is counted too.
    /// </summary>
    public required ProfileErasure Profile { get; init; }

    /// <summary>
    /// What was found and deleted of the sessions, readable or not, what was left when read back, and how many could not be read.
    /// </summary>
    public required SessionErasure Sessions { get; init; }

    /// <summary>
    /// Whether what the stores themselves keep of deleted data was emptied: SQLite's write-ahead log, and copies in unused space of its
    /// file. False where somebody read from it for longer than the store waits: erase again; and where the file is larger than an
    /// erasure may write anew. What backups, replicas and the logs of a server keep is told in
    /// <see href="https://github.com/hospitality-memory/hospitality-memory/blob/main/docs/privacy.md">the documentation's page on privacy</see>.
    /// </summary>
    public required bool IsLogEmptied { get; init; }

    /// <summary>
    /// Whether nothing was left when read back, nor in a store's log. It does not say whether what others learned from the guest was
    /// taken back: <see cref="ProfileErasure.IsLearningTakenBack"/> does.
    /// </summary>
    public bool IsComplete => IsLogEmptied && Sessions.Left is 0 && Profile is { ProfilesLeft: 0, BookingsLeft: 0 };

    /// <summary>
    /// How long other servers' caches may still show the profile; zero where the store has no cache in front of it.
    /// </summary>
    public required TimeSpan OtherCachesMayLiveFor { get; init; }
}
