namespace HospitalityMemory.Tests.Bookings;

public sealed class BookingMergeTests
{
    private static readonly Booking Valid = new() { BookingId = "b", City = "Miami", CheckIn = new DateOnly(2026, 5, 1) };
    private static readonly DateTimeOffset Cancelled = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Booking Whole = Valid with
    {
        CheckOut = new DateOnly(2026, 5, 8),
        Country = "US",
        PropertyId = "p",
        PropertyType = "villa",
        BookedAt = Cancelled,
        Guests = 4,
        Adults = 2,
        Children = 2,
        Rooms = 2,
        PricePerNight = 100,
        TotalPrice = 700,
        Currency = "EUR",
        Channel = "direct",
        RatePlan = "non-refundable",
        Operator = "Bert",
        TimeZone = "America/New_York",
        Origin = new() { Kind = OriginKind.Import, Name = "pms.csv" },
        GuestRating = 4,
        Sequence = 7,
        Amenities = ["pool", "wifi"],
        AdditionalFields = JsonFields.Empty.Set("a", 1),
    };

    public static TheoryData<Booking> Others =>
    [
        Valid with { City = "miami" },
        Valid with { CheckIn = Valid.CheckIn.AddDays(1) },
        Valid with { CheckOut = Valid.CheckIn.AddDays(1) },
        Valid with { PropertyId = "q" },
        Valid with { Country = "USA" },
        Valid with { BookedAt = DateTimeOffset.UnixEpoch },
        Valid with { Guests = 2 },
        Valid with { Adults = 3 },
        Valid with { Children = 3 },
        Valid with { Rooms = 3 },
        Valid with { TotalPrice = 701 },
        Valid with { Channel = "agency" },
        Valid with { RatePlan = "flexible" },
        Valid with { Operator = "Anna" },
        Valid with { TimeZone = "America/Toronto" },
        Valid with { PricePerNight = 1 },
        Valid with { PricePerNight = 1, Currency = "CHF" },
        Valid with { PropertyType = "flat" },
        Valid with { Amenities = ["pool"] },
        Valid with { GuestRating = 5 },
        Valid with { Status = BookingStatus.NoShow },
        Valid with { CancelledAt = Cancelled },
        Valid with { AdditionalFields = JsonFields.Empty.Set("b", 1) },
    ];

    [Fact]
    public void What_is_left_out_stays_as_recorded()
    {
        Assert.True(BookingMerge.AreSame(Whole, BookingMerge.Of(Whole, Valid, "USD")));
        Assert.True(BookingMerge.AreSame(Whole, BookingMerge.Of(Whole, Valid with { Amenities = ["wifi", "pool"] }, "USD")));
        Assert.True(BookingMerge.AreSame(Whole, BookingMerge.Of(Whole, Whole with { Sequence = 0, PricePerNight = 100.00m }, "USD")));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void What_is_given_is_recorded_and_nothing_else_changes(Booking given)
    {
        var merged = BookingMerge.Of(Whole, given, "USD");

        Assert.False(BookingMerge.AreSame(Whole, merged));
        Assert.True(BookingMerge.AreSame(merged, BookingMerge.Of(merged, given, "USD")));
        Assert.True(BookingMerge.AreSame(merged, BookingMerge.Of(merged, Valid with { City = merged.City, CheckIn = merged.CheckIn }, "USD")));
    }

    [Theory]
    [InlineData("EUR", null, "EUR")]
    [InlineData("EUR", "CHF", "CHF")]
    [InlineData(null, null, "USD")]
    public void A_price_that_names_no_currency_is_in_that_of_the_price_before(string? recorded, string? given, string merged) =>
        Assert.Equal(merged, BookingMerge.Of(
            Valid with { PricePerNight = recorded is null ? null : 1, Currency = recorded }, Valid with { PricePerNight = 2, Currency = given }, "USD").Currency);

    [Fact]
    public void A_price_in_another_currency_leaves_nothing_of_the_price_before()
    {
        var merged = BookingMerge.Of(Whole, Valid with { PricePerNight = 1, Currency = "CHF" }, "USD");

        Assert.Equal((1m, null, "CHF"), (merged.PricePerNight, merged.TotalPrice, merged.Currency));
    }

    [Fact]
    public void The_price_of_a_night_follows_the_total_and_the_nights_unless_it_was_given()
    {
        Assert.Equal(50, BookingMerge.Of(Whole, Valid with { CheckOut = Valid.CheckIn.AddDays(14) }, "USD").PricePerNight);
        Assert.Equal(200, BookingMerge.Of(Whole, Valid with { TotalPrice = 1_400 }, "USD").PricePerNight);
        Assert.Equal(90, BookingMerge.Of(Whole with { PricePerNight = 90 }, Valid with { TotalPrice = 1_400 }, "USD").PricePerNight);
        Assert.Equal(20, BookingMerge.Of(Valid with { CheckOut = Valid.CheckIn.AddDays(5) }, Valid with { TotalPrice = 100 }, "USD").PricePerNight);
    }

    [Theory]
    [InlineData(null, 1, null, 3, 2, 1)]
    [InlineData(1, null, null, 3, 1, 2)]
    [InlineData(null, null, 4, 4, 2, 2)]
    [InlineData(null, null, 3, 3, null, null)]
    [InlineData(3, null, 4, 4, 3, null)]
    [InlineData(3, null, null, 5, 3, 2)]
    public void Of_guests_adults_and_children_that_do_not_agree_the_ones_given_hold(
        int? adults, int? children, int? guests, int? mergedGuests, int? mergedAdults, int? mergedChildren)
    {
        var merged = BookingMerge.Of(Whole, Valid with { Adults = adults, Children = children, Guests = guests }, "USD");

        Assert.Equal((mergedGuests, mergedAdults, mergedChildren), (merged.Guests, merged.Adults, merged.Children));
    }

    [Theory]
    [InlineData(3, 8)]
    [InlineData(8, null)]
    [InlineData(9, null)]
    public void A_check_out_that_the_new_check_in_has_passed_is_unknown(int checkIn, int? checkOut) =>
        Assert.Equal(checkOut, BookingMerge.Of(Whole, Valid with { CheckIn = new DateOnly(2026, 5, checkIn) }, "USD").CheckOut?.Day);

    [Fact]
    public void The_moment_of_a_cancellation_stays_as_recorded()
    {
        var recorded = Whole with { CancelledAt = Cancelled };

        Assert.True(BookingMerge.AreSame(recorded, BookingMerge.Of(recorded, recorded with { CancelledAt = Cancelled.AddDays(1) }, "USD")));
    }

    [Fact]
    public void A_status_given_again_is_taken_unless_it_says_no_more_than_that_it_was_booked()
    {
        var cancelled = Valid with { Status = BookingStatus.Cancelled };
        var missed = Valid with { Status = BookingStatus.NoShow };

        Assert.Equal(BookingStatus.Cancelled, Merged(cancelled, Valid));
        Assert.Equal(BookingStatus.NoShow, Merged(missed, Valid));
        Assert.Equal(BookingStatus.NoShow, Merged(cancelled, missed));
        Assert.Equal(BookingStatus.Cancelled, Merged(Valid, cancelled));

        static BookingStatus Merged(Booking recorded, Booking given) => BookingMerge.Of(recorded, given, "USD").Status;
    }
}
