using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;

namespace HospitalityMemory.Tests.Learning;

/// <summary>What must be true of the rankings of every learner, for all properties and guests.</summary>
internal static partial class RankingTruth
{
    private static readonly string[] Places = ["rome", "oslo", "bern", "nice"];
    private static readonly string[] Countries = ["it", "no"];
    private static readonly string[] Types = ["villa", "hotel"];
    private static readonly string[] Offers = ["wifi", "pool", "sauna", "gym", "kitchen"];

    private static readonly Gen<string[]> SomeAmenities = Pick(Offers).Array[0, 4];

    private static readonly Gen<decimal?> SomePrice =
        Gen.OneOf(Gen.Const((decimal?)null), Gen.Int[80, 130].Select(price => (decimal?)price), Gen.Int[1, 300_000].Select(cents => (decimal?)cents / 100));

    /// <summary>Stays in the past and to come. There are few names, so that they recur.</summary>
    public static readonly Gen<TravelRecord> Records = Gen.Select(
            Gen.Int[-400, 60],
            Pick(Places),
            Gen.Bool,
            Pick<string?>([null, .. Types]),
            Pick<string?>(null, "p1", "p2", "p3"),
            SomeAmenities,
            Gen.Select(SomePrice, Pick("USD", "EUR")),
            Pick<decimal?>(null, 1, 1.5m, 4, 5))
        .Select((day, city, hasCountry, type, property, amenities, price, rating) => new Booking
        {
            BookingId = "b",
            City = city,
            Country = hasCountry ? CountryOf(city) : null,
            CheckIn = Stays.Context.AddDays(day),
            PropertyType = type,
            PropertyId = property,
            Amenities = amenities,
            PricePerNight = price.Item1,
            Currency = price.Item2,
            GuestRating = day > 0 ? null : rating,
        })
        .Array[0, 12]
        .Select(stays => Stays.Record([.. stays.Select((stay, number) => stay with { BookingId = $"b{number:D2}" })]));

    public static readonly Gen<PropertyCandidate> Candidates = Gen.Select(
            Pick("p1", "p2", "p4"),
            Pick<string?>([null, .. Places]),
            Pick<string?>([null, .. Countries]),
            Pick<string?>([null, .. Types]),
            SomeAmenities,
            SomePrice)
        .Select((id, city, anyCountry, type, amenities, price) => new PropertyCandidate
        {
            PropertyId = id,
            City = city,
            Country = city is null || anyCountry is null ? anyCountry : CountryOf(city),
            PropertyType = type,
            Amenities = amenities,
            PricePerNight = price,
            Currency = "USD",
        });

    public delegate IReadOnlyList<RankedProperty> Rank(TravelRecord record, IReadOnlyList<PropertyCandidate> candidates);

    public static void MoreAmenitiesNeverLowerAScore(Rank rank) => Gen.Select(Records, Candidates, Pick(Offers)).Sample(
        (record, candidate, amenity) =>
        {
            var more = candidate with { Amenities = [.. candidate.Amenities, amenity] };
            var ranked = rank(record, [candidate, more]);

            var (without, with) = (ScoreOf(candidate), ScoreOf(more));
            Assert.True(with >= without - 1e-12, $"{amenity} lowers {without} to {with}");
            Assert.InRange(with, 0, 1);

            double ScoreOf(PropertyCandidate property) => ranked.Single(one => ReferenceEquals(one.Property, property)).Score;
        },
        iter: 2_000);

    public static void ReasonsAreTrue(Rank rank) => Gen.Select(Records, Candidates).Sample(
        (record, candidate) =>
        {
            var ranked = Assert.Single(rank(record, [candidate]));
            Assert.All(ranked.Reasons, reason => Assert.True(IsTrue(reason, record, candidate), reason));
        },
        iter: 5_000);

    /// <summary>A city is in one country. With two cities of one name, each test would have to say which one is meant.</summary>
    private static string CountryOf(string city) => city is "rome" or "nice" ? "it" : "no";

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(number => values[number]);

