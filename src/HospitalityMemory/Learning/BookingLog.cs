namespace HospitalityMemory;

/// <summary>
/// The part of a profile that bookings change: the latest bookings in full, counts of those before, searches. Pure:
/// every change makes a new log, at the same cost after ten bookings and after ten thousand, and the order of changes
/// does not matter.
/// </summary>
internal sealed record BookingLog
{
    /// <summary>How many of the latest bookings a profile always holds.</summary>
    public const int HistoryLength = 20;

    /// <summary>When so many are held, the oldest are counted until <see cref="HistoryLength"/> are left.</summary>
    private const int FoldLength = 2 * HistoryLength;

    private readonly RecentBookings _recent = RecentBookings.Empty;

    public static BookingLog Empty { get; } = new();

    /// <summary>
    /// The latest bookings, newest check-in first (ties: greater id first, ordinal), cancelled and non-teaching ones
    /// too: 20 to 39 once there are so many. The first 20 are the latest of all; among the others may be a booking
    /// older than one in <see cref="Earlier"/>, recorded late.
    /// </summary>
    public IReadOnlyList<Booking> Recent
    {
        get => _recent;
        init => _recent = RecentBookings.From(value);
    }

    /// <summary>The teaching bookings that no longer are in <see cref="Recent"/>, as counts.</summary>
    public EarlierStays Earlier { get; init; } = EarlierStays.None;

    /// <summary>How many bookings of any kind no longer are in <see cref="Recent"/>.</summary>
    public long EarlierBookings { get; init; }

    /// <summary>
    /// The last day of the bookings that no longer are in <see cref="Recent"/> and are not cancelled; null where there
    /// is none.
    /// </summary>
    public DateOnly? EarlierLastDay { get; init; }

    /// <summary>At most 20, newest first.</summary>
    public IReadOnlyList<SearchedStay> Searches { get; init; } = [];

    /// <summary>The sequence number of the booking recorded last.</summary>
    public long LastSequence { get; init; }

    /// <summary>
    /// Bookings teach if their sequence number is greater: those up to it were recorded before the guest's last
    /// consent.
    /// </summary>
    public long LearnsAfter { get; init; }

    /// <summary>Name and version of the learner for which the counts were made; null where there is none yet.</summary>
    public string? Learner { get; init; }

    /// <summary>The last day of the stays that are not cancelled; null where there is none.</summary>
    public DateOnly? LastStayDay
    {
        get
        {
            var last = EarlierLastDay;
            foreach (var booking in Recent)
            {
                last = LaterOf(last, LastDayOf(booking));
            }

            return last;
        }
    }

    /// <summary>The order of bookings: newest check-in first, those of a day by descending id (ordinal).</summary>
    public static int Compare(Booking x, Booking y)
    {
        var byCheckIn = y.CheckIn.CompareTo(x.CheckIn);
        return byCheckIn is not 0 ? byCheckIn : string.CompareOrdinal(y.BookingId, x.BookingId);
    }

    /// <summary>
    /// Adds a booking that the log has not seen. Its <see cref="Booking.Sequence"/> becomes the next, which is
    /// <see cref="LastSequence"/> of the new log; one that has it already is not copied. A search for the same stay
    /// gives way.
    /// </summary>
    public BookingLog Add(Booking booking)
    {
        var sequence = LastSequence + 1;
        var added = booking.Sequence == sequence ? booking : booking with { Sequence = sequence };
        var recent = _recent.Add(added);
        var log = this with { Recent = recent, LastSequence = sequence, Searches = StaySearches.WithoutBooked(Searches, added) };
        return recent.Count < FoldLength ? log : log.Fold();
    }

    /// <summary>
    /// Replaces a booking (amended, rated, cancelled). Null where its counts cannot be taken back: then rebuild.
    /// </summary>
    /// <param name="before">The booking as it is recorded.</param>
    /// <param name="after">The booking as it is to be; it has the same id, and its sequence number stays.</param>
    public BookingLog? Replace(Booking before, Booking after)
    {
        var replacement = after.Sequence == before.Sequence ? after : after with { Sequence = before.Sequence };
        var index = IndexOf(_recent, before.BookingId);
        return index >= 0 ? ReplaceRecent(index, replacement) : ReplaceEarlier(before, replacement);
    }

    /// <summary>
    /// Notes a search, unless a booking of the same stay is known or may be among those that only are counted; a search
    /// for the same stay is replaced.
    /// </summary>
    public BookingLog NoteSearch(SearchedStay search) =>
        StaySearches.IsBooked(search, Recent) || (EarlierBookings > 0 && Recent is [.., var oldest] && search.CheckIn <= oldest.CheckIn)
            ? this
            : this with { Searches = StaySearches.WithNoted(Searches, search) };

