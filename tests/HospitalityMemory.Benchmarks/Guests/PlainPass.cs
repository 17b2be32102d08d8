using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// The peer for learning: one pass over a guest's bookings, in any order, that counts cities, property types, amenities weighted
/// by rating, prices by currency, and months. A good team would write this without the library.
/// </summary>
/// <param name="withMonths">Whether to count months. This library counts them only for insights, not for preferences.</param>
internal sealed class PlainPass(bool withMonths = true)
{
    /// <summary>How many bookings teach, here and in this library.</summary>
    public const int Window = 100;

    private const int MaxCities = 5;
    private const int MaxTypes = 5;
    private const int MaxAmenities = 10;
    private const double NeutralRating = 3;

    private readonly Dictionary<string, Tally> _cities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tally> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tally> _amenities = new(StringComparer.Ordinal);
    private readonly int[]? _months = withMonths ? new int[12] : null;

    // Nearly every guest has only one.
    private readonly List<Prices> _prices = new(1);

    public static PlainPreferences Learn(ReadOnlySpan<Booking> bookings, bool withMonths)
    {
        var pass = new PlainPass(withMonths);
        foreach (var booking in bookings)
        {
            pass.Add(
                booking.City,
                booking.CheckIn,
                booking.PropertyType,
                (double?)booking.PricePerNight,
                booking.Currency,
                booking.Amenities,
                (double?)booking.GuestRating);
        }

        return pass.ToPreferences();
    }

    public void Add(
        string city, DateOnly checkIn, string? type, double? price, string? currency, IReadOnlyList<string> amenities, double? rating)
    {
        Count(_cities, city, checkIn, 1);
        if (_months is not null)
        {
            _months[checkIn.Month - 1]++;
        }

        if (type is not null)
        {
            Count(_types, type, checkIn, 1);
        }

        var weight = rating ?? NeutralRating;
        for (var i = 0; i < amenities.Count; i++)
        {
            Count(_amenities, amenities[i], checkIn, weight);
        }

        if (price is { } paid && currency is not null)
        {
            PricesIn(currency).Add(paid, checkIn);
        }
    }

    public PlainPreferences ToPreferences()
    {
        var prices = _prices.Count > 0 ? _prices.Max() : null;
        prices?.Sort();
        return new(
            NamesOf(Best(_cities, MaxCities)),
            prices?.Quantile(0.25),
            prices?.Quantile(0.75),
            prices?.Currency,
            NamesOf(Best(_amenities, MaxAmenities)),
            CountsOf(Best(_types, MaxTypes)),
            ImmutableCollectionsMarshal.AsImmutableArray(_months));
    }

    private static void Count(Dictionary<string, Tally> tallies, string name, DateOnly checkIn, double weight)
    {
        ref var tally = ref CollectionsMarshal.GetValueRefOrAddDefault(tallies, name, out _);
        tally.Bookings++;
        tally.Weight += weight;
        tally.Last = checkIn > tally.Last ? checkIn : tally.Last;
    }

    private Prices PricesIn(string currency)
    {
        foreach (var prices in _prices)
        {
            if (prices.Currency == currency)
            {
                return prices;
            }
        }

        var first = new Prices(currency);
        _prices.Add(first);
        return first;
    }

    private static ReadOnlySpan<(string Name, Tally Tally)> Best(Dictionary<string, Tally> tallies, int most)
    {
        var sorted = new (string Name, Tally Tally)[tallies.Count];
        var next = 0;
        foreach (var (name, tally) in tallies)
        {
            sorted[next++] = (name, tally);
        }

        Array.Sort(sorted, static (x, y) =>
        {
            var byWeight = y.Tally.Weight.CompareTo(x.Tally.Weight);
            var byLast = byWeight is not 0 ? byWeight : y.Tally.Last.CompareTo(x.Tally.Last);
            return byLast is not 0 ? byLast : string.CompareOrdinal(x.Name, y.Name);
        });
        return sorted.AsSpan(0, Math.Min(most, next));
    }

    private static ImmutableArray<string> NamesOf(ReadOnlySpan<(string Name, Tally Tally)> best)
    {
        var names = new string[best.Length];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = best[i].Name;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(names);
    }

    private static ImmutableArray<PlainCount> CountsOf(ReadOnlySpan<(string Name, Tally Tally)> best)
    {
        var counts = new PlainCount[best.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = new(best[i].Name, best[i].Tally.Bookings);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(counts);
    }

    private struct Tally
    {
        public int Bookings;
        public double Weight;
        public DateOnly Last;
    }

    private sealed class Prices(string currency) : IComparable<Prices>
    {
        private readonly List<double> _values = [];
        private DateOnly _last;

        public string Currency => currency;

        public void Add(double price, DateOnly checkIn)
        {
            _values.Add(price);
            _last = checkIn > _last ? checkIn : _last;
        }

        public void Sort() => _values.Sort();

        /// <summary>Interpolates linearly between two of the sorted prices, as numpy does by default.</summary>
        public double Quantile(double share)
        {
            var position = (_values.Count - 1) * share;
            var below = (int)position;
            var above = Math.Min(below + 1, _values.Count - 1);
            return _values[below] + ((position - below) * (_values[above] - _values[below]));
        }

        public int CompareTo(Prices? other)
        {
            var byCount = _values.Count.CompareTo(other!._values.Count);
            return byCount is not 0 ? byCount : _last.CompareTo(other._last);
        }
    }
}
