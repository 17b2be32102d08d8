namespace HospitalityMemory;

/// <summary>
/// The part of a profile that bookings change: the latest of any kind, the latest that teach, how many there are of
/// both, searches. Pure: every change makes a new one, at the same cost after ten bookings and after ten thousand, and
/// the order of changes does not matter.
/// </summary>
internal sealed record KnownBookings
{
    /// <summary>How many of the latest bookings of any kind a profile holds.</summary>
    public const int HistoryLength = 20;

    public static readonly PrefixLimit HistoryLimit = new(HistoryLength, MaxWeight: null);
    public static readonly PrefixLimit WindowLimit = new(TravelRecord.MaxBookings, TravelRecord.MaxBytes);

    public static KnownBookings None { get; } = new();

    /// <summary>Of a profile that this library did not write, and without bookings.</summary>
    public static KnownBookings FromElsewhere { get; } = new() { Embedded = [] };

    /// <summary>
    /// The bookings embedded in a profile from elsewhere, newest first, that nothing was learned from here yet; null
    /// where this library wrote the profile.
    /// </summary>
    public IReadOnlyList<Booking>? Embedded { get; init; }

    /// <summary>How many fields of embedded bookings could not be taken, where they were just read; 0 where they were written again since.</summary>
    public int UnreadFields { get; init; }

    /// <summary>The latest bookings, cancelled and non-teaching ones too.</summary>
    public BookingPrefix Latest { get; init; } = BookingPrefix.Empty(HistoryLimit);

    /// <summary>The latest of the bookings that teach.</summary>
    public BookingPrefix Window { get; init; } = BookingPrefix.Empty(WindowLimit);

    /// <summary>
    /// The latest day that a standing booking ended on when it no longer was one of <see cref="Latest"/>; null where
    /// there was none. Not taken back where that booking is cancelled later: a guest is kept a little longer, at worst.
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

    /// <summary>Whether bookings beyond those that are held have to be read: <see cref="BookingPrefix.Lacks"/>.</summary>
    public bool Lacks => Latest.Lacks || Window.Lacks;

    /// <summary>The last day of the stays that are not cancelled; null where there is none.</summary>
    public DateOnly? LastStayDay
    {
        get
        {
            var last = EarlierLastDay;
            var latest = Embedded ?? Latest;
            for (var i = 0; i < latest.Count; i++)
            {
                last = LaterOf(last, LastDayOf(latest[i]));
            }

            return last;
        }
    }

    /// <inheritdoc cref="ToTravelRecord(int)"/>
    public TravelRecord ToTravelRecord() => ToTravelRecord(TravelRecord.MaxBookings);

    /// <summary>What a learner may see of it.</summary>
    /// <param name="maxPerSession">How many bookings of one session teach: those that were recorded first.</param>
    public TravelRecord ToTravelRecord(int maxPerSession) => Embedded is not null
        ? new([.. Embedded.Take(HistoryLength).Where(booking => booking.MayTeach)], [])
        : BeyondOfSessions(Window, maxPerSession) is { } beyond
            ? new([.. Window.Where(booking => !beyond.Contains(booking))], Searches)
            : new(Window, Searches);

    public bool Teaches(Booking booking) => booking.MayTeach && booking.Sequence > LearnsAfter;

    /// <summary>
    /// Adds a booking that was not known. Its <see cref="Booking.Sequence"/> becomes the next, which is
    /// <see cref="LastSequence"/> afterwards; one that has it already is not copied. A search for the same stay gives
    /// way.
    /// </summary>
    public KnownBookings Add(Booking booking, NameRules? names = null)
    {
        var sequence = LastSequence + 1;
        var added = booking.Sequence == sequence ? booking : booking with { Sequence = sequence };
        var latest = Latest.Add(added);
        return this with
        {
            Latest = latest,
            Window = Teaches(added) ? Window.Add(added) : Window,
            EarlierLastDay = LastDayBehind(latest, added),
            LastSequence = sequence,
            Searches = StaySearches.WithoutBooked(Searches, added, names ?? NameRules.Default),
        };
    }

