using System.Globalization;

namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>
/// Bookings of many guests by some writers, each with its own guests: how many per second, and how long one takes. The three
/// contestants take turns in rounds, and the median round of each figure counts.
/// </summary>
internal sealed class BookingFigures(OurGuests ours, EfCoreGuests efCore, DapperGuests dapper, string[] ids)
{
    private const int Rounds = 7;

    /// <summary>The number of bookings of each guest, including those of the check.</summary>
    private const int FirstNumber = 11;

    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(0.7);

    private readonly Dictionary<IGuestStore, int> _booked = new() { [ours] = 0, [efCore] = 0, [dapper] = 0 };

    public async Task RunAsync(Report report, int writers)
    {
        IGuestStore[] stores = [ours, efCore, dapper];
        var rounds = stores.ToDictionary(store => store, _ => new List<Round>());
        for (var round = 0; round <= Rounds; round++)
        {
            for (var turn = 0; turn < stores.Length; turn++)
            {
                var store = stores[(round + turn) % stores.Length];
                var measured = await BookAsync(store, writers);
                if (round > 0)
                {
                    rounds[store].Add(measured);
                }
            }
        }

        var medians = rounds.ToDictionary(store => store.Key, store => Round.MedianOf(store.Value));
        foreach (var store in stores)
        {
            var (rate, p50, p99, processor) = medians[store];
            report.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"{writers,2} writer(s), {store.Name,-18} {rate,8:F0} /s, p50 {p50,7:F0} us, p99 {p99,7:F0} us, processor {processor,5:F0} us a booking"));
        }

        foreach (var peer in (IGuestStore[])[efCore, dapper])
        {
            // Only with many writers must this library be faster than both.
            var isHeldTo = peer == efCore || writers > 1;
            var (our, their) = (medians[ours], medians[peer]);
            report.Ratio($"bookings, {Writers()} : {peer.Name}", "/s", new(our.PerSecond, their.PerSecond), atLeast: isHeldTo ? 1 : null);
            report.Ratio($"the same, p50 : {peer.Name}", "us", new(our.P50, their.P50));
            report.Ratio($"the same, p99 : {peer.Name}", "us", new(our.P99, their.P99), atMost: writers is 1 ? 2 : null);
        }

        string Writers() => string.Create(CultureInfo.InvariantCulture, $"{writers} writer(s)");
    }

    private async Task<Round> BookAsync(IGuestStore store, int writers)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var start = RealTime.Clock.GetTimestamp();
        var first = _booked[store];
        var times = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var own = ids.Length / writers;
            var taken = new List<double>();
            for (var i = first; RealTime.Clock.GetElapsedTime(start) < RoundTime; i++)
            {
                // The guest's next booking. Each guest has had one booking for each time that the writer went through all its
                // guests.
                var guest = writer + (writers * (i % own));
                var booking = GuestFill.BookingOf(guest, NumberOf(i / own, writers));
                var called = RealTime.Clock.GetTimestamp();
                await store.BookAsync(ids[guest], booking);
                taken.Add(RealTime.Clock.GetElapsedTime(called).TotalMicroseconds);
            }

            return taken;
        })));
        var seconds = RealTime.Clock.GetElapsedTime(start).TotalSeconds;
        _booked[store] = first + times.Max(own => own.Count);
        return Round.Of([.. times.SelectMany(own => own)], seconds, Environment.CpuUsage.TotalTime - processor);
    }

    private static int NumberOf(int passes, int writers) => FirstNumber + passes + (writers > 1 ? 100_000 : 0);

    /// <param name="PerSecond">Completed bookings per second.</param>
    /// <param name="P50">The median time of one, in microseconds.</param>
    /// <param name="P99">The time that 99 of 100 do not exceed.</param>
    /// <param name="Processor">
    /// Processor time of all threads per booking, in microseconds. A busy machine does not change it.
    /// </param>
    private readonly record struct Round(double PerSecond, double P50, double P99, double Processor)
    {
        public static Round Of(double[] times, double seconds, TimeSpan processor)
        {
            Array.Sort(times);
            return new(times.Length / seconds, times[times.Length / 2], times[times.Length * 99 / 100], processor.TotalMicroseconds / times.Length);
        }

        public static Round MedianOf(List<Round> rounds) => new(
            Median.Of(rounds.Select(round => round.PerSecond)),
            Median.Of(rounds.Select(round => round.P50)),
            Median.Of(rounds.Select(round => round.P99)),
            Median.Of(rounds.Select(round => round.Processor)));
    }
}
