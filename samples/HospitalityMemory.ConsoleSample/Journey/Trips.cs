namespace HospitalityMemory.ConsoleSample.Journey;

/// <summary>The stays of the story. All dates count from the day of the run, which keeps the story true on any day.</summary>
internal sealed class Trips
{
    public const int Nights = 3;

    private readonly DateOnly _today;

    public Trips(DateOnly today)
    {
        _today = today;
        CheckIn = today.AddDays(30);
        while (CheckIn.DayOfWeek is not DayOfWeek.Friday)
        {
            CheckIn = CheckIn.AddDays(1);
        }
    }

    /// <summary>The Friday on which the guest wants to arrive, at least 30 days from today.</summary>
    public DateOnly CheckIn { get; }

    public DateOnly CheckOut => CheckIn.AddDays(Nights);

    /// <summary>The booking that the first conversation leads to.</summary>
    public Booking Weekend => new()
    {
        BookingId = "booking-1005",
        City = "Lisbon",
        Country = "PT",
        CheckIn = CheckIn,
        CheckOut = CheckOut,
        Guests = 2,
        PropertyId = "lisbon-alfama-12",
        PropertyType = "apartment",
        PricePerNight = 165,
        Currency = "EUR",
        Amenities = ["wifi", "kitchen", "balcony"],
    };

    /// <summary>The booking of a guest who will be forgotten again.</summary>
    public Booking PassingBy => Stay("booking-2001", "Porto", CheckIn, nights: 1, "hotel", 120, ["wifi"], rating: null);

    /// <summary>What the platform's own records know of the guest from before it had a memory, with the guest's ratings.</summary>
    public IReadOnlyList<Booking> Earlier =>
    [
        Stay("booking-1001", "Seville", _today.AddMonths(-16), nights: 3, "apartment", 95, ["wifi", "kitchen", "pool"], rating: null),
        Stay("booking-1002", "Lisbon", CheckIn.AddYears(-1), nights: 4, "apartment", 140, ["wifi", "kitchen", "balcony"], rating: 5),
        Stay("booking-1003", "Lisbon", _today.AddMonths(-8), nights: 3, "apartment", 150, ["wifi", "kitchen", "washer"], rating: 4),
        Stay("booking-1004", "Porto", _today.AddMonths(-5), nights: 2, "hotel", 210, ["wifi", "gym"], rating: 2),
    ];

    /// <summary>The results of a search on the platform.</summary>
    public static IReadOnlyList<PropertyCandidate> Offers =>
    [
        Offer("porto-boavista-3", "Porto", "hotel", 240, "wifi", "gym"),
        Offer("lisbon-graca-7", "Lisbon", "apartment", 155, "wifi", "kitchen", "balcony"),
        Offer("lisbon-chiado-1", "Lisbon", "hotel", 160, "wifi", "pool"),
    ];

    private static PropertyCandidate Offer(string id, string city, string type, decimal price, params string[] amenities) => new()
    {
        PropertyId = id,
        City = city,
        Country = "PT",
        PropertyType = type,
        PricePerNight = price,
        Currency = "EUR",
        Amenities = amenities,
    };

    private static Booking Stay(
        string id, string city, DateOnly checkIn, int nights, string type, decimal price, string[] amenities, decimal? rating) => new()
        {
            BookingId = id,
            City = city,
            CheckIn = checkIn,
            CheckOut = checkIn.AddDays(nights),
            PropertyType = type,
            PricePerNight = price,
            Currency = "EUR",
            Amenities = amenities,
            GuestRating = rating,
        };
}