    private static bool IsTrue(string reason, TravelRecord record, PropertyCandidate candidate)
    {
        Booking[] stays = [.. record.Bookings.Where(stay => stay.CheckIn <= Stays.Context)];
        Booking[] toCome = [.. record.Bookings.Where(stay => stay.CheckIn > Stays.Context)];
        var words = ReasonWords().Match(reason);
        string Of(string group) => words.Groups[group].Value;
        Booking[] Where(Booking[] bookings, Func<Booking, string?> name, string? value) => [.. bookings.Where(booking => value is not null && name(booking) == value)];

        return words.Groups.Values.First(group => group is { Success: true, Name: not "0" }).Name switch
        {
            "there" => IsOf(Where(stays, stay => stay.PropertyId, candidate.PropertyId), Of("there"), Of("last")),
            "booked" => IsOf(Where(toCome, stay => stay.PropertyId, candidate.PropertyId), Of("booked"), Of("for")),
            "rated" => Where(stays, stay => stay.PropertyId, candidate.PropertyId).Where(stay => stay.GuestRating is not null) is var rated
                && rated.Average(stay => stay.GuestRating) is { } mean && $"{mean:0.#}" == Of("rated") && mean < 2.5m && (rated.Count() > 1 == (Of("mean") is not "")),
            "stays" when Of("place") == Shown(candidate.City, candidate.Country) => In(stays) == Number(Of("stays")),
            "stays" => Of("place") == (candidate.Country is "it" ? "Italy" : "Norway") && Where(stays, stay => stay.Country, candidate.Country).Length == Number(Of("stays")),
            "ahead" => Of("at") == Shown(candidate.City, candidate.Country) && In(toCome) == Number(Of("ahead")),
            "first" => IsUsual(Of("first")) && (Of("second") is "" || IsUsual(Of("second"))),
            "type" => Of("type") == candidate.PropertyType && IsHabit(stays.Count(stay => stay.PropertyType == Of("type")), stays.Count(stay => stay.PropertyType is not null)),
            _ => IsPriced(Of("min"), Of("max"), Of("currency"), isUsual: Of("usual") is not ""),
        };

        int In(Booking[] bookings) => bookings.Count(stay => stay.City == candidate.City && CountryOf(stay.City, stay.Country) == CountryOf(candidate.City, candidate.Country));

        string? Shown(string? city, string? country) => Known(city) is { Length: > 1 } && CountryOf(city, country) is { } one ? $"{city} ({one.ToUpperInvariant()})" : city;

        // A city without a country is the only known city of its name. Where no city of that name has a country, it matches any.
        string? CountryOf(string? city, string? country) => Known(city) switch
        {
            [] => null,
            [var only] => country ?? only,
            _ => country,
        };

        string[] Known(string? city) => [.. record.Bookings.Where(stay => stay.City == city).Select(stay => stay.Country).OfType<string>().Distinct()];

        bool IsUsual(string amenity) => candidate.Amenities.Contains(amenity)
            && IsHabit(stays.Count(stay => stay.Amenities.Contains(amenity)), stays.Count(stay => stay.Amenities.Count > 0));

        bool IsPriced(string min, string max, string currency, bool isUsual)
        {
            decimal[] paid = [.. stays.Where(stay => stay.Currency == currency && stay.PricePerNight is not null).Select(stay => stay.PricePerNight!.Value).Order()];
            var (least, most) = (decimal.Parse(min, CultureInfo.InvariantCulture), decimal.Parse(max is "" ? min : max, CultureInfo.InvariantCulture));
            var isWithin = currency == candidate.Currency && candidate.PricePerNight >= least && candidate.PricePerNight <= most;
            return isWithin && (isUsual
                ? paid.Length >= 3 && Math.Abs(Quartile(paid, 1) - least) < 0.006m && Math.Abs(Quartile(paid, 3) - most) < 0.006m
                : paid.Length is 1 or 2 && paid[0] == least && paid[^1] == most);
        }
    }

    private static bool IsOf(Booking[] bookings, string times, string month) => bookings.Length == Number(times)
        && bookings.Max(stay => stay.CheckIn).ToString("MMMM yyyy", CultureInfo.InvariantCulture) == month;

    private static bool IsHabit(int stays, int known) => stays >= 3 && stays >= 0.6 * known;

    private static int Number(string times) => times switch
    {
        "once" => 1,
        "twice" => 2,
        _ => int.Parse(times.Split(' ')[0], CultureInfo.InvariantCulture),
    };

    private static decimal Quartile(decimal[] sorted, int quarter)
    {
        var position = (sorted.Length - 1) * quarter / 4m;
        var below = (int)position;
        return sorted[below] + ((position - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }

    [GeneratedRegex(
        """
        ^(stayed\ there\ (?<there>once|twice|\d+\ times),\ last\ in\ (?<last>.+)
        |booked\ (?<booked>once|twice|\d+\ times),\ last\ for\ (?<for>.+)
        |you\ rated\ it\ (?<rated>[\d.]+)\ of\ 5(?<mean>\ on\ average)?
        |(?<stays>\d+)\ stays?\ in\ (?<place>.+)
        |(?<ahead>\d+)\ bookings?\ to\ come\ in\ (?<at>.+)
        |usually\ with\ (?<first>\S+)(\ and\ (?<second>\S+))?
        |usually\ (?<type>\S+)
        |(?<usual>at\ your\ usual|within\ your\ usual)\ (?<min>[\d.]+)(\ to\ (?<max>[\d.]+))?\ (?<currency>[A-Z]{3})
        |you\ paid\ (?<min>[\d.]+)(\ and\ (?<max>[\d.]+))?\ (?<currency>[A-Z]{3})\ before)$
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex ReasonWords();
}
