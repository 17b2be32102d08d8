namespace HospitalityMemory;

/// <summary>
/// What one write makes of a profile. Pure, as it is made again on the newer profile where another write came first;
/// implemented by structs, which cost nothing to hand over.
/// </summary>
internal interface IProfileChange
{
    ChangedProfile Apply(in WriteStart start);
}

/// <summary>What a change starts from: the newest state, of a profile that this library wrote or has taken over.</summary>
/// <param name="UserId">The guest.</param>
/// <param name="Profile">The guest's profile; null where there is none.</param>
/// <param name="Booking">The booking that the write is about, as it is recorded; null where there is none.</param>
/// <param name="Now">The time of the write.</param>
internal readonly record struct WriteStart(string UserId, UserProfile? Profile, Booking? Booking, DateTimeOffset Now)
{
    /// <summary>
    /// Whether the profile is not as it is stored: then it is committed even where the change itself is none.
    /// </summary>
    public bool IsMended { get; init; }

    /// <summary>Bookings that were embedded in a profile from elsewhere; committed with whatever the change makes.</summary>
    public IReadOnlyList<Booking> Repaired { get; init; } = [];

    /// <summary>How names are compared.</summary>
    public NameRules Names { get; init; } = NameRules.Default;

    /// <summary>Those of several bookings that are recorded, by their ids, where the write is about several.</summary>
    public IReadOnlyDictionary<string, Booking>? RecordedBookings { get; init; }

    public UserProfile ProfileOrNew => Profile ?? new()
    {
        UserId = UserId,
        CreatedAt = Now,
        Bookings = KnownBookings.None,
    };

    /// <exception cref="BookingNotFoundException">The guest has no such booking.</exception>
    public (UserProfile Profile, Booking Booking) Recorded(string bookingId) => Profile is { } profile && Booking is { } booking
        ? (profile, booking)
        : throw new BookingNotFoundException(UserId, bookingId);
}

/// <summary>What a change made.</summary>
/// <param name="Profile">The profile; null where nothing is to be written.</param>
/// <param name="Bookings">What it holds of the guest's bookings; null for what it has.</param>
/// <param name="Booking">The booking to write with it; null for none.</param>
internal readonly record struct ChangedProfile(UserProfile? Profile, KnownBookings? Bookings = null, Booking? Booking = null)
{
    public static ChangedProfile Unchanged => default;

    /// <summary>What became of several bookings; null for a change of one or none.</summary>
    public SeveralBookings? Several { get; init; }
}

/// <summary>What became of several bookings in one write.</summary>
/// <param name="Recorded">The bookings as they are recorded, in the order in which they were given.</param>
/// <param name="Changed">Those to write: new ones and amended ones.</param>
/// <param name="Added">Those of them that were not recorded before.</param>
internal sealed record SeveralBookings(IReadOnlyList<Booking> Recorded, IReadOnlyList<Booking> Changed, IReadOnlyList<Booking> Added)
{
    public static SeveralBookings None { get; } = new([], [], []);

    /// <summary>Of each what could not be recorded, in the order in which they were given.</summary>
    public IReadOnlyList<IReadOnlyList<BookingProblem>> Problems { get; init; } = [];
}
