using CsCheck;
using HospitalityMemory.Conformance;

namespace HospitalityMemory.Tests.Learning;

/// <summary>
/// Records with few names and with many, in several spellings and countries. What is shown and counted is compared with plain dictionaries
/// over the same rules.
/// </summary>
public sealed class ManyNamesTests
{
    private static readonly NameRules Rules = NameRules.Default;

    // Up to 16 names are scanned, and more are hashed.
    private static readonly int[] HowMany = [1, 4, 15, 16, 17, 18, 40, 90];

    private static readonly Gen<Booking[]> Bookings =
        from names in Gen.Int[0, HowMany.Length - 1].Select(place => HowMany[place])
        from stays in Gen.Select(Gen.Int[0, names - 1], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, names - 1].Array[0, 6]).Array[1, 100]
        select Newest(stays.Select((stay, number) => Booking(number, stay)));

    [Fact]
    public void Cities_are_shown_as_the_plain_model_says() => Bookings.Sample(
        bookings =>
        {
            var names = new TravelRecord(bookings, []).NamesBy(Rules);
            var expected = ExpectedCities(bookings);

            Assert.Equal(expected.Select(city => city.Shown), names.Shown.Bookings.Select(stay => stay.City));
            Assert.Equal(expected.Select(city => city.Key), names.Keyed.Bookings.Select(stay => stay.City));
            Assert.Equal(expected.Select(city => city.Shown), expected.Select(city => names.ShownOf(NameKind.City, city.Key)));
            Assert.Equal(expected.Select(city => city.Shown), bookings.Select(stay => names.ShowCity(stay.City, stay.Country)));
            Assert.Equal(
                expected.Select(city => city.Key), bookings.Select(stay => names.Key(new PropertyCandidate { PropertyId = "p", City = stay.City, Country = stay.Country }).City));
        },
        iter: Fuzzing.Iterations / 5);

    [Fact]
    public void Types_operators_and_amenities_are_shown_as_the_plain_model_says() => Bookings.Sample(
        bookings =>
        {
            var names = new TravelRecord(bookings, []).NamesBy(Rules);
            var shown = names.Shown.Bookings;

            Assert.Equal(Spelled(NameKind.PropertyType, bookings.Select(stay => stay.PropertyType)), shown.Select(stay => stay.PropertyType));
            Assert.Equal(Spelled(NameKind.Operator, bookings.Select(stay => stay.Operator)), shown.Select(stay => stay.Operator));
            var first = FirstSpellings(NameKind.Amenity, bookings.SelectMany(stay => stay.Amenities));
            Assert.Equal(
                bookings.Select(stay => stay.Amenities.Select(amenity => first[Rules.KeyOf(NameKind.Amenity, amenity)!]).Distinct()), shown.Select(stay => stay.Amenities));
            foreach (var stay in bookings)
            {
                var property = names.Show(new PropertyCandidate
                {
                    PropertyId = "p",
                    PropertyType = stay.PropertyType?.ToUpperInvariant(),
                    Operator = stay.Operator?.ToUpperInvariant(),
                    Amenities = [.. stay.Amenities.Select(amenity => $" {amenity}")],
                });
                Assert.Equal((names.ShownOf(NameKind.PropertyType, Rules.KeyOf(NameKind.PropertyType, stay.PropertyType) ?? ""), names.ShownOf(NameKind.Operator, Rules.KeyOf(NameKind.Operator, stay.Operator) ?? "")), (property.PropertyType, property.Operator));
                Assert.Equal(stay.Amenities.Select(amenity => first[Rules.KeyOf(NameKind.Amenity, amenity)!]).Distinct(), property.Amenities);
            }
        },
        iter: Fuzzing.Iterations / 5);

    [Fact]
    public void Counts_are_those_of_the_plain_model() => Bookings.Sample(
        bookings =>
        {
            var shown = new TravelRecord(bookings, []).NamesBy(Rules).Shown.Bookings;
            var counts = new StayCounts(shown);

            Assert.Equal(Count(shown.Select(stay => (stay, new[] { stay.City }))), Counted(counts.Cities));
            Assert.Equal(Count(shown.Select(stay => (stay, stay.PropertyType is { } type ? new[] { type } : []))), Counted(counts.PropertyTypes));
            Assert.Equal(Count(shown.Select(stay => (stay, stay.Amenities.ToArray()))), Counted(counts.Amenities));
            Assert.Equal(shown.Where(stay => stay.Amenities.Count > 0).Sum(NameCounts.RatingOf), counts.Amenities.RatingSum);
            var best = counts.Cities.Best(NameCount.ByStays, stackalloc int[5]).ToArray().Select(place => counts.Cities.Names[place].Name).ToArray();
            Assert.Equal(
                Counted(counts.Cities).OrderByDescending(city => city.Stays).ThenByDescending(city => city.LastStay).ThenBy(city => city.Name, StringComparer.Ordinal)
                    .Take(5).Select(city => city.Name),
                best);
        },
        iter: Fuzzing.Iterations / 5);

    private static Booking[] Newest(IEnumerable<Booking> bookings)
    {
        var sorted = bookings.ToArray();
        Array.Sort(sorted, BookingOrder.Compare);
        return sorted;
    }

    private static Booking Booking(int number, (int Name, int Spelling, int Country, int Rating, int[] Amenities) stay) => new()
    {
        BookingId = $"b{number}",
        City = Spelled($"Town {stay.Name}", stay.Spelling),
        Country = stay.Country switch { 0 => null, 1 => "IT", 2 => "US", _ => "United States" },
        CheckIn = new DateOnly(2020, 1, 1).AddDays(number * 37 % 211),
        PropertyType = stay.Rating is 0 ? null : Spelled($"Type {stay.Name}", stay.Country),
        Operator = stay.Rating is 1 ? null : Spelled($"Host {stay.Name}", stay.Country),
        GuestRating = stay.Rating is 0 ? null : stay.Rating,
        Amenities = [.. stay.Amenities.Select((amenity, place) => Spelled($"Thing {amenity}", (place + stay.Spelling) % 4))],
    };

    private static string Spelled(string name, int spelling) => spelling switch
    {
        0 => name,
        1 => name.ToUpperInvariant(),
        2 => $" {name}",
        _ => name.Replace(' ', '-'),
    };

    /// <summary>The key and the shown name of each stay's city. The stays come newest first.</summary>
    private static List<(string Key, string Shown)> ExpectedCities(Booking[] stays)
    {
        var expected = new List<(string Key, string Shown)>();
        foreach (var stay in stays)
        {
            var name = Rules.KeyOf(NameKind.City, stay.City)!;
            var same = stays.Where(other => Rules.KeyOf(NameKind.City, other.City) == name).ToList();
            var countries = same.Select(CountryOf).OfType<string>().Distinct().ToList();
            var country = countries is [var only] ? only : CountryOf(stay);
            var spelling = (countries.Count > 1 ? same.First(other => CountryOf(other) == country) : same[0]).City.Trim();
            expected.Add((country is null ? name : $"{name}|{country}", countries.Count > 1 && country is not null ? $"{spelling} ({country})" : spelling));
        }

        return expected;
    }

    private static string? CountryOf(Booking stay) => stay.Country is "United States" ? "US" : stay.Country;

    private static Dictionary<string, string> FirstSpellings(NameKind kind, IEnumerable<string> names) => names
        .GroupBy(name => Rules.KeyOf(kind, name)!).ToDictionary(same => same.Key, same => same.First().Trim());

    private static IEnumerable<string?> Spelled(NameKind kind, IEnumerable<string?> names)
    {
        var first = FirstSpellings(kind, names.OfType<string>());
        return names.Select(name => name is null ? null : first[Rules.KeyOf(kind, name)!]);
    }

    private static List<(string Name, int Stays, DateOnly LastStay)> Count(IEnumerable<(Booking Stay, string[] Names)> stays) =>
    [
        .. stays.SelectMany(stay => stay.Names.Select(name => (Name: name, stay.Stay.CheckIn)))
            .GroupBy(named => named.Name, StringComparer.Ordinal)
            .Select(same => (same.Key, same.Count(), same.Max(named => named.CheckIn)))
            .OrderBy(count => count.Key, StringComparer.Ordinal),
    ];

    private static List<(string Name, int Stays, DateOnly LastStay)> Counted(NameCounts counts)
    {
        var counted = new List<(string Name, int Stays, DateOnly LastStay)>();
        foreach (ref readonly var count in counts.Names)
        {
            counted.Add((count.Name, count.Stays, count.LastStay));
        }

        counted.Sort((x, y) => string.CompareOrdinal(x.Name, y.Name));
        return counted;
    }
}
