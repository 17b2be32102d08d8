namespace HospitalityMemory.Benchmarks;

/// <summary>
/// The context of a guest at the start of a conversation: of one guest repeatedly, compared with the read of a session, and of
/// one of many guests at random.
/// </summary>
internal static class ContextTable
{
    private const int Guests = 5_000;
    private const int Bookings = 10;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(0.5);

    public static void Run(Report report)
    {
        report.Title("GetPersonalizationContextAsync, a guest of 100 bookings");
        var memory = BookingTable.New();
        foreach (var booking in SampleBookings.Take(100))
        {
            memory.AddBookingToHistoryAsync("guest", booking).Now();
        }

        var ids = SampleSessions.Ids(100);
        var results = new Contest()
            .Add("GetPersonalizationContextAsync", count =>
            {
                for (var i = 0; i < count; i++)
                {
                    memory.GetPersonalizationContextAsync("guest").Now();
                }
            })
            .Add("GetSessionAsync", SessionBatches.Get(SampleSessions.Fill(HospitalityMemoryPeer.New(), ids, SampleSessions.MaxMessages), ids))
            .Run(Time);
        report.Table(results);
        report.RatioTarget("context : get", 40, results[0].Nanoseconds / results[1].Nanoseconds);
        RunAtRandom(report);
    }

    private static void RunAtRandom(Report report)
    {
        report.Title("GetPersonalizationContextAsync, one of 5,000 guests at random, ten bookings each");
        var memory = BookingTable.New();
        var plain = new PlainGuests();
        var ids = SampleSessions.Ids(Guests);
        foreach (var booking in SampleBookings.Take(Bookings))
        {
            foreach (var id in ids)
            {
                memory.AddBookingToHistoryAsync(id, booking).Now();
                plain.Add(id, booking);
            }
        }

        var results = new Contest()
            .Add("GetPersonalizationContextAsync", AtRandom(ids, id => memory.GetPersonalizationContextAsync(id).Now()))
            .Add("a plain pass over the bookings", AtRandom(ids, id => plain.GetPreferences(id, PlainPass.Window, withMonths: true)), "insights, slots to offer, evidence")
            .Run(Time);
        report.Table(results);
        report.FigureTarget("context of one of 5,000 guests", 3, results[0].Nanoseconds / 1_000, "µs");
    }

    private static Action<int> AtRandom(string[] ids, Action<string> read)
    {
        var random = new Random(1);
        var order = Enumerable.Range(0, 1 << 16).Select(_ => ids[random.Next(ids.Length)]).ToArray();
        var next = 0;
        return count =>
        {
            for (var i = 0; i < count; i++)
            {
                read(order[next++ & (order.Length - 1)]);
            }
        };
    }
}
