using System.Globalization;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// A booking is recorded, then the preferences are read: what an agent does whose guest books. The peers do the same
/// with <see cref="PlainGuests"/>, once over the latest 100 bookings and once over all.
/// </summary>
internal static class LearningTable
{
    private const int Rounds = 9;
    private const int Batches = 8;

    public static void Run(Report report)
    {
        SameWork.VerifyInMemory();
        report.Title("AddBookingToHistoryAsync, then GetUserPreferencesAsync, in memory");
        report.Header("bookings so far", "ours ns", "bytes", "of them the read", "pass over the latest 100: ns", "bytes", "ours takes", "pass over all: ns", "ours takes");
        Optimization.Await(() => Measure(history: 100, guests: 16, added: 1));
        var costs = new Dictionary<int, Costs>();
        foreach (var (history, guests, added) in (ReadOnlySpan<(int, int, int)>)[(10, 400, 1), (100, 160, 1), (1_000, 32, 5)])
        {
            var cost = costs[history] = Measure(history, guests, added);
            report.Row(
                history.ToString("#,0", CultureInfo.InvariantCulture),
                Report.Figure(cost.Ours.Nanoseconds),
                Report.Figure(cost.Ours.Bytes),
                Report.Figure(cost.ReadBytes),
                Report.Figure(cost.Window.Nanoseconds),
                Report.Figure(cost.Window.Bytes),
                Report.Ratio(cost.Ours.Nanoseconds / cost.Window.Nanoseconds),
                Report.Figure(cost.All.Nanoseconds),
                Report.Ratio(cost.Ours.Nanoseconds / cost.All.Nanoseconds));
        }

        report.Text("");
        report.Text($"Both say the same up to 100 bookings. Of more, ours teaches from {(SameWork.TeachesWindowOnly() ? "the latest 100, as the peer" : "all, the peer from the latest 100")}.");
        report.Text("");
        report.RatioTarget("booking and preferences : pass over the latest 100, at 10", 2.0, costs[10].Ours.Nanoseconds / costs[10].Window.Nanoseconds);
        report.RatioTarget("booking and preferences : pass over the latest 100, at 100", 1.5, costs[100].Ours.Nanoseconds / costs[100].Window.Nanoseconds);
        report.RatioTarget("booking and preferences : pass over all, at 1,000", 1.0 / 5, costs[1_000].Ours.Nanoseconds / costs[1_000].All.Nanoseconds);
        report.FigureTarget("preferences learned anew at 10", 12 * 1024, costs[10].ReadBytes, "bytes");
    }

    /// <summary>
    /// The medians of short batches, of some guests each, in which the three take turns at being first; in rounds, each
    /// with guests whose history is as long as it is to be.
    /// </summary>
    private static Costs Measure(int history, int guests, int added)
    {
        var bookings = SampleBookings.Take(history + added + 1);
        var ids = SampleSessions.Ids(guests);
        List<Cost> ours = [], window = [], all = [];
        List<double> read = [];
        for (var round = 0; round < Rounds; round++)
        {
            var memory = BookingTable.New();
            var (latest, every) = (new PlainGuests(), new PlainGuests());
            Fill(ids, bookings.AsSpan(0, history), memory, latest, every);
            (List<Cost> Costs, Action<string, Booking> Operation)[] contestants =
            [
                (ours, (id, booking) =>
                {
                    memory.AddBookingToHistoryAsync(id, booking).Now();
                    memory.GetUserPreferencesAsync(id).Now();
                }),
                (window, (id, booking) =>
                {
                    latest.Add(id, booking);
                    latest.GetPreferences(id, PlainPass.Window);
                }),
                (all, (id, booking) =>
                {
                    every.Add(id, booking);
                    every.GetPreferences(id, int.MaxValue);
                }),
            ];
            var first = round;
            foreach (var batch in ids.Chunk(guests / Batches))
            {
                first++;
                for (var turn = 0; turn < contestants.Length; turn++)
                {
                    var (costs, operation) = contestants[(first + turn) % contestants.Length];
                    costs.Add(Cost.Of(batch, bookings.AsSpan(history, added), operation));
                }
            }

            Cost.Of(ids, bookings.AsSpan(history + added, 1), (id, booking) => memory.AddBookingToHistoryAsync(id, booking).Now());
            read.Add(Cost.Of(ids, bookings.AsSpan(0, 1), (id, _) => memory.GetUserPreferencesAsync(id).Now()).Bytes);
        }

        return new(Cost.MedianOf(ours), Cost.MedianOf(window), Cost.MedianOf(all), Median.Of(read));
    }

    private static void Fill(string[] ids, ReadOnlySpan<Booking> bookings, ILongTermMemory memory, PlainGuests latest, PlainGuests every)
    {
        foreach (var id in ids)
        {
            foreach (var booking in bookings)
            {
                memory.AddBookingToHistoryAsync(id, booking).Now();
                latest.Add(id, booking);
                every.Add(id, booking);
            }
        }
    }

    private readonly record struct Costs(Cost Ours, Cost Window, Cost All, double ReadBytes);
}
