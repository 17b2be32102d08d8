namespace HospitalityMemory;

/// <summary>
/// The part of a profile that bookings change: the latest bookings in full, counts of those before, searches. Pure: every
/// change makes a new log, at the same cost after ten bookings and after ten thousand, and the order of changes does not matter.
/// </summary>
internal sealed record BookingLog
{
    /// <summary>How many of the latest bookings a profile always holds.</summary>
    public const int HistoryLength = 20;

    public static BookingLog Empty { get; } = new();

    /// <summary>The latest bookings, newest check-in first (ties: greater id first, ordinal), cancelled and non-teaching ones too: 20 to 39 once there are so many.</summary>
    public IReadOnlyList<Booking> Recent { get; init; } = [];

    /// <summary>The teaching bookings that no longer are in <see cref="Recent"/>, as counts.</summary>
    public EarlierStays Earlier { get; init; } = EarlierStays.None;

    /// <summary>How many bookings of any kind no longer are in <see cref="Recent"/>.</summary>
    public long EarlierBookings { get; init; }

    /// <summary>At most 20, newest first.</summary>
    public IReadOnlyList<SearchedStay> Searches { get; init; } = [];

    /// <summary>The sequence number of the booking recorded last.</summary>
    public long LastSequence { get; init; }

    /// <summary>Bookings teach if their sequence number is greater: those up to it were recorded before the guest's last consent.</summary>
    public long LearnsAfter { get; init; }

    /// <summary>Name and version of the learner for which the counts were made; null where there is none yet.</summary>
    public string? Learner { get; init; }

    /// <summary>Adds a booking that the log has not seen; its <see cref="Booking.Sequence"/> becomes the next. A search for the same stay gives way.</summary>
    public BookingLog Add(Booking booking) => throw new NotImplementedException();

    /// <summary>Replaces a booking (amended, rated, cancelled). Null where its counts cannot be taken back: then rebuild.</summary>
    public BookingLog? Replace(Booking before, Booking after) => throw new NotImplementedException();

    /// <summary>Notes a search, unless a booking of the same stay is known; a search for the same stay is replaced.</summary>
    public BookingLog NoteSearch(SearchedStay search) => throw new NotImplementedException();

    /// <summary>Drops all that was learned: only bookings recorded from now on teach.</summary>
    public BookingLog Forget() => throw new NotImplementedException();

    /// <summary>The log made anew from all bookings, in any order; searches, sequence and consent stay.</summary>
    public BookingLog Rebuild(IEnumerable<Booking> history, string learner) => throw new NotImplementedException();

    /// <summary>What a learner may see of it.</summary>
    public TravelRecord ToTravelRecord() => throw new NotImplementedException();
}
