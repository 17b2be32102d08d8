using System.Globalization;

namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>Guests with some bookings each, put into a file as they come in life: a booking of one guest, then one of another.</summary>
internal static class GuestFill
{
    /// <summary>As many writers as a commit takes in well.</summary>
    private const int Writers = 256;

    private const int BookingsOfTransaction = 5_000;

    /// <summary>Ids of one length that follow each other in no order, as those of a platform do.</summary>
    public static string[] Ids(int count) =>
        [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"guest-{(uint)i * 2_654_435_761:x8}"))];

    /// <summary>A booking that is its guest's alone; the later, the more recent, for the first 100 of them.</summary>
    public static Booking BookingOf(int guest, int number)
    {
        var booking = SampleBookings.Numbered((guest * 31) + (number * 7));
        var checkIn = new DateOnly(2020, 1, 1).AddDays((guest % 50) + (number % 100 * 20));
        return booking with
        {
            BookingId = string.Create(CultureInfo.InvariantCulture, $"booking-{guest}-{number}"),
            CheckIn = checkIn,
            CheckOut = checkIn.AddDays(1 + (number % 6)),
        };
    }

    public static Task FillAsync(IGuestStore store, string[] ids, int bookings) => Parallel.ForEachAsync(
        Enumerable.Range(0, bookings * ids.Length),
        new ParallelOptions { MaxDegreeOfParallelism = Writers },
        (i, _) => store.BookAsync(ids[i % ids.Length], BookingOf(i % ids.Length, i / ids.Length)));

    public static void Fill(DapperGuests store, string[] ids, int bookings)
    {
        foreach (var chunk in Enumerable.Range(0, bookings * ids.Length).Chunk(BookingsOfTransaction))
        {
            store.BookAll(chunk.Select(i => (ids[i % ids.Length], BookingOf(i % ids.Length, i / ids.Length))));
        }
    }
}
