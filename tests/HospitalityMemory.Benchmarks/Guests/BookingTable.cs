using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// A booking that is recorded and the preferences that are then read, for guests who have few bookings and who have many.
/// Both sides do both: the peer keeps the booking in a list and passes over the latest 100, or over all.
/// </summary>
internal static class BookingTable
{
    private const int Added = 3;
    private const int Rounds = 6;
    private const int Passes = 12;

    public static void Run(Report report)
    {
        report.Title("AddBookingToHistoryAsync and GetUserPreferencesAsync, in memory");
        report.Header("bookings so far", "ours ns", "bytes", "a pass over 100 ns", "bytes", "ours takes", "a pass over all ns", "ours takes", "a rating ns");
        var costs = new Dictionary<int, Costs>();
        Optimization.Await(() => Measure(history: 100, guests: 4));
        foreach (var (history, guests) in (ReadOnlySpan<(int, int)>)[(10, 100), (100, 100), (1_000, 40), (10_000, 8)])
        {
            for (var pass = 0; pass < Passes; pass++)
            {
                costs[history] = costs.GetValueOrDefault(history, Costs.Most).Or(Measure(history, guests));
            }

            var cost = costs[history];
            report.Row(
                history.ToString("#,0", CultureInfo.InvariantCulture),
                Report.Figure(cost.Ours),
                Report.Figure(cost.OurBytes),
                Report.Figure(cost.Peer),
                Report.Figure(cost.PeerBytes),
                Report.Ratio(cost.Ours / cost.Peer),
                Report.Figure(cost.All),
                Report.Ratio(cost.Ours / cost.All),
                Report.Figure(cost.Rating));
        }

        report.Text("");
        report.RatioTarget("booking and preferences : a pass over the latest 100, at 10", 2, costs[10].Ours / costs[10].Peer);
        report.RatioTarget("booking and preferences : a pass over the latest 100, at 100", 1.5, costs[100].Ours / costs[100].Peer);
        report.RatioTarget("booking and preferences : a pass over all, at 1,000", 1.0 / 5, costs[1_000].Ours / costs[1_000].All);
        report.FigureTarget("booking and preferences at 10", 12 * 1024, costs[10].OurBytes, "bytes");
    }

    private static Costs Measure(int history, int guests)
    {
        // Each guest has bookings of their own, as guests do: shared ones would never leave the processor's caches.
        var ids = SampleSessions.Ids(guests);
        var bookings = Array.ConvertAll(ids, _ => SampleBookings.Take(history + (Added * Rounds)));
        var memory = New();
        var latest = new RecomputingGuests(window: 100);
        var all = new RecomputingGuests(window: int.MaxValue);
        for (var guest = 0; guest < guests; guest++)
        {
            foreach (var booking in bookings[guest].AsSpan(0, history))
            {
                memory.AddBookingToHistoryAsync(ids[guest], booking).Now();
            }

            latest.Fill(ids[guest], bookings[guest].AsSpan(0, history));
            all.Fill(ids[guest], bookings[guest].AsSpan(0, history));
        }

        var costs = Costs.Most;
        for (var round = 0; round < Rounds; round++)
        {
            var from = history + (round * Added);
            (Action<string, Booking> Add, Batched Cost)[] sides =
            [
                ((id, booking) =>
                {
                    memory.AddBookingToHistoryAsync(id, booking).Now();
                    GC.KeepAlive(memory.GetUserPreferencesAsync(id).Now());
                }, default),
                (latest.Add, default),
                (all.Add, default),
            ];

            // Whoever comes first finds the bookings in nobody's cache: each does, in turn.
            for (var i = 0; i < sides.Length; i++)
            {
                ref var side = ref sides[(round + i) % sides.Length];
                side.Cost = Batch(ids, bookings, from, side.Add);
            }

            var rating = Batch(ids, bookings, from, (id, booking) =>
            {
                memory.RateBookingAsync(id, booking.BookingId, booking.GuestRating is 1 ? 2 : 1).Now();
                GC.KeepAlive(memory.GetUserPreferencesAsync(id).Now());
            });
            var (ours, peer) = (sides[0].Cost, sides[1].Cost);
            costs = costs.Or(new(ours.Nanoseconds, ours.Bytes, peer.Nanoseconds, peer.Bytes, sides[2].Cost.Nanoseconds, rating.Nanoseconds));
        }

        return costs;
    }

    public static ILongTermMemory New()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory();
        return services.BuildServiceProvider().GetRequiredService<ILongTermMemory>();
    }

    private static Batched Batch(string[] ids, Booking[][] bookings, int from, Action<string, Booking> act)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = RealTime.Clock.GetTimestamp();
        for (var i = from; i < from + Added; i++)
        {
            for (var guest = 0; guest < ids.Length; guest++)
            {
                act(ids[guest], bookings[guest][i]);
            }
        }

        var operations = (double)ids.Length * Added;
        return new(
            RealTime.Clock.GetElapsedTime(start).TotalNanoseconds / operations,
            (GC.GetAllocatedBytesForCurrentThread() - bytes) / operations);
    }

    private readonly record struct Batched(double Nanoseconds, double Bytes);

    private readonly record struct Costs(double Ours, double OurBytes, double Peer, double PeerBytes, double All, double Rating)
    {
        public static Costs Most => new(double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue);

        public Costs Or(Costs other) => new(
            Math.Min(Ours, other.Ours),
            Math.Min(OurBytes, other.OurBytes),
            Math.Min(Peer, other.Peer),
            Math.Min(PeerBytes, other.PeerBytes),
            Math.Min(All, other.All),
            Math.Min(Rating, other.Rating));
    }
}
