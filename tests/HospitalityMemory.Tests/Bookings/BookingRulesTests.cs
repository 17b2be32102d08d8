namespace HospitalityMemory.Tests.Bookings;

public sealed class BookingRulesTests
{
    private static readonly Booking Valid = new() { BookingId = "b", City = "Miami", CheckIn = new DateOnly(2026, 5, 1) };

    public static TheoryData<string, Booking> NotAllowed => new()
    {
        { "booking.BookingId", Valid with { BookingId = null! } },
        { "booking.BookingId", Valid with { BookingId = "" } },
        { "booking.BookingId", Valid with { BookingId = "a\nb" } },
        { "booking.BookingId", Valid with { BookingId = new string('x', 257) } },
        { "booking.City", Valid with { City = null! } },
        { "booking.City", Valid with { City = "" } },
        { "booking.City", Valid with { City = " \t " } },
        { "booking.City", Valid with { City = new string('x', 201) } },
        { "booking.City", Valid with { City = "Mi\u0000ami" } },
        { "booking.City", Valid with { City = "Mi\u0085ami" } },
        { "booking.City", Valid with { City = "Miami\uD83C" } },
        { "booking.PropertyId", Valid with { PropertyId = new string('x', 201) } },
        { "booking.Country", Valid with { Country = "a\rb" } },
        { "booking.PropertyType", Valid with { PropertyType = new string('x', 201) } },
        { "booking.CheckIn", Valid with { CheckIn = default } },
        { "booking.CheckIn", Valid with { CheckIn = new DateOnly(1899, 12, 31) } },
        { "booking.CheckIn", Valid with { CheckIn = new DateOnly(2201, 1, 1) } },
        { "booking.CheckOut", Valid with { CheckOut = Valid.CheckIn.AddDays(-1) } },
        { "booking.CheckOut", Valid with { CheckOut = DateOnly.MaxValue } },
        { "booking.Guests", Valid with { Guests = 0 } },
        { "booking.Guests", Valid with { Guests = -1 } },
        { "booking.Guests", Valid with { Guests = 1_001 } },
        { "booking.PricePerNight", Valid with { PricePerNight = -0.01m } },
        { "booking.PricePerNight", Valid with { PricePerNight = 1_000_000_000.01m } },
        { "booking.PricePerNight", Valid with { PricePerNight = decimal.MaxValue } },
        { "booking.Guests", Valid with { Guests = 3, Adults = 2, Children = 2 } },
        { "booking.Guests", Valid with { Guests = 3, Adults = 2, Children = 0 } },
        { "booking.Guests", Valid with { Guests = 3, Adults = 4 } },
        { "booking.Guests", Valid with { Guests = 3, Children = 4 } },
        { "booking.Adults", Valid with { Adults = -1 } },
        { "booking.Adults", Valid with { Adults = 1_001 } },
        { "booking.Children", Valid with { Children = -1 } },
        { "booking.Children", Valid with { Children = 1_001 } },
        { "booking.Rooms", Valid with { Rooms = 0 } },
        { "booking.Rooms", Valid with { Rooms = 1_001 } },
        { "booking.TotalPrice", Valid with { TotalPrice = -1 } },
        { "booking.TotalPrice", Valid with { TotalPrice = 1_000_000_000.01m } },
        { "booking.Operator", Valid with { Operator = new string('x', 201) } },
        { "booking.Channel", Valid with { Channel = "a\nb" } },
        { "booking.RatePlan", Valid with { RatePlan = new string('x', 201) } },
        { "booking.TimeZone", Valid with { TimeZone = "a\u0007" } },
        { "booking.Currency", Valid with { PricePerNight = 1, Currency = "DOLLAR" } },
        { "booking.Currency", Valid with { TotalPrice = 1, Currency = "BTC" } },
        { "booking.Currency", Valid with { PricePerNight = 1, Currency = "XXX" } },
        { "booking.TimeZone", Valid with { TimeZone = "../etc/passwd" } },
        { "booking.GuestRating", Valid with { GuestRating = 0.99m } },
        { "booking.GuestRating", Valid with { GuestRating = 5.01m } },
        { "booking.BookedAt", Valid with { BookedAt = default(DateTimeOffset) } },
        { "booking.CancelledAt", Valid with { CancelledAt = DateTimeOffset.MaxValue } },
        { "booking.Status", Valid with { Status = (BookingStatus)3 } },
        { "booking.Amenities", Valid with { Amenities = [null!] } },
        { "booking.Amenities", Valid with { Amenities = ["a\u0007"] } },
        { "booking.Amenities", Valid with { Amenities = [new string('x', 101)] } },
        { "booking.Amenities", Valid with { Amenities = [.. Enumerable.Range(0, 101).Select(number => $"a{number}")] } },
    };

