using System.Text.Json;

namespace HospitalityMemory.Tests.Bookings;

public sealed class BookingProblemTests
{
    private static readonly Booking Valid = new() { BookingId = "b", City = "Miami", CheckIn = new DateOnly(2026, 5, 1) };

    [Fact]
    public void What_is_right_has_no_problems()
    {
        var booking = Valid with
        {
            CheckOut = Valid.CheckIn,
            PricePerNight = 0,
            TotalPrice = 0,
            Currency = " eur",
            Guests = 3,
            Adults = 2,
            Children = 1,
            Rooms = 1,
            TimeZone = "Europe/Vienna",
        };

        var taken = BookingRules.Take(booking, out var problems);

        Assert.Empty(problems);
        Assert.Equal((booking.CheckIn, 0m, "EUR", 3), (taken.CheckOut, taken.PricePerNight, taken.Currency, taken.Guests));
        Assert.Equal((0, null), (taken.Dates.Nights, taken.Price));
    }

    [Theory]
    [InlineData("BTC")]
    [InlineData("XXX")]
    [InlineData("XAU")]
    [InlineData("DOLLAR")]
    [InlineData("EU")]
    public void A_price_in_no_currency_is_dropped_with_it_and_not_taken_for_one_in_the_default(string currency)
    {
        var taken = BookingRules.Take(Valid with { PricePerNight = 100, TotalPrice = 300, Currency = currency }, out var problems);

        Assert.Equal((null, null, null), (taken.PricePerNight, taken.TotalPrice, taken.Currency));
        Assert.Equal(["currency", "price_per_night", "total_price"], problems.Select(problem => problem.Field));
    }

    [Theory]
    [InlineData("HRK")]
    [InlineData("DEM")]
    [InlineData("KWD")]
    public void What_was_or_is_paid_in_is_a_currency(string currency)
    {
        Assert.Equal(currency, BookingRules.Take(Valid with { PricePerNight = 100, Currency = currency }, out var problems).Currency);
        Assert.Empty(problems);
        Assert.Equal(currency, new Money(1, currency).Currency);
        Assert.Throws<ArgumentException>(nameof(currency), static () => new Money(1, "XXX"));
    }

    [Theory]
    [InlineData(5, 2, 2, 4, "4")]
    [InlineData(3, 4, null, 4, "4")]
    [InlineData(3, null, 4, null, null)]
    [InlineData(2, 0, 0, null, null)]
    public void Guests_that_contradict_adults_and_children_are_taken_as_these(int guests, int? adults, int? children, int? taken, string? takenAs)
    {
        var booking = BookingRules.Take(Valid with { Guests = guests, Adults = adults, Children = children }, out var problems);

        Assert.Equal((taken, adults, children), (booking.Guests, booking.Adults, booking.Children));
        Assert.Equal(("guests", takenAs), (Assert.Single(problems).Field, problems[0].TakenAs));
    }

    [Fact]
    public void More_guests_than_may_be_are_not_made_of_adults_and_children()
    {
        var booking = BookingRules.Complete(BookingRules.Take(Valid with { Adults = 900, Children = 900 }, out _), "USD");

        Assert.Null(booking.Guests);
        Assert.Equal(900, booking.Adults);
    }

