using System.Buffers;
using System.Globalization;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// The tables of docs/scale.md: what is stored, how busy a counter gets, and how sessions spread over a cluster.
/// </summary>
internal static class ScaleReport
{
    private const double FirestoreWritesPerSecond = 1;

    public static int Run()
    {
        var report = new Report(Console.Out);
        Sizes(report);
        Counters(report, bookingsPerSecond: 10);
        Counters(report, bookingsPerSecond: 500);
        Cluster(report);
        return 0;
    }

    private static void Sizes(Report report)
    {
        report.Title("Bytes as stored (JSON)");
        report.Header("", "bytes");
        var sessions = HospitalityMemoryPeer.Resolve(_ => { });
        foreach (var messages in (int[])[10, 50])
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"session-{messages}");
            new HospitalityMemoryPeer(sessions).Create(id, SampleSessions.Contents(messages));
            var session = sessions.GetSessionAsync(id).Now()!;
            report.Row($"session of {messages} messages", Report.Figure(Bytes(buffer => MemoryJson.WriteSession(session, buffer))));
        }

        var guests = BookingTable.New();
        foreach (var count in (int[])[1, 3, 10, 100, 1_000, 10_000])
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"guest-{count}");
            foreach (var booking in SampleBookings.Take(count))
            {
                guests.AddBookingToHistoryAsync(id, booking).Now();
            }

            var profile = guests.GetUserProfileAsync(id).Now()!;
            report.Row(
                string.Create(CultureInfo.InvariantCulture, $"profile after {count:#,0} bookings"),
                Report.Figure(Bytes(buffer => MemoryJson.WriteProfile(profile, buffer))));
        }

        report.Row("booking", Report.Figure(Bytes(buffer => MemoryJson.WriteBooking(SampleBookings.Take(1)[0], buffer))));
    }

    private static void Counters(Report report, double bookingsPerSecond)
    {
        report.Title(string.Create(
            CultureInfo.InvariantCulture,
            $"{bookingsPerSecond} bookings a second on {CounterSimulation.Servers} servers, {CounterSimulation.Markets:#,0} markets (Zipf {CounterSimulation.Exponent:0.0}): the busiest document of the first market"));
        report.Text(string.Create(
            CultureInfo.InvariantCulture,
            $"The first market has {new Zipf(CounterSimulation.Markets, CounterSimulation.Exponent, 0).Share(0):P1} of the bookings."));
        report.Text("");
        report.Header("flush", "documents", "writes/s", "worst minute", "worst second", "seconds above 1", "all counters, writes/s", "sustained limit");
        foreach (var flush in (int[])[0, 10, 60])
        {
            foreach (var shards in (int[])[1, 4, 16])
            {
                var load = CounterSimulation.Run(new(flush, shards), bookingsPerSecond, seed: 7);
                report.Row(
                    flush is 0 ? "each booking" : string.Create(CultureInfo.InvariantCulture, $"every {flush} s"),
                    shards.ToString(CultureInfo.InvariantCulture),
                    load.MeanPerSecond.ToString("0.00", CultureInfo.InvariantCulture),
                    load.WorstMinute.ToString("0.00", CultureInfo.InvariantCulture),
                    load.MostInASecond.ToString(CultureInfo.InvariantCulture),
                    load.SecondsAboveOne.ToString("P1", CultureInfo.InvariantCulture),
                    Report.Figure(load.TotalPerSecond),
                    load.WorstMinute > FirestoreWritesPerSecond ? "**exceeded**" : "kept");
            }
        }
    }

    private static void Cluster(Report report)
    {
        report.Title("Redis Cluster: how much more than the average the fullest primary has");
        report.Header("primaries", "shards, fullest : mean", "200,000 sessions", "indexes of 10,000,000 guests");
        foreach (var primaries in (int[])[3, 6, 12, 24])
        {
            var (most, mean) = HashSlotSimulation.ShardsPerPrimary(primaries);
            report.Row(
                primaries.ToString(CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"{most} : {mean:0.0}"),
                Times(HashSlotSimulation.Imbalance(primaries, 200_000, Session)),
                Times(HashSlotSimulation.Imbalance(primaries, 10_000_000, Guest)));
        }

        report.Text("");
        report.Text($"The fullest of the 256 shards: sessions {Times(HashSlotSimulation.ShardImbalance(200_000, Session))}, guests {Times(HashSlotSimulation.ShardImbalance(10_000_000, Guest))} the average.");

        static string Session(int i) => string.Create(CultureInfo.InvariantCulture, $"session-{i:x8}");
        static string Guest(int i) => string.Create(CultureInfo.InvariantCulture, $"user_{i}");
        static string Times(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture) + " times";
    }

    private static int Bytes(Action<ArrayBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        return buffer.WrittenCount;
    }
}
