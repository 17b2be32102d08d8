using System.Text.Json;
using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>What a profile holds of the guest's bookings besides booking_history. No booking is in both.</summary>
internal sealed class TravelRecordJson
{
    /// <summary>No guest makes this many bookings, and calculations with this many do not overflow.</summary>
    private const long MaxCount = 1_000_000_000_000;

    /// <summary>The stays of the travel record that are older than those of booking_history.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<BookingJson>? FurtherStays { get; set; }

    /// <summary>How many bookings there are of any kind.</summary>
    public long Bookings { get; set; }

    /// <summary>How many of them teach.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long TeachingBookings { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? EarlierLastDay { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<SearchedStayJson>? Searches { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long LastSequence { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long LearnsAfter { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Null for a profile from elsewhere, which has only booking_history.</summary>
    /// <param name="known">What the profile holds.</param>
    /// <param name="withBookings">Whether to write the bookings too.</param>
    public static TravelRecordJson? FromOrNull(KnownBookings known, bool withBookings) => known.Embedded is not null
        ? null
        : new()
        {
            FurtherStays = withBookings ? FurtherStaysOf(known).ToItemsOrNull(BookingJson.From) : null,
            Bookings = known.Latest.Total,
            TeachingBookings = known.Window.Total,
            EarlierLastDay = known.EarlierLastDay,
            Searches = known.Searches.ToItemsOrNull(SearchedStayJson.From),
            LastSequence = known.LastSequence,
            LearnsAfter = known.LearnsAfter,
        };

    /// <summary>The bookings that a profile holds, those of any kind and those of the travel record, newest first.</summary>
    public static IEnumerable<Booking> HeldBookings(KnownBookings known) =>
        known.Embedded ?? known.Latest.Concat(FurtherStaysOf(known));

    /// <param name="stored">The stored travel record; null in a profile from elsewhere.</param>
    /// <param name="history">The bookings of booking_history.</param>
    /// <param name="apart">
    /// The guest's bookings, newest first, where they are not in the document. No more are read than needed.
    /// </param>
    public static KnownBookings ToRecord(TravelRecordJson? stored, IReadOnlyList<Booking> history, IEnumerable<Booking>? apart)
    {
        if (stored is null)
        {
            return KnownBookings.FromElsewhere with { Embedded = history };
        }

        StoredList.ThrowIfNotWithin(stored.Bookings, 0, MaxCount, "$.travel_record.bookings");
        StoredList.ThrowIfNotWithin(stored.TeachingBookings, 0, stored.Bookings, "$.travel_record.teaching_bookings");
        StoredList.ThrowIfNotWithin(stored.LastSequence, 0, MaxCount, "$.travel_record.last_sequence");
        StoredList.ThrowIfNotWithin(stored.LearnsAfter, 0, stored.LastSequence, "$.travel_record.learns_after");

        var known = KnownBookings.None with
        {
            EarlierLastDay = stored.EarlierLastDay,
            Searches = stored.Searches.ToRecords("$.travel_record.searches", (search, path) => search.ToRecord(path)),
            LastSequence = stored.LastSequence,
            LearnsAfter = stored.LearnsAfter,
        };
        var held = apart is null
            ? [.. history, .. stored.FurtherStays.ToRecords("$.travel_record.further_stays", (booking, path) => booking.ToRecord(path))]
            : ReadHeld(known, apart, stored.Bookings, stored.TeachingBookings);
        return known with
        {
            Latest = BookingPrefix.From(KnownBookings.HistoryLimit, held, stored.Bookings),
            Window = BookingPrefix.From(KnownBookings.WindowLimit, held.Where(known.Teaches), stored.TeachingBookings),
        };
    }

    private static IEnumerable<Booking> FurtherStaysOf(KnownBookings known) => known.Latest is [.., var oldest]
        ? known.Window.Where(booking => BookingOrder.Compare(booking, oldest) > 0)
        : known.Window;

    private static List<Booking> ReadHeld(KnownBookings known, IEnumerable<Booking> apart, long total, long teaching)
    {
        var held = new List<Booking>();
        var (latestLeft, teachingLeft) = (Math.Min(total, KnownBookings.HistoryLength), Math.Min(teaching, TravelRecord.MaxBookings));
        if (latestLeft + teachingLeft is 0)
        {
            return held;
        }

        foreach (var booking in apart)
        {
            held.Add(booking);
            latestLeft--;
            teachingLeft -= known.Teaches(booking) ? 1 : 0;
            if (latestLeft <= 0 && teachingLeft <= 0)
            {
                break;
            }
        }

        return held;
    }
}

/// <summary>A searched stay as stored.</summary>
internal sealed class SearchedStayJson
{
    public required string City { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? CheckIn { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Budget { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Guests { get; set; }

    public required DateTimeOffset SearchedAt { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OriginJson? Origin { get; set; }

    public static SearchedStayJson From(SearchedStay search) => new()
    {
        City = search.City,
        CheckIn = search.CheckIn,
        Budget = search.Budget,
        Currency = search.Currency,
        Guests = search.Guests,
        SearchedAt = search.SearchedAt,
        Origin = OriginJson.From(search.Origin),
    };

    public SearchedStay ToRecord(string path)
    {
        StoredList.ThrowIfNotWithin(Budget, 0, BookingRules.MaxPrice, $"{path}.budget");
        StoredList.ThrowIfNotWithin(Guests, 1, BookingRules.MaxGuests, $"{path}.guests");
        return ToRecord();
    }

    private SearchedStay ToRecord() => new()
    {
        City = City,
        CheckIn = CheckIn,
        Budget = Budget,
        Currency = Currency,
        Guests = Guests,
        SearchedAt = SearchedAt,
        Origin = Origin?.ToRecord(),
    };
}
