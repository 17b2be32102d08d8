using CsCheck;

namespace HospitalityMemory.Tests.Learning;

public sealed class FrequencyPreferenceLearnerTests
{
    private static readonly FrequencyPreferenceLearner Learner = new();

    [Fact]
    public void It_is_named_frequency() => Assert.Equal("frequency", Learner.Name);

    [Fact]
    public void Nothing_known_teaches_nothing()
    {
        var preferences = Learner.Learn(TravelRecord.Empty, Stays.Context);

        Assert.Empty(preferences.PreferredCities);
        Assert.Empty(preferences.PreferredAmenities);
        Assert.Empty(preferences.PreferredPropertyTypes);
        Assert.Null(preferences.PreferredPriceRange);
        Assert.Empty(preferences.OtherPriceRanges);
        Assert.Empty(preferences.All);
    }

    [Fact]
    public void Cities_are_those_of_most_stays_and_the_more_recent_first_among_equals()
    {
        var preferences = Learn(
            Stays.At("Miami", "2025-01-01"),
            Stays.At("Oslo", "2025-02-01"),
            Stays.At("Rome", "2025-03-01"),
            Stays.At("Miami", "2025-04-01"),
            Stays.At("Bern", "2025-02-01"),
            Stays.At("Lima", "2024-02-01"),
            Stays.At("Cairo", "2023-02-01"),
            Stays.At("Cairo", "2023-03-01"));

        Assert.Equal(["Miami", "Cairo", "Rome", "Bern", "Oslo"], preferences.PreferredCities);
    }

    [Fact]
    public void Of_one_city_the_latest_spelling_is_shown()
    {
        var preferences = Learn(
            Stays.At("miami", "2025-01-03"), Stays.At("Miami", "2025-01-01"), Stays.At(" Miami ", "2025-01-02"));

        var city = Assert.Single(preferences.All);
        Assert.Equal(("miami", 3), (city.Value, city.Stays));
    }

    [Fact]
    public void The_price_range_is_from_the_25th_to_the_75th_percentile()
    {
        var preferences = Learn(
            Stays.At("Miami", "2025-01-01").Priced(100),
            Stays.At("Miami", "2025-01-02").Priced(200),
            Stays.At("Miami", "2025-01-03").Priced(400),
            Stays.At("Miami", "2025-01-04").Priced(900),
            Stays.At("Miami", "2025-01-05"),
            Stays.At("Miami", "2025-01-06").Priced(5_000, currency: null));

        // numpy.percentile([100, 200, 400, 900], [25, 75]) is [175, 525].
        Assert.Equal(new PriceRange { Min = 175, Max = 525, Currency = "USD" }, preferences.PreferredPriceRange);
        Assert.Empty(preferences.OtherPriceRanges);
    }

    [Fact]
    public void Currencies_are_never_mixed_and_the_one_of_most_prices_is_the_main_one()
    {
        var preferences = Learn(
            Stays.At("Rome", "2025-01-01").Priced(80, "EUR"),
            Stays.At("Rome", "2025-01-02").Priced(120, "EUR"),
            Stays.At("Miami", "2026-01-01").Priced(300),
            Stays.At("London", "2025-12-01").Priced(250, "GBP"));

        Assert.Equal(new PriceRange { Min = 90, Max = 110, Currency = "EUR" }, preferences.PreferredPriceRange);
        Assert.Equal(
            [new PriceRange { Min = 300, Max = 300, Currency = "USD" }, new PriceRange { Min = 250, Max = 250, Currency = "GBP" }],
            preferences.OtherPriceRanges);
        var main = Assert.Single(preferences.All, item => item.Value is "EUR");
        Assert.Equal((PreferenceKind.PriceRange, 0.5, 2, Stays.Day("2025-01-02"), 0.5), (main.Kind, main.Score, main.Stays, main.LastStay!.Value, main.Confidence));
    }

