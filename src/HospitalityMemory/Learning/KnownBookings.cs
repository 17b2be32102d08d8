namespace HospitalityMemory;

/// <summary>
/// The part of a profile that bookings change: the latest of any kind, the latest that teach, the numbers of both, and searches.
/// It is pure: every change makes a new instance, at the same cost after ten bookings and after ten thousand. The order of
/// changes does not matter.
/// </summary>
internal sealed record KnownBookings
{
    /// <summary>How many of the latest bookings of any kind a profile holds.</summary>
    public const int HistoryLength = 20;

    public static readonly PrefixLimit HistoryLimit = new(HistoryLength, MaxWeight: null);
    public static readonly PrefixLimit WindowLimit = new(TravelRecord.MaxBookings, TravelRecord.MaxBytes);

    public static KnownBookings None { get; } = new();

    /// <summary>The state of a profile that this library did not write, without bookings.</summary>
    public static KnownBookings FromElsewhere { get; } = new() { Embedded = [] };

    /// <summary>
    /// The bookings embedded in a profile from elsewhere, newest first, from which nothing was learned here yet. Null where this
    /// library wrote the profile.
    /// </summary>
    public IReadOnlyList<Booking>? Embedded { get; init; }

    /// <summary>How many fields of embedded bookings could not be read just now; 0 after the profile was written again.</summary>
    public int UnreadFields { get; init; }

    /// <summary>The latest bookings, including cancelled and non-teaching ones.</summary>
    public BookingPrefix Latest { get; init; } = BookingPrefix.Empty(HistoryLimit);

    /// <summary>The latest bookings that teach.</summary>
    public BookingPrefix Window { get; init; } = BookingPrefix.Empty(WindowLimit);

    /// <summary>
    /// The latest day on which a booking ended that stood when it dropped out of <see cref="Latest"/>; null where there was none.
    /// A later cancellation of that booking does not change it; at worst the guest is kept a little longer.
    /// </summary>
    public DateOnly? EarlierLastDay { get; init; }

    /// <summary>At most 20 searches, newest first.</summary>
    public IReadOnlyList<SearchedStay> Searches { get; init; } = [];

    /// <summary>The sequence number of the last booking recorded.</summary>
    public long LastSequence { get; init; }

    /// <summary>
    /// Only bookings with a greater sequence number teach. The others were recorded before the guest's last consent.
    /// </summary>
    public long LearnsAfter { get; init; }

    /// <summary>Whether bookings beyond the held ones must be read: <see cref="BookingPrefix.Lacks"/>.</summary>
    public bool Lacks => Latest.Lacks || Window.Lacks;

    /// <summary>The latest last day of the bookings that stand; null where there is none.</summary>
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

    /// <summary>The part that a learner may see.</summary>
    /// <param name="maxPerSession">How many bookings of one session teach: the ones recorded first.</param>
    public TravelRecord ToTravelRecord(int maxPerSession) => Embedded is not null
        ? new([.. Embedded.Take(HistoryLength).Where(booking => booking.MayTeach)], [])
        : BeyondOfSessions(Window, maxPerSession) is { } beyond
            ? new([.. Window.Where(booking => !beyond.Contains(booking))], Searches)
            : new(Window, Searches);

    public bool Teaches(Booking booking) => booking.MayTeach && booking.Sequence > LearnsAfter;

    /// <summary>
    /// Adds a new booking. Its <see cref="Booking.Sequence"/> becomes the next number, which is also the new
    /// <see cref="LastSequence"/>. A booking that has that number already is not copied. A search for the same stay is dropped.
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
    /// <param name="before">The recorded booking.</param>
    /// <param name="after">The new booking. It must have the same id, and gets the same sequence number.</param>
    /// <param name="names">The rules by which cities are compared; the built-in rules where null.</param>
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
    /// Notes a search, unless a booking of the same stay is known, or may be among the bookings that are not held. It replaces a
    /// search for the same stay.
    /// </summary>
    /// <param name="search">The search.</param>
    /// <param name="maxPerSession">The most searches of one session; beyond that its oldest are dropped.</param>
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

    /// <summary>The bookings beyond the limit of their session; null where there are none, which is nearly always so.</summary>
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

    /// <summary>
    /// The last day behind <see cref="Latest"/>. At most two bookings can drop out in one change: the changed one, and the one
    /// that was the oldest.
    /// </summary>
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
