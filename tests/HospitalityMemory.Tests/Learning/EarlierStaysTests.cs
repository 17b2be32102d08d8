namespace HospitalityMemory.Tests.Learning;

public sealed class EarlierStaysTests
{
    [Fact]
    public void Counts_hold_all_that_the_stays_say()
    {
        var counts = EarlierStays.None.Add(
        [
            Stays.At(" Miami ", "2026-01-10") with
            {
                CheckOut = Stays.Day("2026-01-13"), PropertyId = "p1", PropertyType = "villa", Amenities = ["wifi", " wifi", "pool"], GuestRating = 5,
                PricePerNight = 200, Currency = "USD",
            },
            Stays.At("Miami", "2025-01-10") with { PropertyType = " ", Amenities = ["wifi"], PricePerNight = 100 },
            Stays.At("Oslo", "2025-07-01") with { Amenities = [" "], PricePerNight = 150, Currency = "EUR" },
        ]);

        Assert.Equal(3, counts.Count);
        Assert.Equal(Stays.Day("2025-01-10"), counts.FirstCheckIn);
        Assert.Equal([Tally("Miami", 2, "2026-01-10", 8), Tally("Oslo", 1, "2025-07-01", 3)], counts.Cities);
        Assert.Equal([Tally("villa", 1, "2026-01-10", 5)], counts.PropertyTypes);
        Assert.Equal([Tally("pool", 1, "2026-01-10", 5), Tally("wifi", 2, "2026-01-10", 8)], counts.Amenities);
        Assert.Equal([Tally("p1", 1, "2026-01-10", 5)], counts.Properties);
        Assert.Equal([Tally("Miami", 1, "2025-01-10", 3), Tally("Oslo", 1, "2025-07-01", 3)], counts.CitiesOfUnknownProperty);
        Assert.Equal((1, 2, 8m), (counts.StaysWithPropertyType, counts.StaysWithAmenities, counts.AmenityRatingSum));
        Assert.Equal((1, 3L), (counts.StaysWithNights, counts.Nights));
        Assert.Equal([2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0], counts.StaysByMonth);
        Assert.Equal(["EUR", "USD"], counts.Prices.Select(prices => prices.Currency));
        Assert.Equal([200m], counts.Prices[1].Prices);
    }

    [Fact]
    public void Nothing_added_changes_nothing() => Assert.Same(EarlierStays.None, EarlierStays.None.Add([]));

    [Fact]
    public void The_order_of_stays_and_the_way_they_are_split_change_nothing()
    {
        Booking[] stays = [.. Enumerable.Range(1, 900).Select(number => Stays.Numbered(number, cities: 60))];
        var atOnce = EarlierStays.None.Add(stays).Describe();
        var random = new Random(5);
        for (var round = 0; round < 10; round++)
        {
            random.Shuffle(stays);
            var counts = EarlierStays.None;
            foreach (var chunk in stays.Chunk(random.Next(1, 60)))
            {
                counts = counts.Add(chunk);
            }

            Assert.Equal(atOnce, counts.Describe());
        }
    }

    [Fact]
    public void Beyond_the_cap_the_names_of_most_stays_remain_and_dropped_places_are_counted()
    {
        var regular = Enumerable.Range(0, 5).Select(year => Stays.At("Miami", $"200{year}-01-01") with { PropertyId = "home" });
        var once = Enumerable.Range(0, 1_000).Select(
            number => Stays.At($"City {number:D4}", "2010-01-01") with { CheckIn = new DateOnly(2010, 1, 1).AddDays(number), PropertyId = $"p{number}" });

        var counts = EarlierStays.None.Add([.. regular, .. once]);

        Assert.Equal(EarlierStays.MaxNames, counts.Cities.Count);
        Assert.Equal(EarlierStays.MaxNames, counts.Properties.Count);
        Assert.Contains(counts.Cities, city => city is { Name: "Miami", Stays: 5 });
        Assert.Contains(counts.Cities, city => city.Name is "City 0999");
        Assert.DoesNotContain(counts.Cities, city => city.Name is "City 0000");
        Assert.Equal(1_001 - EarlierStays.MaxNames, counts.DroppedPlaces);
        Assert.Equal(1_005, counts.Count);
    }

    [Fact]
    public void Of_too_many_currencies_those_of_most_prices_remain()
    {
        var many = Enumerable.Range(0, 26).SelectMany(letter => Enumerable.Range(0, letter + 1).Select(
            number => Stays.At("Miami", "2026-01-01").Priced(100 + number, $"AA{(char)('A' + letter)}")));

        var counts = EarlierStays.None.Add([.. many]);

        Assert.Equal(Enumerable.Range(10, 16).Select(letter => $"AA{(char)('A' + letter)}"), counts.Prices.Select(prices => prices.Currency));
    }

    [Fact]
    public void Ten_thousand_varied_bookings_are_held_in_less_than_64_kilobytes()
    {
        var log = Stays.Log(Enumerable.Range(1, 10_000).Select(number => Stays.Numbered(number, cities: 5_003) with
        {
            PropertyId = $"property {number}",
            PropertyType = $"type {number}",
            Amenities = [$"amenity {number}", $"other amenity {number}"],
            PricePerNight = 1 + (number * number % 99_991),
        }));
        var counts = log.Earlier;
        IReadOnlyList<StayTally>[] kinds =
            [counts.Cities, counts.PropertyTypes, counts.Amenities, counts.Properties, counts.CitiesOfUnknownProperty];

        Assert.All(kinds, tallies => Assert.True(tallies.Count <= EarlierStays.MaxNames));

        // A stored tally is a name and three numbers, a bin two numbers: about 20 and 8 characters beside the name.
        var tallyBytes = kinds.Sum(tallies => tallies.Sum(tally => tally.Name.Length + 20));
        var priceBytes = counts.Prices.Sum(prices => (prices.Bins.Count * 8) + (prices.Prices.Count * 8));
        Assert.InRange(tallyBytes + priceBytes, 1, 64 * 1024);
        Assert.Equal(10_000, log.ToTravelRecord().Count);
    }

    [Fact]
    public void Unordered_stored_tallies_are_put_in_order_so_that_adding_finds_them()
    {
        var stored = new EarlierStays
        {
            Count = 4,
            Cities = [Tally("Oslo", 1, "2025-01-01", 3), Tally("Miami", 2, "2024-01-01", 6), Tally("Oslo", 1, "2023-01-01", 3)],
            Prices =
            [
                new PriceSummary { Currency = "USD", LastStay = Stays.Day("2025-01-01"), Prices = [1] },
                new PriceSummary { Currency = "EUR", LastStay = Stays.Day("2025-01-01"), Prices = [1] },
            ],
        };

        var counts = stored.Add([Stays.At("Miami", "2026-01-01")]);

        Assert.Equal([Tally("Miami", 3, "2026-01-01", 9), Tally("Oslo", 2, "2025-01-01", 6)], counts.Cities);
        Assert.Equal(["EUR", "USD"], counts.Prices.Select(prices => prices.Currency));
    }

    private static StayTally Tally(string name, int stays, string lastStay, decimal ratings) =>
        new() { Name = name, Stays = stays, LastStay = Stays.Day(lastStay), RatingSum = ratings };
}
