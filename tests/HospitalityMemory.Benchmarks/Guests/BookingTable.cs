using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Benchmarks;

/// <summary>A booking that is recorded and teaches, for guests who have few and who have many already.</summary>
internal static class BookingTable
{
    /// <summary>As many as one cycle of the travel record takes, so that folding it is paid in full.</summary>
    private const int Added = 20;

    /// <summary>Recomputing knows no cycle: each costs what the last did.</summary>
    private const int PeerAdded = 5;

    private const int Rounds = 5;
    private const int Passes = 2;

    public static void Run(Report report)
    {
        report.Title("AddBookingToHistoryAsync with learning, in memory");
        report.Header("bookings so far", "ours ns", "bytes", "recomputing ns", "bytes", "ours takes");
        var costs = new Dictionary<int, Costs>();
        Optimization.Await(() => Measure(history: 100, guests: 4));
        foreach (var (history, guests) in (ReadOnlySpan<(int, int)>)[(10, 400), (100, 200), (1_000, 40), (10_000, 4)])
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
                Report.Ratio(cost.Ours / cost.Peer));
        }

        report.Text("");
        report.RatioTarget("booking : recomputing at 100", 1.0 / 10, costs[100].Ours / costs[100].Peer);
        report.RatioTarget("booking : recomputing at 10,000", 1.0 / 500, costs[10_000].Ours / costs[10_000].Peer);
        report.FigureTarget("booking at 100", 1024, costs[100].OurBytes, "bytes");
        report.RatioTarget("booking at 10,000 : at 100", 3, costs[10_000].Ours / costs[100].Ours);
    }

    private static Costs Measure(int history, int guests)
    {
        var bookings = SampleBookings.Take(history + (Added * Rounds));
        var peerBookings = bookings.AsSpan(0, history + (PeerAdded * Rounds)).ToArray();
        var ids = SampleSessions.Ids(guests);
        var memory = New();
        var recomputing = new RecomputingGuests();
        foreach (var id in ids)
        {
            foreach (var booking in bookings.AsSpan(0, history))
            {
                memory.AddBookingToHistoryAsync(id, booking).Now();
            }

            recomputing.Fill(id, peerBookings.AsSpan(0, history));
        }

        var costs = Costs.Most;
        for (var round = 0; round < Rounds; round++)
        {
            var ours = Batch(ids, bookings.AsSpan(history + (round * Added), Added), (id, booking) => memory.AddBookingToHistoryAsync(id, booking).Now());
            var peer = Batch(ids, peerBookings.AsSpan(history + (round * PeerAdded), PeerAdded), recomputing.Add);
            costs = costs.Or(new(ours.Nanoseconds, ours.Bytes, peer.Nanoseconds, peer.Bytes));
        }

        return costs;
    }

    public static ILongTermMemory New()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory();
        return services.BuildServiceProvider().GetRequiredService<ILongTermMemory>();
    }

    private static (double Nanoseconds, double Bytes) Batch(string[] ids, ReadOnlySpan<Booking> bookings, Action<string, Booking> add)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = RealTime.Clock.GetTimestamp();
        foreach (var booking in bookings)
        {
            foreach (var id in ids)
            {
                add(id, booking);
            }
        }

        var operations = (double)ids.Length * bookings.Length;
        return (
            RealTime.Clock.GetElapsedTime(start).TotalNanoseconds / operations,
            (GC.GetAllocatedBytesForCurrentThread() - bytes) / operations);
    }

    private readonly record struct Costs(double Ours, double OurBytes, double Peer, double PeerBytes)
    {
        public static Costs Most => new(double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue);

        public Costs Or(Costs other) => new(
            Math.Min(Ours, other.Ours),
            Math.Min(OurBytes, other.OurBytes),
            Math.Min(Peer, other.Peer),
            Math.Min(PeerBytes, other.PeerBytes));
    }
}
