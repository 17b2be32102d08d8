namespace HospitalityMemory.Benchmarks;

/// <summary>A guest's history as a stream: a reader of its beginning must not pay for all of it.</summary>
internal static class HistoryTable
{
    private const int Bookings = 10_000;

    public static void Run(Report report)
    {
        report.Title("GetBookingHistoryAsync, a guest of 10,000 bookings, in memory");
        var memory = BookingTable.New();
        foreach (var booking in SampleBookings.Take(Bookings))
        {
            memory.AddBookingToHistoryAsync("guest", booking).Now();
        }

        var results = new Contest()
            .Add("the first booking", count => Read(memory, count, most: 1))
            .Add("the first 100", count => Read(memory, count, most: 100))
            .Add("all", count => Read(memory, count, most: Bookings))
            .Run(TimeSpan.FromSeconds(0.3));
        report.Header("", "ns", "bytes");
        foreach (var result in results)
        {
            report.Row(result.Name, Report.Figure(result.Nanoseconds), Report.Figure(result.Bytes));
        }

        report.Text("");
        report.FigureTarget("first booking of 10,000", 4 * 1024, results[0].Bytes, "bytes");
    }

    private static void Read(ILongTermMemory memory, int count, int most)
    {
        for (var i = 0; i < count; i++)
        {
            var bookings = memory.GetBookingHistoryAsync("guest").GetAsyncEnumerator();
            var read = 0;
            while (read < most && bookings.MoveNextAsync().Now())
            {
                read++;
            }

            bookings.DisposeAsync().Now();
            if (read != most)
            {
                throw new InvalidOperationException($"The history has {read} bookings, not {most}.");
            }
        }
    }
}