    [Fact]
    public void Amenities_are_weighted_by_how_often_they_were_there_and_how_satisfied_the_guest_was()
    {
        var preferences = Learn(
            Stays.At("Miami", "2025-01-01") with { Amenities = ["wifi", "pool"], GuestRating = 5 },
            Stays.At("Miami", "2025-01-02") with { Amenities = ["wifi", "gym"], GuestRating = 1 },
            Stays.At("Miami", "2025-01-03") with { Amenities = ["gym"] },
            Stays.At("Miami", "2025-01-04") with { GuestRating = 5 });

        // Ratings of stays with known amenities: 5 + 1 + 3 (not rated) = 9; wifi 6, pool 5, gym 4.
        Assert.Equal(["wifi", "pool", "gym"], preferences.PreferredAmenities);
        var scores = preferences.All.Where(item => item.Kind is PreferenceKind.Amenity).Select(item => item.Score).ToArray();
        Assert.Equal([6 / 9.0, 5 / 9.0, 4 / 9.0], scores.Select(score => Math.Round(score, 12)), (x, y) => Math.Abs(x - y) < 1e-9);
    }

    [Fact]
    public void Among_amenities_that_tie_those_that_travellers_choose_by_come_first_and_no_others()
    {
        string[] all = ["carbon monoxide alarm", "hangers", "Kitchen", "pool", "WiFi", "smoke alarm", "iron", "essentials", "shampoo", "hot water", "first aid kit", "dishes"];
        Booking[] stays = [Stays.At("Miami", "2025-01-01") with { Amenities = all }, Stays.At("Miami", "2025-01-02") with { Amenities = all }];

        Assert.Equal(["WiFi", "Kitchen", "pool"], Learn(stays).PreferredAmenities.Take(3));
        Assert.Equal("iron", Learn([.. stays, Stays.At("Miami", "2024-01-01") with { Amenities = ["iron"] }]).PreferredAmenities[0]);

        var own = new FrequencyPreferenceLearner(NameRules.Default, new AmenityOrder(NameRules.Default, ["Dishes", "wi-fi"]));
        Assert.Equal(["dishes", "WiFi"], own.Learn(Stays.Record(stays), Stays.Context).PreferredAmenities.Take(2));
        var ranked = Learner.Rank(
            Stays.Record([.. stays, Stays.At("Miami", "2025-01-03") with { Amenities = all }]), [new() { PropertyId = "p", Amenities = all }], Stays.Context);
        Assert.Equal("usually with WiFi and Kitchen", ranked[0].Reasons[0]);
    }

    [Fact]
    public void An_amenity_named_twice_in_a_booking_counts_once()
    {
        var preferences = Learn(
            Stays.At("Miami", "2025-01-01") with { Amenities = ["pool", "pool", " pool"] },
            Stays.At("Miami", "2025-01-02") with { Amenities = ["wifi"], GuestRating = 4 });

        Assert.Equal(["wifi", "pool"], preferences.PreferredAmenities);
        Assert.All(preferences.All.Where(item => item.Kind is PreferenceKind.Amenity), item => Assert.Equal(1, item.Stays));
    }

    [Fact]
    public void At_most_ten_amenities_and_five_types_are_preferred()
    {
        var preferences = Learn(
            [.. Enumerable.Range(1, 12).Select(day => Stays.At("Miami", $"2025-01-{day:D2}") with { Amenities = [$"a{day}"], PropertyType = $"t{day}" })]);

        Assert.Equal(Enumerable.Range(3, 10).Reverse().Select(day => $"a{day}"), preferences.PreferredAmenities);
        Assert.Equal(Enumerable.Range(8, 5).Reverse().Select(day => $"t{day}"), preferences.PreferredPropertyTypes);
    }

    [Fact]
    public void Every_preference_has_evidence()
    {
        var preferences = Learn(
            Stays.At("Miami", "2025-01-01") with { PropertyType = "villa", Amenities = ["pool"], PricePerNight = 100, Currency = "USD" },
            Stays.At("Miami", "2025-01-02") with { PropertyType = "villa" },
            Stays.At("Oslo", "2025-01-03"));

        Assert.Equal(5, preferences.All.Count);
        Assert.All(preferences.All, item => Assert.Equal(PreferenceSource.Bookings, item.Source));
        Assert.Equal(
            new Preference
            {
                Kind = PreferenceKind.City,
                Value = "Miami",
                Source = PreferenceSource.Bookings,
                Score = 2 / 3.0,
                Stays = 2,
                LastStay = Stays.Day("2025-01-02"),
                Confidence = 0.5,
            },
            preferences.All[0]);
        Assert.Equal(1, Assert.Single(preferences.All, item => item.Value is "villa").Score);
    }

