using System.Globalization;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// A booking is recorded and then the preferences are read, as an agent does when its guest books. The peers do the same with
/// <see cref="PlainGuests"/>, once over the latest 100 bookings and once over all.
/// </summary>
internal static class LearningTable
{
    private const int Rounds = 9;
    private const int Batches = 8;

    /// <summary>How far a guest's history may differ from the measured length.</summary>
    private const int MoreOrLess = 2;

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
    /// The medians of short batches of some guests each. The three contestants take turns at being first. Each round has new
    /// guests whose histories have the measured length.
    /// </summary>
    private static Costs Measure(int history, int guests, int added)
    {
        var ids = SampleSessions.Ids(guests);
        List<Cost> ours = [], window = [], all = [];
        List<double> read = [];
        for (var round = 0; round < Rounds; round++)
        {
            var memory = BookingTable.New();
            var (latest, every) = (new PlainGuests(), new PlainGuests());
            Contestant[] contestants =
            [
                new(ours, (id, booking) => memory.AddBookingToHistoryAsync(id, booking).Now(), id => memory.GetUserPreferencesAsync(id).Now()),
                new(window, latest.Add, id => latest.GetPreferences(id, PlainPass.Window, withMonths: false)),
                new(all, every.Add, id => every.GetPreferences(id, int.MaxValue, withMonths: false)),
            ];
            var work = Array.ConvertAll(contestants, contestant => Fill(ids, history, added, contestant));

            // What is left of the filling is freed, and what is kept moves to where a host's guests would be.
            GC.Collect();
            var first = round;
            for (var batch = 0; batch < Batches; batch++)
            {
                first++;
                for (var turn = 0; turn < contestants.Length; turn++)
                {
                    var next = (first + turn) % contestants.Length;
                    contestants[next].Measure(work[next][batch]);
                }
            }

            foreach (var id in ids)
            {
                memory.AddBookingToHistoryAsync(id, SampleBookings.Own(history + MoreOrLess + added)).Now();
            }

            read.Add(Cost.Of(ids, id => memory.GetUserPreferencesAsync(id).Now()).Bytes);
        }

        return new(Cost.MedianOf(ours), Cost.MedianOf(window), Cost.MedianOf(all), Median.Of(read));
    }

    /// <summary>
    /// Gives each guest a history, and returns the bookings to measure, in batches. No booking and no text is shared with another
    /// guest or contestant, as each came with its own request in a host. Shared ones would stay in the processor's caches for a
    /// peer that keeps what it is given, and would compare as equal at once for both. The histories also differ in length: with
    /// one length, the buffer of one side might happen to grow just there.
    /// </summary>
    private static (string Id, Booking Booking)[][] Fill(string[] ids, int history, int added, Contestant contestant)
    {
        for (var number = 0; number < history + MoreOrLess; number++)
        {
            for (var guest = 0; guest < ids.Length; guest++)
            {
                if (number < LengthOf(guest))
                {
                    contestant.Add(ids[guest], SampleBookings.Own(number));
                }
            }
        }

        return
        [
            .. Enumerable.Range(0, ids.Length).Chunk(ids.Length / Batches).Select(batch => Enumerable.Range(0, added)
                .SelectMany(more => batch.Select(guest => (ids[guest], SampleBookings.Own(LengthOf(guest) + more)))).ToArray()),
        ];

        int LengthOf(int guest) => history - MoreOrLess + (guest % ((2 * MoreOrLess) + 1));
    }

    private sealed record Contestant(List<Cost> Costs, Action<string, Booking> Add, Action<string> Read)
    {
        public void Measure((string Id, Booking Booking)[] work) => Costs.Add(Cost.Of(work, step =>
        {
            Add(step.Id, step.Booking);
            Read(step.Id);
        }));
    }

    private readonly record struct Costs(Cost Ours, Cost Window, Cost All, double ReadBytes);
}
