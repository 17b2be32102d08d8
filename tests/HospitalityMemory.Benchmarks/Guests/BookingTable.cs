using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Benchmarks;

/// <summary>Recording a booking without reading preferences. The cost must not grow with the history.</summary>
internal static class BookingTable
{
    /// <summary>Enough bookings to include the full cost of work that is done only once per several bookings.</summary>
    private const int Added = 20;

    private const int Rounds = 5;
    private const int Passes = 2;

    public static void Run(Report report)
    {
        report.Title("AddBookingToHistoryAsync, in memory");
        report.Header("bookings so far", "ns", "bytes");
        var costs = new Dictionary<int, Cost>();
        Optimization.Await(() => Measure(history: 100, guests: 4));
        foreach (var (history, guests) in (ReadOnlySpan<(int, int)>)[(10, 400), (100, 200), (1_000, 40), (10_000, 4)])
        {
            for (var pass = 0; pass < Passes; pass++)
            {
                costs[history] = costs.GetValueOrDefault(history, Cost.Most).Or(Measure(history, guests));
            }

            report.Row(history.ToString("#,0", CultureInfo.InvariantCulture), Report.Figure(costs[history].Nanoseconds), Report.Figure(costs[history].Bytes));
        }

        report.Text("");
        report.FigureTarget("booking at 100", 1024, costs[100].Bytes, "bytes");
        report.RatioTarget("booking at 10,000 : at 100", 3, costs[10_000].Nanoseconds / costs[100].Nanoseconds);
    }

    public static ILongTermMemory New()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory();
        return services.BuildServiceProvider().GetRequiredService<ILongTermMemory>();
    }

    private static Cost Measure(int history, int guests)
    {
        var bookings = SampleBookings.Take(history + (Added * Rounds));
        var ids = SampleSessions.Ids(guests);
        var memory = New();
        foreach (var id in ids)
        {
            foreach (var booking in bookings.AsSpan(0, history))
            {
                memory.AddBookingToHistoryAsync(id, booking).Now();
            }
        }

        var cost = Cost.Most;
        for (var round = 0; round < Rounds; round++)
        {
            var added = bookings[(history + (round * Added))..(history + ((round + 1) * Added))];
            (string Id, Booking Booking)[] work = [.. added.SelectMany(booking => ids.Select(id => (id, booking)))];
            cost = cost.Or(Cost.Of(work, step => memory.AddBookingToHistoryAsync(step.Id, step.Booking).Now()));
        }

        return cost;
    }
}
