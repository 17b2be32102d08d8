using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// Ranking properties for a guest: the cost by the number of properties and by the length of the history, for both learners.
/// </summary>
internal static class RankingTable
{
    private const double MostMicroseconds = 5_000;

    private static readonly string[] Amenities = [.. Enumerable.Range(0, 60).Select(number => $"amenity {number}")];

    public static void Run(Report report)
    {
        report.Title("RankPropertiesAsync, properties with 30 amenities each");
        report.Header("learner", "bookings", "properties", "µs", "bytes a property");
        var microseconds = new Dictionary<(string Learner, int History, int Candidates), double>();
        foreach (var learner in (ReadOnlySpan<string>)["frequency", "adaptive"])
        {
            foreach (var (history, candidates) in (ReadOnlySpan<(int, int)>)[(10, 100), (10, 1_000), (1_000, 1_000)])
            {
                var cost = Measure(learner, history, candidates);
                microseconds[(learner, history, candidates)] = cost.Nanoseconds / 1_000;
                report.Row(
                    learner,
                    history.ToString("#,0", CultureInfo.InvariantCulture),
                    candidates.ToString("#,0", CultureInfo.InvariantCulture),
                    Report.Figure(cost.Nanoseconds / 1_000),
                    Report.Figure(cost.Bytes / candidates));
            }
        }

        report.Text("");
        foreach (var learner in (ReadOnlySpan<string>)["frequency", "adaptive"])
        {
            report.FigureTarget($"ranking 1,000 properties, {learner}", MostMicroseconds, microseconds[(learner, 1_000, 1_000)], "µs");
            report.RatioTarget(
                $"ranking after 1,000 bookings : after 10, {learner}", 3, microseconds[(learner, 1_000, 1_000)] / microseconds[(learner, 10, 1_000)]);
        }
    }

    private static Measurement Measure(string learner, int history, int candidates)
    {
        var services = new ServiceCollection();
        var builder = services.AddHospitalityMemory();
        if (learner is "adaptive")
        {
            builder.UseAdaptiveLearner();
        }

        using var provider = services.BuildServiceProvider();
        var memory = provider.GetRequiredService<ILongTermMemory>();
        foreach (var booking in SampleBookings.Take(history))
        {
            memory.AddBookingToHistoryAsync("guest", booking with { Amenities = Some(booking.CheckIn.DayNumber) }).Now();
        }

        PropertyCandidate[] offered =
        [
            .. SampleBookings.Take(candidates).Select(booking => new PropertyCandidate
            {
                PropertyId = booking.BookingId,
                City = booking.City,
                Country = booking.Country,
                PropertyType = booking.PropertyType,
                PricePerNight = booking.PricePerNight,
                Currency = booking.Currency,
                Amenities = Some(booking.CheckIn.DayNumber * 7),
            }),
        ];
        return new Contest()
            .Add(learner, count =>
            {
                for (var i = 0; i < count; i++)
                {
                    memory.RankPropertiesAsync("guest", offered).Now();
                }
            })
            .Run(TimeSpan.FromSeconds(0.3))[0];
    }

    private static string[] Some(int number) => [.. Enumerable.Range(0, 30).Select(i => Amenities[(number + (2 * i)) % Amenities.Length])];
}