    /// <summary>Replaces a booking (amended, rated, cancelled).</summary>
    /// <param name="before">The booking as it is recorded.</param>
    /// <param name="after">The booking as it is to be; it has the same id, and its sequence number stays.</param>
    /// <param name="names">How cities are compared; by the built-in rules where not given.</param>
    public KnownBookings Replace(Booking before, Booking after, NameRules? names = null)
    {
        var replacement = after.Sequence == before.Sequence ? after : after with { Sequence = before.Sequence };
        var latest = Latest.Replace(replacement);
        return this with
        {
            Latest = latest,
            Window = (Teaches(before), Teaches(replacement)) switch
            {
                (true, true) => Window.Replace(replacement),
                (true, false) => Window.Remove(replacement.BookingId),
                (false, true) => Window.Add(replacement),
                _ => Window,
            },
            EarlierLastDay = LastDayBehind(latest, replacement),
            Searches = StaySearches.WithoutSameDay(Searches, replacement, names ?? NameRules.Default),
        };
    }

    /// <inheritdoc cref="NoteSearch(SearchedStay, int, NameRules)"/>
    public KnownBookings NoteSearch(SearchedStay search) => NoteSearch(search, StaySearches.MaxSearches, NameRules.Default);

    /// <summary>
    /// Notes a search, unless a booking of the same stay is known or may be among those that are not held; a search for
    /// the same stay is replaced.
    /// </summary>
    /// <param name="search">The search.</param>
    /// <param name="maxPerSession">How many may come from one session; of more, its oldest go.</param>
    /// <param name="names">How names are compared.</param>
    public KnownBookings NoteSearch(SearchedStay search, int maxPerSession, NameRules names) =>
        StaySearches.IsBooked(search, Latest, names)
        || StaySearches.IsBooked(search, Window, names)
        || (Latest.Total > Latest.Count && Latest is [.., var oldest] && search.CheckIn <= oldest.CheckIn)
            ? this
            : this with { Searches = StaySearches.WithNoted(Searches, search, maxPerSession, names) };

    /// <summary>Drops all that was learned: only bookings recorded from now on teach.</summary>
    public KnownBookings Forget() =>
        this with { Window = BookingPrefix.Empty(WindowLimit), Searches = [], LearnsAfter = LastSequence };

    /// <summary>The bookings that are too many of their session; null where there are none, as nearly always.</summary>
    private static HashSet<Booking>? BeyondOfSessions(BookingPrefix bookings, int max)
    {
        HashSet<Booking>? beyond = null;
        if (bookings.Count > max)
        {
            foreach (var session in bookings.Where(booking => booking.Origin?.SessionId is not null).GroupBy(booking => booking.Origin!.SessionId))
            {
                if (session.Count() > max)
                {
                    (beyond ??= new(ReferenceEqualityComparer.Instance)).UnionWith(session.OrderBy(booking => booking.Sequence).Skip(max));
                }
            }
        }

        return beyond;
    }

    private static DateOnly? LastDayOf(Booking booking) => booking.IsBooked ? booking.Dates.LastDay : null;

    private static DateOnly? LaterOf(DateOnly? x, DateOnly? y) => x is null || y > x ? y : x;

    /// <summary>Of the bookings that a change leaves behind the latest, there are two at most: the changed one, and the last before.</summary>
    private DateOnly? LastDayBehind(BookingPrefix latest, Booking changed)
    {
        if (latest.Count == latest.Total)
        {
            return EarlierLastDay;
        }

        var last = EarlierLastDay;
        foreach (var booking in (ReadOnlySpan<Booking?>)[changed, Latest is [.., var oldest] ? oldest : null])
        {
            if (booking is not null && (latest.Count is 0 || BookingOrder.Compare(booking, latest[^1]) > 0))
            {
                last = LaterOf(last, LastDayOf(booking));
            }
        }

        return last;
    }
}
