using System.Globalization;
using HospitalityMemory.Adaptive;
using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// The adaptive learner with a market of 100,000 properties that changes all the time. Measured are the cost of a refresh in the
/// background and the cost of a prediction for a caller, whose guest is learned anew after each refresh.
/// </summary>
internal static class MarketTable
{
    private const int Properties = 100_000;
    private const int Changed = 100;
    private const int Rounds = 50;

    /// <summary>The most that a prediction may take, in microseconds, however the market changes.</summary>
    private const double MostOfPrediction = 200;

    private static readonly DateOnly Day = new(2026, 3, 1);

    public static void Run(Report report)
    {
        report.Title($"A market of {Properties.ToString("#,0", CultureInfo.InvariantCulture)} properties, of which {Changed} change between two readings");
        report.Header("what", "µs", "bytes");
        using var provider = new ServiceCollection().AddHospitalityMemory().UseAdaptiveLearner().Services.BuildServiceProvider();
        var store = provider.GetRequiredService<INamedSumStore>();
        Fill(store);
        var one = MarketWeight.Of(Day);
        var reading = new MarketReading(leastGuests: 5);
        Read();
        var learner = new AdaptivePreferenceLearner(() => reading.Current, NameRules.Default, AmenityOrder.Default);
        var record = new TravelRecord([.. SampleBookings.Take(10).Select(booking => booking with { Country = "US" }).OrderByDescending(booking => booking.CheckIn)], []);
        PropertyCandidate[] offered =
        [
            .. Enumerable.Range(0, 1_000).Select(number => new PropertyCandidate { PropertyId = $"property {number * 97}", City = $"city {number % 500}", Country = "US" }),
        ];
        var (readings, predictions, rankings) = (new List<(double, long)>(), new List<(double, long)>(), new List<(double, long)>());
        for (var round = 0; round < 3 * Rounds; round++)
        {
            // The code must be compiled as in a host that has run for a while.
            learner.Learn(record, Day);
            learner.Rank(record, offered, Day);
        }

        for (var round = 0; round < Rounds; round++)
        {
            store.AddAsync([.. Enumerable.Range(0, Changed).Select(number => new NamedSum($"property/US/property {((round * 7) + (number * 991)) % Properties}", one, 1))], CancellationToken.None).Now();
            readings.Add(Cost(Read));
            predictions.Add(Cost(() => learner.Learn(record, Day)));
            rankings.Add(Cost(() => learner.Rank(record, offered, Day)));
        }

        Row($"reading and applying {Changed} changes, in the background", readings);
        var prediction = Row("a prediction, learned anew", predictions);
        Row("1,000 properties ranked", rankings);
        var both = Row("another guest's booking counted and read, and a prediction", RefreshAndPredict(provider));
        report.Text("");
        report.FigureTarget("a prediction with a market that changes all the time", MostOfPrediction, prediction, "µs");
        report.FigureTarget("the same, with the market read anew before each", MostOfPrediction, both, "µs");

        void Read() => reading.ReadAsync(store, Day, CancellationToken.None).Now();

        double Row(string what, List<(double Microseconds, long Bytes)> costs)
        {
            // The median is used, as other work of the machine is in some rounds.
            var half = costs.Count / 2;
            var median = costs.Select(cost => cost.Microseconds).Order().ElementAt(half);
            report.Row(
                what,
                Report.Figure(median),
                Report.Figure(costs.Select(cost => (double)cost.Bytes).Order().ElementAt(half)));
            return median;
        }
    }

    private static void Fill(INamedSumStore store)
    {
        var one = MarketWeight.Of(Day);
        NamedSum[] sums =
        [
            new("booking/US/", Properties * one, 9), new("with_property/US/", Properties * one, 9), new("with_amenities/US/", Properties * one, 9),
            new("with_property_type/US/", Properties * one, 9), new("second_stay/US/", 1_000 * one, 9), new("return_to_city/US/", 400 * one, 9),
            .. Enumerable.Range(0, 500).Select(number => new NamedSum($"city/US/city{number}|US", (1 + number) * one, 9)),
            .. Enumerable.Range(0, 100).Select(number => new NamedSum($"amenity/US/amenity{number}", (1 + number) * 100 * one, 9)),
            .. Enumerable.Range(0, 10).Select(number => new NamedSum($"property_type/US/type{number}", (1 + number) * one, 9)),
            .. Enumerable.Range(0, 60).Select(number => new NamedSum($"price/US/USD:{70 + number}", (1 + number) * one, 9)),
            .. Enumerable.Range(0, Properties).Select(number => new NamedSum($"property/US/property {number}", (1 + (number % 50)) * one, 9)),
        ];
        store.AddAsync(sums, CancellationToken.None).Now();
    }

    /// <summary>
    /// Uses the public interfaces: in each round another guest books, and the market is read before the guest is predicted.
    /// </summary>
    private static List<(double, long)> RefreshAndPredict(ServiceProvider provider)
    {
        var (memory, market) = (provider.GetRequiredService<ILongTermMemory>(), provider.GetRequiredService<IMarket>());
        foreach (var booking in SampleBookings.Take(10))
        {
            memory.AddBookingToHistoryAsync("guest", booking with { Country = "US" }).Now();
        }

        market.RefreshAsync().Now();
        var costs = new List<(double, long)>();
        for (var round = 0; round < 10 * Rounds; round++)
        {
            var booking = SampleBookings.Take(1).Single() with { BookingId = $"b{round}", Country = "US", City = $"city {round % 500}", PropertyId = $"property {round * 97}" };
            memory.AddBookingToHistoryAsync($"other {round}", booking).Now();
            costs.Add(Cost(() =>
            {
                market.RefreshAsync().Now();
                memory.GetUserPreferencesAsync("guest").Now();
            }));
        }

        return costs[(9 * Rounds)..];
    }

    private static (double Microseconds, long Bytes) Cost(Action work)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = RealTime.Clock.GetTimestamp();
        work();
        return (RealTime.Clock.GetElapsedTime(start).TotalMicroseconds, GC.GetAllocatedBytesForCurrentThread() - bytes);
    }
}