    /// <summary>Drops all that was learned: only bookings recorded from now on teach.</summary>
    public BookingLog Forget() => this with { Earlier = EarlierStays.None, Searches = [], LearnsAfter = LastSequence };

    /// <summary>The log made anew from all bookings, in any order; searches, sequence and consent stay.</summary>
    public BookingLog Rebuild(IEnumerable<Booking> history, string learner)
    {
        Booking[] bookings = [.. history];
        Array.Sort(bookings, Compare);

        // As many as adding them from the oldest to the newest would have left.
        var kept = bookings.Length < FoldLength ? bookings.Length : HistoryLength + (bookings.Length % HistoryLength);
        var searches = Searches;
        var sequence = LastSequence;
        DateOnly? lastDay = null;
        for (var i = 0; i < bookings.Length; i++)
        {
            sequence = Math.Max(sequence, bookings[i].Sequence);
            searches = StaySearches.WithoutSameDay(searches, bookings[i]);
            lastDay = i < kept ? lastDay : LaterOf(lastDay, LastDayOf(bookings[i]));
        }

        return this with
        {
            Recent = bookings[..kept],
            Earlier = EarlierStays.None.Add(TeachingOf(bookings, kept, bookings.Length)),
            EarlierBookings = bookings.Length - kept,
            EarlierLastDay = lastDay,
            Searches = searches,
            LastSequence = sequence,
            Learner = learner,
        };
    }

    /// <summary>
    /// What a learner may see of it. Of <see cref="Recent"/> only the latest 20 are shown in full, so that the record
    /// of the same bookings is the same in whichever order they came.
    /// </summary>
    public TravelRecord ToTravelRecord()
    {
        var shown = Math.Min(_recent.Count, HistoryLength);
        return new TravelRecord(
            TeachingOf(_recent, 0, shown), Earlier.Add(TeachingOf(_recent, shown, _recent.Count)), [.. Searches]);
    }

    private BookingLog Fold()
    {
        var lastDay = EarlierLastDay;
        for (var i = HistoryLength; i < _recent.Count; i++)
        {
            lastDay = LaterOf(lastDay, LastDayOf(_recent[i]));
        }

        return this with
        {
            Recent = _recent.Latest(HistoryLength),
            Earlier = Earlier.Add(TeachingOf(_recent, HistoryLength, _recent.Count)),
            EarlierBookings = EarlierBookings + _recent.Count - HistoryLength,
            EarlierLastDay = lastDay,
        };
    }

    private BookingLog? ReplaceRecent(int index, Booking replacement)
    {
        var becomesOlder = Compare(_recent[index], replacement) < 0;
        var recent = _recent.Without(index).Add(replacement);

        // Of the bookings counted in Earlier only this is known: the last of the latest 20 was newer. One that moves to
        // that place or behind it may now be older than they are.
        if (EarlierBookings > 0
            && becomesOlder
            && index < HistoryLength
            && IndexOf(recent, replacement.BookingId) >= HistoryLength - 1)
        {
            return null;
        }

        return this with { Recent = recent, Searches = StaySearches.WithoutSameDay(Searches, replacement) };
    }

    private BookingLog? ReplaceEarlier(Booking before, Booking replacement)
    {
        var wasLastDay = LastDayOf(before) is { } day && day == EarlierLastDay && LastDayOf(replacement) != day;
        var belongsToLatest = Recent.Count < HistoryLength || Compare(replacement, Recent[HistoryLength - 1]) < 0;
        return Teaches(before) || Teaches(replacement) || wasLastDay || belongsToLatest
            ? null
            : this with
            {
                EarlierLastDay = LaterOf(EarlierLastDay, LastDayOf(replacement)),
                Searches = StaySearches.WithoutSameDay(Searches, replacement),
            };
    }

    private bool Teaches(Booking booking) => booking.CancelledAt is null && booking.Sequence > LearnsAfter;

    private Booking[] TeachingOf(IReadOnlyList<Booking> bookings, int start, int end)
    {
        var count = 0;
        for (var i = start; i < end; i++)
        {
            count += Teaches(bookings[i]) ? 1 : 0;
        }

        if (count is 0)
        {
            return [];
        }

        var teaching = new Booking[count];
        var next = 0;
        for (var i = start; i < end; i++)
        {
            if (Teaches(bookings[i]))
            {
                teaching[next++] = bookings[i];
            }
        }

        return teaching;
    }

    private static int IndexOf(RecentBookings bookings, string bookingId)
    {
        for (var i = 0; i < bookings.Count; i++)
        {
            if (string.Equals(bookings[i].BookingId, bookingId, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private static DateOnly? LastDayOf(Booking booking) => booking.CancelledAt is null ? booking.Dates.LastDay : null;

    private static DateOnly? LaterOf(DateOnly? x, DateOnly? y) => x is null || y > x ? y : x;
}