    [Fact]
    public void Searched_cities_take_the_places_behind_booked_ones()
    {
        var record = new TravelRecord(
            [Stays.At("Miami", "2025-01-01")],
            [
                Stays.Search("Oslo", minutes: 9), Stays.Search("MIAMI", minutes: 8), Stays.Search("Rome", "2026-05-01", 7),
                Stays.Search("rome", "2026-05-02", 6), Stays.Search("Bern", minutes: 5), Stays.Search("Lima", minutes: 4), Stays.Search("Cairo", minutes: 3),
            ]);

        var preferences = Learner.Learn(record, Stays.Context);

        Assert.Equal(["Miami", "Rome", "Oslo", "Bern", "Lima"], preferences.PreferredCities);
        var rome = Assert.Single(preferences.All, item => item.Value is "Rome");
        Assert.Equal((PreferenceSource.Searches, 2, null, 2 / 7.0, 0.25), (rome.Source, rome.Stays, rome.LastStay, rome.Score, rome.Confidence));
    }

    [Fact]
    public void Five_booked_cities_leave_no_place_for_a_searched_one()
    {
        var stays = Enumerable.Range(1, 5).Select(day => Stays.At($"City {day}", $"2025-01-0{day}"));
        var record = new TravelRecord([.. stays], [Stays.Search("Oslo")]);

        Assert.DoesNotContain("Oslo", Learner.Learn(record, Stays.Context).PreferredCities);
    }

    [Fact]
    public void Searched_budgets_give_the_range_where_nothing_was_booked()
    {
        var record = new TravelRecord(
            [],
            [
                Stays.Search("Oslo", "2026-05-01") with { Budget = 100, Currency = "EUR" },
                Stays.Search("Oslo", "2026-05-02") with { Budget = 300, Currency = "EUR" },
                Stays.Search("Oslo", "2026-05-03") with { Budget = 900, Currency = "USD" },
                Stays.Search("Oslo", "2026-05-04") with { Budget = 50 },
            ]);

        var preferences = Learner.Learn(record, Stays.Context);

        Assert.Equal(new PriceRange { Min = 150, Max = 250, Currency = "EUR" }, preferences.PreferredPriceRange);
        Assert.Equal(new PriceRange { Min = 900, Max = 900, Currency = "USD" }, Assert.Single(preferences.OtherPriceRanges));
    }

    [Fact]
    public void Searched_budgets_never_touch_a_booked_currency_and_never_come_first()
    {
        var record = new TravelRecord(
            [Stays.At("Miami", "2025-01-01").Priced(200)],
            [
                Stays.Search("Oslo", "2026-05-01") with { Budget = 1_000, Currency = "USD" },
                Stays.Search("Oslo", "2026-05-02") with { Budget = 300, Currency = "EUR" },
                Stays.Search("Oslo", "2026-05-03") with { Budget = 300, Currency = "EUR" },
            ]);

        var preferences = Learner.Learn(record, Stays.Context);

        Assert.Equal(new PriceRange { Min = 200, Max = 200, Currency = "USD" }, preferences.PreferredPriceRange);
        Assert.Equal("EUR", Assert.Single(preferences.OtherPriceRanges).Currency);
        Assert.Equal(PreferenceSource.Searches, Assert.Single(preferences.All, item => item.Value is "EUR").Source);
    }

    [Fact]
    public void A_booked_city_that_is_called_as_a_currency_hides_no_budget_in_it()
    {
        var record = new TravelRecord(
            [Stays.At("EUR", "2025-01-01")],
            [Stays.Search("Oslo", "2026-05-01") with { Budget = 300, Currency = "EUR" }]);

        var preferences = Learner.Learn(record, Stays.Context);

        Assert.Equal(new PriceRange { Min = 300, Max = 300, Currency = "EUR" }, preferences.PreferredPriceRange);
        Assert.Equal(["EUR", "Oslo"], preferences.PreferredCities);
    }