    [Theory]
    [MemberData(nameof(NotAllowed))]
    public void A_booking_that_is_not_allowed_is_refused_by_the_member(string member, Booking booking)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(() => BookingRules.Normalize(booking, "USD"));

        Assert.Equal(member, exception.ParamName);
    }

    [Fact]
    public void No_booking_is_refused()
    {
        Assert.Throws<ArgumentNullException>("booking", () => BookingRules.Normalize(null!, "USD"));
    }

    [Fact]
    public void The_limits_themselves_are_allowed()
    {
        var booking = Valid with
        {
            BookingId = new string('x', 256),
            City = new string('x', 200),
            PropertyId = new string('x', 200),
            Country = new string('x', 200),
            PropertyType = new string('x', 200),
            CheckIn = new DateOnly(1900, 1, 1),
            CheckOut = new DateOnly(2200, 12, 31),
            Guests = 1_000,
            PricePerNight = 1_000_000_000,
            Currency = "EUR",
            GuestRating = 5,
            Amenities = [.. Enumerable.Range(0, 100).Select(number => number.ToString("D100"))],
        };

        var recorded = BookingRules.Normalize(booking, "USD");

        Assert.True(BookingMerge.AreSame(booking, recorded));
        Assert.Equal(1, BookingRules.Normalize(Valid with { Guests = 1, GuestRating = 1, PricePerNight = 0.01m }, "USD").Guests);
    }

    [Fact]
    public void Texts_are_trimmed_blank_ones_are_unknown_and_times_are_utc()
    {
        var recorded = BookingRules.Normalize(
            Valid with
            {
                City = "  Miami ",
                Country = " ",
                PropertyType = "",
                PropertyId = " p ",
                Amenities = [" pool", "", "  ", "Pool ", "wifi", "pool"],
                BookedAt = new DateTimeOffset(2026, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)),
                Sequence = 99,
            },
            "USD");

        Assert.Equal(("Miami", null, null, "p"), (recorded.City, recorded.Country, recorded.PropertyType, recorded.PropertyId));
        Assert.Equal(["pool", "wifi"], recorded.Amenities);
        Assert.Equal("2026-01-01T00:00:00.0000000+00:00", recorded.BookedAt?.ToString("O"));
        Assert.Equal(0, recorded.Sequence);
    }

    [Theory]
    [InlineData(100, null, "CHF")]
    [InlineData(100, "EUR", "EUR")]
    [InlineData(null, "EUR", null)]
    [InlineData(null, null, null)]
    public void A_price_has_a_currency_and_a_currency_a_price(int? price, string? currency, string? recorded)
    {
        Assert.Equal(recorded, BookingRules.Normalize(Valid with { PricePerNight = price, Currency = currency }, "CHF").Currency);
    }

    [Theory]
    [InlineData(2, 1, null, 3)]
    [InlineData(2, null, null, 2)]
    [InlineData(2, null, 3, 3)]
    [InlineData(null, 1, 3, 3)]
    [InlineData(null, 1, null, null)]
    [InlineData(0, 0, null, null)]
    [InlineData(2, 1, 3, 3)]
    public void The_guests_are_adults_and_children_where_they_are_not_given(int? adults, int? children, int? guests, int? recorded) =>
        Assert.Equal(recorded, BookingRules.Normalize(Valid with { Adults = adults, Children = children, Guests = guests }, "USD").Guests);

    [Theory]
    [InlineData(300, 3, null, "100")]
    [InlineData(100, 3, null, "33.33")]
    [InlineData(300, 3, 90, "90")]
    [InlineData(300, 0, null, null)]
    public void A_total_is_shared_out_among_the_nights_where_no_price_of_one_is_given(int total, int nights, int? price, string? recorded)
    {
        var booking = BookingRules.Normalize(
            Valid with { TotalPrice = total, PricePerNight = price, CheckOut = nights is 0 ? null : Valid.CheckIn.AddDays(nights) }, "CHF");

        Assert.Equal(recorded, booking.PricePerNight?.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal((total, "CHF"), (booking.TotalPrice, booking.Currency));
    }

    [Fact]
    public void A_list_that_its_owner_changes_later_changes_nothing()
    {
        var amenities = new List<string> { "pool" };
        var recorded = BookingRules.Normalize(Valid with { Amenities = amenities }, "USD");

        amenities[0] = "smoke";

        Assert.Equal(["pool"], recorded.Amenities);
        Assert.Throws<NotSupportedException>(() => ((IList<string>)recorded.Amenities)[0] = "smoke");
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void Messages_are_the_same_in_every_culture(string culture)
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new(culture);
            var exception = Assert.Throws<ArgumentException>(() => BookingRules.Normalize(Valid with { GuestRating = 5.5m }, "USD"));
            Assert.StartsWith("booking.GuestRating is 5.5; 1 to 5 is allowed", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
