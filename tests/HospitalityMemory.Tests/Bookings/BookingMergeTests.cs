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
        PricePerNight = 100,
        Currency = "EUR",
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
