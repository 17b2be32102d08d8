namespace HospitalityMemory;

/// <summary>
/// What one write makes of a profile. It must be pure, as it is applied again to the newer profile where another write came
/// first. Structs implement it, which avoids allocations.
/// </summary>
internal interface IProfileChange
{
    ChangedProfile Apply(in WriteStart start);
}

/// <summary>What a change starts from: the newest state of a profile that this library wrote or has taken over.</summary>
/// <param name="UserId">The guest.</param>
/// <param name="Profile">The guest's profile; null where there is none.</param>
/// <param name="Booking">The recorded booking that the write concerns; null where there is none.</param>
/// <param name="Now">The time of the write.</param>
internal readonly record struct WriteStart(string UserId, UserProfile? Profile, Booking? Booking, DateTimeOffset Now)
{
    /// <summary>
    /// Whether the profile differs from its stored form. It is then committed even where the change itself does nothing.
    /// </summary>
    public bool IsMended { get; init; }

    /// <summary>
    /// Bookings that were embedded in a profile from elsewhere. They are committed with the result of the change.
    /// </summary>
    public IReadOnlyList<Booking> Repaired { get; init; } = [];

    /// <summary>How names are compared.</summary>
    public NameRules Names { get; init; } = NameRules.Default;

    /// <summary>Where the write concerns several bookings: those that are recorded already, by their ids.</summary>
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

/// <summary>The result of a change.</summary>
/// <param name="Profile">The profile; null where nothing has to be written.</param>
/// <param name="Bookings">What the profile holds of the guest's bookings; null where that stays as it is.</param>
/// <param name="Booking">The booking to write with the profile; null for none.</param>
internal readonly record struct ChangedProfile(UserProfile? Profile, KnownBookings? Bookings = null, Booking? Booking = null)
{
    public static ChangedProfile Unchanged => default;

    /// <summary>The result for several bookings; null for a change of one or none.</summary>
    public SeveralBookings? Several { get; init; }
}

/// <summary>The result for several bookings of one write.</summary>
/// <param name="Recorded">The bookings as they are recorded, in the order in which they were given.</param>
/// <param name="Changed">The bookings to write: new and amended ones.</param>
/// <param name="Added">The changed bookings that were not recorded before.</param>
internal sealed record SeveralBookings(IReadOnlyList<Booking> Recorded, IReadOnlyList<Booking> Changed, IReadOnlyList<Booking> Added)
{
    public static SeveralBookings None { get; } = new([], [], []);

    /// <summary>For each booking, what of it could not be recorded, in the order in which they were given.</summary>
    public IReadOnlyList<IReadOnlyList<BookingProblem>> Problems { get; init; } = [];
}
