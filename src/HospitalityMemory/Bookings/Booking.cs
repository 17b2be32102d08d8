namespace HospitalityMemory;

/// <summary>A booking that a guest made.</summary>
/// <remarks>
/// Immutable. Only the id, the city and check-in are required: most real bookings lack some of the rest, and the memory learns
/// from the fields that are there. A booking is checked when it is handed to the memory, not here. Texts are then trimmed, and an
/// optional text that is blank or says nothing (<c>n/a</c>) counts as unknown. Days and times must be of the years 1900 to 2200.
/// An optional member with a value that is not allowed does not cost the booking (<see cref="BookingProblem"/>). Two bookings are
/// equal where their members are equal; lists are compared by reference.
/// </remarks>
public sealed record Booking
{
    private long _sequence;
    private BookingStatus _status;
    private DateTimeOffset? _cancelledAt;
    private BookingDetails? _details;

    /// <summary>Unique per guest; 1 to 256 characters.</summary>
    public required string BookingId { get; init; }

    /// <summary>Where the property is, in the platform's own spelling; at most 200 characters.</summary>
    public required string City { get; init; }

    /// <summary>The day of check-in.</summary>
    public required DateOnly CheckIn { get; init; }

    /// <summary>The day of check-out; check-in's where no night is slept (day use); null where unknown.</summary>
    public DateOnly? CheckOut { get; init; }

    /// <summary>The property's id on the platform, at most 200 characters; null where unknown.</summary>
    public string? PropertyId { get; init; }

    /// <summary>
    /// The country, in the platform's own spelling (ISO 3166 is advised), at most 200 characters; null where unknown.
    /// </summary>
    public string? Country { get; init; }

    /// <summary>
    /// The IANA id of the property's time zone, such as <c>Europe/Vienna</c>, at most 200 characters; null where unknown. It
    /// decides which day it was at the property when the booking was made. A zone that the machine does not know counts as UTC.
    /// </summary>
    public string? TimeZone
    {
        get => _details?.TimeZone;
        init => _details = value == TimeZone ? _details : BookingDetails.OrNone(BookingDetails.Of(_details) with { TimeZone = value });
    }

    /// <summary>When the booking was made; null where unknown.</summary>
    public DateTimeOffset? BookedAt { get; init; }

    /// <summary>
    /// How many guests stay, 1 to 1,000; null where unknown. Where it is not given, <see cref="Adults"/> and
    /// <see cref="Children"/> together are recorded.
    /// </summary>
    public int? Guests { get; init; }

    /// <summary>How many of the guests are adults, 0 to 1,000; null where unknown.</summary>
    public int? Adults
    {
        get => _details?.Adults;
        init => _details = value == Adults ? _details : BookingDetails.OrNone(BookingDetails.Of(_details) with { Adults = value });
    }

    /// <summary>How many of the guests are children, 0 to 1,000; null where unknown.</summary>
    public int? Children
    {
        get => _details?.Children;
        init => _details = value == Children ? _details : BookingDetails.OrNone(BookingDetails.Of(_details) with { Children = value });
    }

    /// <summary>How many rooms (or units) were booked, 1 to 1,000; null where unknown.</summary>
    public int? Rooms
    {
        get => _details?.Rooms;
        init => _details = value == Rooms ? _details : BookingDetails.OrNone(BookingDetails.Of(_details) with { Rooms = value });
    }

    /// <summary>
    /// The price of one night for the whole booking, 0 (complimentary: it teaches no price) and up to 1,000,000,000, in <see cref="Currency"/>; null where
    /// unknown. Where it is not given, <see cref="TotalPrice"/> divided by the nights is recorded, to two decimals.
    /// </summary>
    public decimal? PricePerNight { get; init; }

    /// <summary>
    /// The price of the whole stay, 0 (complimentary) and up to 1,000,000,000, in <see cref="Currency"/>; null where unknown. It may
    /// differ from the nights' prices together, by taxes for example.
    /// </summary>
    public decimal? TotalPrice
    {
        get => _details?.TotalPrice;
        init => _details = value == TotalPrice ? _details : BookingDetails.OrNone(BookingDetails.Of(_details) with { TotalPrice = value });
    }

    /// <summary>
    /// ISO 4217 code of <see cref="PricePerNight"/> and <see cref="TotalPrice"/>; where null, a price is in the default currency
    /// of the settings. Without a price it is not recorded.
    /// </summary>
    public string? Currency { get; init; }

    /// <summary>
    /// Where the booking came from, such as <c>direct</c> or the name of an agency, at most 200 characters; null where unknown.
    /// </summary>
    public string? Channel
    {
        get => _details?.Channel;
        init => _details = value == Channel ? _details : BookingDetails.OrNone(BookingDetails.Of(_details) with { Channel = value });
    }

