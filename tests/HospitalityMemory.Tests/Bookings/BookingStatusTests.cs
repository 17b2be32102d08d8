using System.Text;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.Bookings;

public sealed class BookingStatusTests
{
    private static readonly Booking Booked = new() { BookingId = "b", City = "Miami", CheckIn = new DateOnly(2026, 5, 1) };
    private static readonly DateTimeOffset Moment = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_booking_that_stands_has_no_moment_of_cancellation_and_one_with_a_moment_does_not_stand()
    {
        Assert.Equal(BookingStatus.Booked, Booked.Status);
        var cancelled = Booked with { CancelledAt = Moment };

        Assert.Equal(BookingStatus.Cancelled, cancelled.Status);
        Assert.Equal((BookingStatus.Cancelled, null), Of(cancelled with { CancelledAt = null }));
        Assert.Equal((BookingStatus.NoShow, Moment), Of(cancelled with { Status = BookingStatus.NoShow }));
        Assert.Equal((BookingStatus.NoShow, Moment), Of(Booked with { Status = BookingStatus.NoShow, CancelledAt = Moment }));
        Assert.Equal(Booked, cancelled with { Status = BookingStatus.Booked });

        static (BookingStatus Status, DateTimeOffset? CancelledAt) Of(Booking booking) => (booking.Status, booking.CancelledAt);
    }

    [Theory]
    [InlineData("booked", BookingStatus.Booked)]
    [InlineData("Confirmed", BookingStatus.Booked)]
    [InlineData("ok", BookingStatus.Booked)]
    [InlineData("checked_out", BookingStatus.Booked)]
    [InlineData("canceled", BookingStatus.Cancelled)]
    [InlineData("Cancelled", BookingStatus.Cancelled)]
    [InlineData("cancelled_by_guest", BookingStatus.Cancelled)]
    [InlineData("Canceled by guest", BookingStatus.Cancelled)]
    [InlineData("no_show", BookingStatus.NoShow)]
    [InlineData("No-Show", BookingStatus.NoShow)]
    public void The_words_of_platforms_are_read(string text, BookingStatus status)
    {
        Assert.True(BookingStatusNames.TryParse(text, out var read));
        Assert.Equal(status, read);
        Assert.Equal(status, MemoryJson.ReadBooking(Json($",\"status\":\"{text}\"")).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("pending")]
    [InlineData("uncancelled")]
    [InlineData("0")]
    public void Another_word_is_no_status(string? text) => Assert.False(BookingStatusNames.TryParse(text, out _));

    [Theory]
    [InlineData("", BookingStatus.Booked)]
    [InlineData(",\"cancelled_at\":\"2026-04-01T00:00:00Z\"", BookingStatus.Cancelled)]
    [InlineData(",\"status\":\"booked\",\"cancelled_at\":\"2026-04-01T00:00:00Z\"", BookingStatus.Cancelled)]
    [InlineData(",\"status\":\"no_show\",\"cancelled_at\":\"2026-04-01T00:00:00Z\"", BookingStatus.NoShow)]
    [InlineData(",\"status\":null", BookingStatus.Booked)]
    public void What_does_not_say_otherwise_stands_and_a_moment_of_cancellation_says_otherwise(string fields, BookingStatus status) =>
        Assert.Equal(status, MemoryJson.ReadBooking(Json(fields)).Status);

    [Theory]
    [InlineData("\"pending\"")]
    [InlineData("1")]
    public void A_stored_word_that_is_no_status_is_an_error(string status)
    {
        var error = Assert.Throws<CorruptDataException>(() => MemoryJson.ReadBooking(Json($",\"status\":{status}")));

        Assert.Contains("$.status", error.Message, StringComparison.Ordinal);
        Assert.Contains("booked, cancelled or no_show", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Json(string fields) =>
        Encoding.UTF8.GetBytes($$"""{"booking_id":"b","city":"Miami","check_in":"2026-05-01"{{fields}}}""");
}
