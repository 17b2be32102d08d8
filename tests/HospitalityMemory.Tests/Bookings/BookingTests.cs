namespace HospitalityMemory.Tests.Bookings;

public sealed class BookingTests
{
    private static readonly Booking Stay = new() { BookingId = "b", City = "Miami", CheckIn = new(2026, 3, 15) };

    [Fact]
    public void What_is_known_of_a_stay_is_derived()
    {
        var booking = Stay with { CheckOut = new(2026, 3, 18), PricePerNight = 240, Currency = "USD" };

        Assert.Equal(3, booking.Dates.Nights);
        Assert.Equal(new Money(240, "USD"), booking.Price);
        Assert.Null(Stay.Dates.Nights);
        Assert.Null(Stay.Price);
    }

    /// <summary>A refused booking is logged, and showing it must not fail.</summary>
    [Fact]
    public void A_booking_that_cannot_be_recorded_can_be_shown()
    {
        var booking = Stay with { CheckOut = new(2026, 3, 14), PricePerNight = -1, Currency = "usd" };

        Assert.Contains("Miami", booking.ToString(), StringComparison.Ordinal);
        Assert.Null(booking.Dates.CheckOut);
        Assert.Null(booking.Price);
    }
}
