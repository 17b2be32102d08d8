namespace HospitalityMemory.Benchmarks;

/// <summary>What is told of a guest at the start of a conversation, beside the read of a session in it.</summary>
internal static class ContextTable
{
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
            .Run(TimeSpan.FromSeconds(0.5));
        report.Table(results);
        report.RatioTarget("context : get", 40, results[0].Nanoseconds / results[1].Nanoseconds);
    }
}
