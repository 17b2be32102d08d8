using HospitalityMemory.Stores;
using HospitalityMemory.Tests.Learning;

namespace HospitalityMemory.Adaptive.Tests;

/// <summary>
/// Market snapshots for the tests, counted from bookings as the library counts them. One guest is enough for a name.
/// </summary>
internal static class Markets
{
    /// <param name="bookings">The bookings, each by a different guest.</param>
    public static MarketSnapshot Of(params Booking[] bookings) => Of(leastGuests: 1, Stays.Context, bookings);

    public static MarketSnapshot Of(int leastGuests, DateOnly day, params Booking[] bookings)
    {
        var counts = new GuestCounts(NameRules.Default);
        foreach (var booking in bookings)
        {
            counts.Add(Recorded(booking, day));
        }

        return OfSums(leastGuests, day, counts.Take());
    }

    public static MarketSnapshot OfSums(int leastGuests, DateOnly day, IReadOnlyList<NamedSum> sums)
    {
        var reading = new MarketReading(leastGuests);
        reading.ReadAsync(sums.ToAsyncEnumerable(), day, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return reading.Current;
    }

    public static MarketDay Context(params Booking[] bookings) => new(Stays.Context, Of(bookings));

    /// <summary>The first booking of a guest, as an observer is told of it.</summary>
    public static GuestChange Recorded(Booking booking, DateOnly day) => new()
    {
        Kind = GuestChangeKind.Recorded,
        UserId = "guest",
        At = new DateTimeOffset(day, new(12, 0), TimeSpan.Zero),
        Before = TravelRecord.Empty,
        After = Stays.Record(booking),
        Bookings = [booking],
    };

    public static Booking[] Bookings(int count, string city, string country, decimal price = 100, string type = "hotel", params string[] amenities) =>
    [
        .. Enumerable.Range(0, count).Select(number => Stays.At(city, "2026-02-01", $"{city}-{number}") with
        {
            Country = country,
            PropertyId = $"{city}-property-{number}",
            PropertyType = type,
            PricePerNight = price + number,
            Currency = "USD",
            Amenities = amenities,
        }),
    ];
}

/// <summary>A day, and what all guests had booked by then.</summary>
internal sealed record MarketDay(DateOnly Day, MarketSnapshot Market)
{
    /// <summary>A day on which nothing is known about others.</summary>
    public static implicit operator MarketDay(DateOnly day) => new(day, MarketSnapshot.Empty);
}

/// <summary>The learner, which gets the market with each call.</summary>
internal sealed class MarketLearner
{
    public UserPreferences Learn(TravelRecord record, MarketDay on) => new AdaptivePreferenceLearner(() => on.Market, NameRules.Default, AmenityOrder.Default).Learn(record, on.Day);

    public IReadOnlyList<RankedProperty> Rank(TravelRecord record, IReadOnlyList<PropertyCandidate> candidates, MarketDay on) =>
        new AdaptivePreferenceLearner(() => on.Market, NameRules.Default, AmenityOrder.Default).Rank(record, candidates, on.Day);
}
