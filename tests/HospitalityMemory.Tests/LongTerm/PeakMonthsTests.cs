using HospitalityMemory.Tests.Learning;

namespace HospitalityMemory.Tests.LongTerm;

public sealed class PeakMonthsTests
{
    [Theory]
    [InlineData("2023-07-10", "")]
    [InlineData("2023-07-10 2024-07-10", "")]
    [InlineData("2023-07-10 2023-07-11 2023-07-12 2023-07-30", "")]
    [InlineData("2023-07-10 2024-07-01 2025-07-31", "7")]
    [InlineData("2023-07-10 2024-07-01 2025-07-31 2025-01-01", "7")]
    [InlineData("2023-07-10 2024-07-01 2025-07-31 2025-01-01 2024-03-01 2023-05-01", "")]
    [InlineData("2021-01-01 2022-02-01 2023-03-01 2024-04-01 2025-05-01", "")]
    [InlineData("2021-07-01 2022-07-01 2023-07-01 2024-07-01 2025-07-01 2020-12-01 2021-12-01 2022-12-01 2023-12-01 2024-12-01", "7 12")]
    public void A_month_is_a_peak_where_chance_does_not_explain_it(string checkIns, string expected)
    {
        Booking[] stays = [.. checkIns.Split(' ').Index().Select(day => Stays.At("Rome", day.Item, $"b{day.Index}"))];

        Assert.Equal(expected, string.Join(' ', PeakMonths.Of(stays)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void At_most_one_in_twenty_who_travel_at_any_time_has_a_peak(int hotelsOfJourney)
    {
        const int Guests = 10_000;
        var random = new Random(20);
        var alarms = 0;
        for (var guest = 0; guest < Guests; guest++)
        {
            var years = random.Next(1, 11);
            var stays = new List<Booking>();
            for (var journey = random.Next(1, 31); journey > 0; journey--)
            {
                var day = new DateOnly(2015, 1, 1).AddDays(random.Next(years * 365));
                for (var hotel = 0; hotel < hotelsOfJourney; hotel++)
                {
                    stays.Add(new() { BookingId = $"b{stays.Count}", City = $"city {hotel}", CheckIn = day.AddDays(hotel) });
                }
            }

            alarms += PeakMonths.Of(stays).Count > 0 ? 1 : 0;
        }

        // For a share of 0.05, two standard deviations are 0.0044.
        Assert.InRange(alarms / (double)Guests, 0, 0.05);
    }

    [Fact]
    public void Of_a_guest_who_goes_every_July_and_sometimes_else_it_is_found()
    {
        var random = new Random(21);
        for (var guest = 0; guest < 500; guest++)
        {
            Booking[] stays =
            [
                .. Enumerable.Range(2018, 8).Select(year => Stays.At("Rome", $"{year}-07-{random.Next(1, 32):00}")),
                .. Enumerable.Range(2018, 4).Select(year => Stays.At("Oslo", $"{year}-{random.Next(1, 7):00}-01")),
            ];

            Assert.Equal(7, PeakMonths.Of(stays)[0]);
        }
    }
}
