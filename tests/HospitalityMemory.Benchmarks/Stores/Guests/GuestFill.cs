using System.Globalization;

namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>Fills a file with guests and their bookings in a realistic order: bookings of different guests alternate.</summary>
internal static class GuestFill
{
    /// <summary>As many writers as one commit can take in well.</summary>
    private const int Writers = 256;

    private const int BookingsOfTransaction = 5_000;

    /// <summary>Ids of one length in no order, like those of a platform.</summary>
    public static string[] Ids(int count) =>
        [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"guest-{(uint)i * 2_654_435_761:x8}"))];

    /// <summary>
    /// A booking with texts of its guest's own. A later number has a more recent stay, for the first 100 numbers.
    /// </summary>
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