    [Fact]
    public void However_many_the_bookings_the_result_is_that_of_counting_them_all()
    {
        Gen.Int[0, 400].Sample(
            count =>
            {
                Booking[] all = [.. Enumerable.Range(1, count).Select(number => Stays.Numbered(number, cities: 11))];
                var preferences = Learner.Learn(Stays.Known(all).ToTravelRecord(), Stays.Context);
                Booking[] stays = [.. all.TakeLast(100)];

                var cities = stays
                    .GroupBy(stay => stay.City)
                    .OrderByDescending(city => city.Count())
                    .ThenByDescending(city => city.Max(stay => stay.CheckIn))
                    .Select(city => city.Key)
                    .Take(5);
                var amenities = stays
                    .SelectMany(stay => stay.Amenities.Distinct().Select(amenity => (amenity, stay)))
                    .GroupBy(pair => pair.amenity, pair => pair.stay)
                    .OrderByDescending(amenity => amenity.Sum(stay => stay.GuestRating ?? 3))
                    .ThenBy(amenity => AmenityOrder.Default.RankOf(amenity.Key))
                    .ThenByDescending(amenity => amenity.Max(stay => stay.CheckIn))
                    .ThenBy(amenity => amenity.Key, StringComparer.Ordinal)
                    .Select(amenity => amenity.Key)
                    .Take(10);
                Assert.Equal(cities, preferences.PreferredCities);
                Assert.Equal(amenities, preferences.PreferredAmenities);

                double[] prices = [.. stays.Where(stay => stay.Price?.Currency is "USD").Select(stay => (double)stay.PricePerNight!.Value).Order()];
                if (prices.Length is > 0)
                {
                    Assert.Equal(Quartile(prices, 1), (double)preferences.PreferredPriceRange!.Min, 1e-9);
                    Assert.Equal(Quartile(prices, 3), (double)preferences.PreferredPriceRange.Max, 1e-9);
                }
            },
            iter: 60,
            threads: 1);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void Learning_anew_allocates_no_more_than_12_KB(int count)
    {
        var record = Stays.Known(Enumerable.Range(1, count).Select(number => Stays.Numbered(number))).ToTravelRecord();
        Learner.Learn(record, Stays.Context);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var preferences = Learner.Learn(record, Stays.Context);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 12 * 1024);
        Assert.NotEmpty(preferences.All);
    }

    [Fact]
    public void Many_names_are_counted_as_few_are()
    {
        Booking[] stays =
        [
            .. Enumerable.Range(0, 90).Select(number => Stays.At($"City {number % 45:D2}", "2025-01-01", $"b{number:D2}") with
            {
                CheckIn = Stays.Day("2025-01-01").AddDays(number),
                Amenities = [.. Enumerable.Range(0, 30).Select(amenity => $"amenity {(number + amenity) % 60:D2}"), $"amenity {number % 60:D2}", " "],
            }),
        ];

        var preferences = Learn(stays);

        Assert.Equal(["City 44", "City 43", "City 42", "City 41", "City 40"], preferences.PreferredCities);
        Assert.All(preferences.All.Where(preference => preference.Kind is PreferenceKind.City), city => Assert.Equal(2, city.Stays));
        Assert.Equal(
            stays.SelectMany(stay => stay.Amenities.Where(amenity => amenity is not " ").Distinct().Select(amenity => (amenity, stay)))
                .GroupBy(pair => pair.amenity, pair => pair.stay)
                .OrderByDescending(amenity => amenity.Count())
                .ThenByDescending(amenity => amenity.Max(stay => stay.CheckIn))
                .ThenBy(amenity => amenity.Key, StringComparer.Ordinal)
                .Take(10)
                .Select(amenity => (amenity.Key, amenity.Count())),
            preferences.All.Where(preference => preference.Kind is PreferenceKind.Amenity).Select(preference => (preference.Value, preference.Stays)));
    }

    private static UserPreferences Learn(params Booking[] stays) => Learner.Learn(Stays.Record(stays), Stays.Context);

    private static double Quartile(double[] sorted, int quarter)
    {
        var position = (sorted.Length - 1) * quarter / 4.0;
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