    /// <summary>The rate that was booked, such as <c>non-refundable</c>, at most 200 characters; null where unknown.</summary>
    public string? RatePlan
    {
        get => _details?.RatePlan;
        init => _details = value == RatePlan ? _details : BookingDetails.OrNone(BookingDetails.Of(_details) with { RatePlan = value });
    }

    /// <summary>Who runs the property: its host, brand or chain, at most 200 characters; null where unknown.</summary>
    public string? Operator
    {
        get => _details?.Operator;
        init => _details = value == Operator ? _details : BookingDetails.OrNone(BookingDetails.Of(_details) with { Operator = value });
    }

    /// <summary>Such as <c>villa</c> or <c>apartment</c>, at most 200 characters; null where unknown.</summary>
    public string? PropertyType { get; init; }

    /// <summary>
    /// What the property offers, in any order; empty where unknown. At most 100 names of at most 100 characters. Where two names
    /// differ only in case, accents, blanks, dots, apostrophes or hyphens, the first is recorded.
    /// </summary>
    public IReadOnlyList<string> Amenities { get; init => field = value ?? []; } = [];

    /// <summary>
    /// How satisfied the guest was, 1 to 5: the guest's own rating, never the property's. Null where not rated.
    /// </summary>
    public decimal? GuestRating { get; init; }

    /// <summary>
    /// What became of the booking. Only a booking that is <see cref="BookingStatus.Booked"/> teaches, even where it is recorded
    /// (imported, say) with another status. Setting that status clears <see cref="CancelledAt"/>.
    /// </summary>
    public BookingStatus Status
    {
        get => _status;
        init
        {
            _status = value;
            _cancelledAt = value is BookingStatus.Booked ? null : _cancelledAt;
        }
    }

    /// <summary>
    /// When the booking was cancelled, or the guest was found not to have come; null while it stands, and where unknown. Setting
    /// a moment makes the booking <see cref="BookingStatus.Cancelled"/>, unless it is a no-show already.
    /// </summary>
    public DateTimeOffset? CancelledAt
    {
        get => _cancelledAt;
        init
        {
            _cancelledAt = value;
            _status = value is not null && _status is BookingStatus.Booked ? BookingStatus.Cancelled : _status;
        }
    }

    /// <summary>
    /// Where the record came from: the session and the agent that booked, or an import; null where unknown. Recording the booking
    /// again does not change it.
    /// </summary>
    public Origin? Origin
    {
        get => _details?.Origin;
        init => _details = value == Origin ? _details : BookingDetails.OrNone(BookingDetails.Of(_details) with { Origin = value });
    }

    /// <summary>
    /// Whether the booking teaches while it is <see cref="BookingStatus.Booked"/>; true by default. A booking that does not teach
    /// stays in the history. Recording it again does not change that; only an amendment lets it teach again.
    /// </summary>
    public bool Teaches
    {
        get => _details is not { IsWithheld: true };
        init => _details = value == Teaches ? _details : BookingDetails.OrNone(BookingDetails.Of(_details) with { IsWithheld = !value });
    }

    /// <summary>Fields of stored JSON that this version does not know; kept as they are.</summary>
    public JsonFields AdditionalFields { get; init => field = value ?? JsonFields.Empty; } = JsonFields.Empty;

    /// <summary>The days of the stay. A check-out before check-in counts as unknown.</summary>
    public StayDates Dates => new(CheckIn, CheckOut >= CheckIn ? CheckOut : null);

    /// <summary>
    /// The price of one night with its currency; null unless both are known and can be recorded. Null, too, where nothing was
    /// paid.
    /// </summary>
    public Money? Price =>
        PricePerNight is > 0 and var amount && Currency is { } currency && Money.IsCurrencyCode(currency)
            ? new Money(amount, currency)
            : null;

    /// <summary>Whether the booking stands.</summary>
    internal bool IsBooked => _status is BookingStatus.Booked;

    /// <summary>Whether the booking stands and may teach.</summary>
    internal bool MayTeach => IsBooked && Teaches;

    /// <summary>
    /// The place of this booking in the order in which the guest's bookings were recorded, from 1; an amendment keeps
    /// it.
    /// </summary>
    internal long Sequence
    {
        get => _sequence;
        init => _sequence = value;
    }

    /// <summary>Gives its place to a booking that nobody else has seen yet. Changing it in place saves a copy.</summary>
    internal void AssignSequence(long sequence) => _sequence = sequence;
}
