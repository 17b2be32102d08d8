using System.Text.Json;
using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>What a profile holds of the guest's bookings beyond booking_history. No booking is in both.</summary>
internal sealed class TravelRecordJson
{
    /// <summary>The bookings that follow on those of booking_history and still are kept in full.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<BookingJson>? FurtherBookings { get; set; }

    /// <summary>Stays too old to be kept in full, as counts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EarlierStaysJson? Earlier { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long EarlierBookings { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? EarlierLastDay { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<SearchedStayJson>? Searches { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long LastSequence { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long LearnsAfter { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Learner { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Null where the log holds nothing but booking_history, as in a profile from elsewhere.</summary>
    public static TravelRecordJson? FromOrNull(BookingLog log) => HoldsMore(log)
        ? new()
        {
            FurtherBookings = log.Recent.Skip(BookingLog.HistoryLength).ToItemsOrNull(BookingJson.From),
            Earlier = log.Earlier.Count is 0 ? null : EarlierStaysJson.From(log.Earlier),
            EarlierBookings = log.EarlierBookings,
            EarlierLastDay = log.EarlierLastDay,
            Searches = log.Searches.ToItemsOrNull(SearchedStayJson.From),
            LastSequence = log.LastSequence,
            LearnsAfter = log.LearnsAfter,
            Learner = log.Learner,
        }
        : null;

    public BookingLog ToRecord(IReadOnlyList<Booking> history) => BookingLog.Empty with
    {
        Recent = [.. history, .. FurtherBookings.ToRecords("$.travel_record.further_bookings", (booking, path) => booking.ToRecord(path))],
        Earlier = Earlier?.ToRecord() ?? EarlierStays.None,
        EarlierBookings = EarlierBookings,
        EarlierLastDay = EarlierLastDay,
        Searches = Searches.ToRecords("$.travel_record.searches", (search, _) => search.ToRecord()),
        LastSequence = LastSequence,
        LearnsAfter = LearnsAfter,
        Learner = Learner,
    };

    private static bool HoldsMore(BookingLog log) =>
        log is not { Earlier.Count: 0, EarlierBookings: 0, EarlierLastDay: null, Searches.Count: 0, LastSequence: 0, LearnsAfter: 0, Learner: null }
        || log.Recent.Count > BookingLog.HistoryLength;
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

    public static SearchedStayJson From(SearchedStay search) => new()
    {
        City = search.City,
        CheckIn = search.CheckIn,
        Budget = search.Budget,
        Currency = search.Currency,
        Guests = search.Guests,
        SearchedAt = search.SearchedAt,
    };

    public SearchedStay ToRecord() => new()
    {
        City = City,
        CheckIn = CheckIn,
        Budget = Budget,
        Currency = Currency,
        Guests = Guests,
        SearchedAt = SearchedAt,
    };
}