    [Fact]
    public void Of_amenities_the_bad_ones_go_and_the_first_hundred_stay()
    {
        var taken = BookingRules.Take(Valid with { Amenities = [null!, "a\u0007", new('x', 101), .. Enumerable.Range(0, 102).Select(number => $"a{number}"), "A0"] }, out var problems);

        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"a{number}"), taken.Amenities);
        Assert.Equal([null, null, null, "the first 100"], problems.Select(problem => problem.TakenAs));
        Assert.All(problems, problem => Assert.Equal("amenities", problem.Field));
    }

    [Fact]
    public void A_moment_that_is_none_is_dropped_and_a_cancellation_stays_one()
    {
        var taken = BookingRules.Take(Valid with { BookedAt = default(DateTimeOffset), CancelledAt = DateTimeOffset.MaxValue, CheckOut = Valid.CheckIn.AddDays(-1) }, out var problems);

        Assert.Equal((null, null, null, BookingStatus.Cancelled), (taken.BookedAt, taken.CancelledAt, taken.CheckOut, taken.Status));
        Assert.Equal(["check_out", "booked_at", "cancelled_at"], problems.Select(problem => problem.Field));
    }

    public static TheoryData<string, string, string> Readable => new()
    {
        { "guests", "2.0", """{"guests":2}""" },
        { "guests", "\"2\"", """{"guests":2}""" },
        { "guests", "\"2 adults\"", """{"guests":2}""" },
        { "adults", "0", """{"adults":0}""" },
        { "rooms", "\"1.0\"", """{"rooms":1}""" },
        { "price_per_night", "\"120.50\"", """{"price_per_night":120.50}""" },
        { "price_per_night", "\"1,234.50 EUR\"", """{"price_per_night":1234.50,"currency":"EUR"}""" },
        { "price_per_night", "1.234", """{"price_per_night":1.234}""" },
        { "total_price", "\"$300\"", """{"total_price":300,"currency":"USD"}""" },
        { "currency", "\"eur\"", """{"currency":"EUR"}""" },
        { "currency", "\"\u20ac\"", """{"currency":"EUR"}""" },
        { "check_out", "\"2026-05-03T10:00:00Z\"", """{"check_out":"2026-05-03"}""" },
        { "check_out", "20260503", """{"check_out":"2026-05-03"}""" },
        { "booked_at", "\"2026-01-01\"", """{"booked_at":"2026-01-01T00:00:00Z"}""" },
        { "booked_at", "\"2026-01-01T01:00:00+01:00\"", """{"booked_at":"2026-01-01T00:00:00Z"}""" },
        { "guest_rating", "\"4.5\"", """{"guest_rating":4.5}""" },
        { "amenities", "\"pool; wifi\"", """{"amenities":["pool","wifi"]}""" },
        { "amenities", "[\"pool, heated\"]", """{"amenities":["pool, heated"]}""" },
        { "rate_plan", "\" flexible \"", """{"rate_plan":"flexible"}""" },
        { "channel", "17", """{"channel":"17"}""" },
        { "channel", "null", "{}" },
        { "rate_plan", "\" \"", "{}" },
    };

    [Theory]
    [MemberData(nameof(Readable))]
    public void A_field_is_read_as_it_is_written_elsewhere(string name, string json, string expected)
    {
        var problems = new List<BookingProblem>();

        var read = BookingFields.With(Valid, name, JsonElement.Parse(json), problems);

        Assert.Empty(problems);
        const string Needed = "{\"booking_id\":\"b\",\"city\":\"Miami\",\"check_in\":\"2026-05-01\"";
        Assert.Equal(Needed + (expected is "{}" ? "}" : "," + expected[1..]), BookingJson.ToFields(read).ToString());
    }

    [Theory]
    [InlineData("guests", "\"a few\"", "guests is \"a few\"; it must be a whole number. It was dropped.")]
    [InlineData("guests", "2.5", "guests is \"2.5\"; it must be a whole number. It was dropped.")]
    [InlineData("price_per_night", "\"1,234\"", "price_per_night is \"1,234\"; it can be read in two ways: 1.234 or 1234? Write it without separators of thousands, with two decimals at most. It was dropped.")]
    [InlineData("price_per_night", "true", "price_per_night is \"true\"; it must be text or a number. It was dropped.")]
    [InlineData("check_out", "\"soon\"", "check_out is \"soon\"; it must be a date written as yyyy-MM-dd. It was dropped.")]
    [InlineData("booked_at", "\"yesterday\"", "booked_at is \"yesterday\"; it must be a day as yyyy-MM-dd or a time in ISO 8601. It was dropped.")]
    [InlineData("amenities", "[1]", "amenities is \"[1]\"; it must be a list of texts. It was dropped.")]
    [InlineData("guest_rating", "\"very good indeed, we will come back\"", "guest_rating is \"very good indeed, we will come...\"; it must be a number. It was dropped.")]
    public void A_field_that_cannot_be_read_is_told_and_changes_nothing(string name, string json, string told)
    {
        var problems = new List<BookingProblem>();

        Assert.Same(Valid, BookingFields.With(Valid, name, JsonElement.Parse(json), problems));

        Assert.Equal((told, "b"), (Assert.Single(problems).ToString(), problems[0].BookingId));
    }

    [Fact]
    public void A_price_beside_another_currency_than_the_bookings_is_told()
    {
        var problems = new List<BookingProblem>();
        var euros = Valid with { Currency = "EUR" };

        Assert.Same(euros, BookingFields.With(euros, "price_per_night", "200 USD", problems));
        Assert.Equal(200, BookingFields.With(euros, "price_per_night", "200 EUR", problems).PricePerNight);

        Assert.Equal("price_per_night", Assert.Single(problems).Field);
        Assert.Throws<ArgumentException>("name", () => BookingFields.With(Valid, "city", "Rome", problems));
    }

    [Theory]
    [InlineData("2026-04-30T23:00:00Z", null, 1)]
    [InlineData("2026-04-30T23:00:00Z", "Europe/Vienna", 0)]
    [InlineData("2026-04-30T02:00:00Z", "America/New_York", 2)]
    [InlineData("2026-04-30T23:00:00Z", "Mars/Olympus", 1)]
    [InlineData("2026-04-30T23:00:00Z", "../../etc/passwd", 1)]
    [InlineData("2026-05-02T00:00:00Z", null, 0)]
    [InlineData(null, "Europe/Vienna", null)]
    public void A_lead_time_counts_in_the_days_of_the_property(string? bookedAt, string? zone, int? days)
    {
        var booking = Valid with
        {
            BookedAt = bookedAt is null ? null : DateTimeOffset.Parse(bookedAt, System.Globalization.CultureInfo.InvariantCulture),
            TimeZone = zone,
        };

        Assert.Equal(days, PropertyDays.LeadTimeOf(booking));
    }
}
