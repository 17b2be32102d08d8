using System.Globalization;
using System.Runtime.InteropServices;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Adaptive;

/// <summary>What changes of guests add to the sums of the market and take back from them. Not thread safe.</summary>
/// <remarks>
/// <para>Amounts: a recorded booking adds its weight. A booking that is changed or cancelled is taken back as it was; a changed one is
/// added again as it is now. When a guest withdraws consent or is erased, every stay of the record is taken back. A stay that newer stays
/// push out of the record remains counted, and fades.</para>
/// <para>Guests: a name counts a guest once, however many stays of the guest have it. The guest counts from the first stay in the record
/// until the last one has gone from it. A name thus has as many guests as have it in their records.</para>
/// <para>The two oldest stays in each guest's record tell whether guests come back.</para>
/// </remarks>
internal sealed class GuestCounts(NameRules names)
{
    private readonly Dictionary<MarketName, (double Amount, long Guests)> _sums = [];
    private readonly HashSet<MarketName> _had = [];
    private readonly HashSet<MarketName> _has = [];
    private readonly HashSet<string> _amenities = new(StringComparer.Ordinal);

    public int Count => _sums.Count;

    public void Add(GuestChange change)
    {
        if (change.Before is not { } known)
        {
            // An erasure whose record could not be read: nobody knows what to take back.
            return;
        }

        var (before, after) = (known.Bookings, change.After.Bookings);
        var today = DateOnly.FromDateTime(change.At.UtcDateTime);
        var (start, end) = Common(before, after);
        for (var i = start; i < before.Count - end; i++)
        {
            var isTakenBack = change.Bookings.Count is 0 || IsAmong(change.Bookings, before[i]);
            AddStay(before[i], isTakenBack ? -MarketWeight.Of(before[i], today) : 0, _had);
        }

        for (var i = start; i < after.Count - end; i++)
        {
            // A stay that comes back into the record, in the place of one that was cancelled, was counted before.
            var isAdded = before.Count is 0 || IsAmong(change.Bookings, after[i]);
            AddStay(after[i], isAdded ? MarketWeight.Of(after[i], today) : 0, _has);
        }

        CountGuest(before, start, end);
        _had.Clear();
        _has.Clear();
        CountReturn(SecondStay.Of(before, names, today), SecondStay.Of(after, names, today));
    }

    /// <summary>Takes what was gathered, and begins to gather anew.</summary>
    public IReadOnlyList<NamedSum> Take()
    {
        var sums = new List<NamedSum>(_sums.Count);
        foreach (var (name, (amount, guests)) in _sums)
        {
            if ((amount is not 0 || guests is not 0) && name.ToStoredName() is { } text)
            {
                sums.Add(new(text, amount, guests));
            }
        }

        _sums.Clear();
        return sums;
    }

    /// <summary>Counts whether the guest came back, if that has changed.</summary>
    private void CountReturn(SecondStay? before, SecondStay? after)
    {
        if (before == after)
        {
            return;
        }

        Count(before, -1);
        Count(after, 1);

        void Count(SecondStay? pair, int sign)
        {
            if (pair is not { } second)
            {
                return;
            }

            Add(MarketFact.SecondStay);
            if (second.IsReturn)
            {
                Add(MarketFact.ReturnToCity);
            }

            void Add(MarketFact fact)
            {
                ref var sum = ref Sum(new(second.Market, fact, string.Empty));
                sum = (sum.Amount + (sign * second.Weight), sum.Guests + sign);
            }
        }
    }

    /// <summary>Counts the guest in or out for the names that are new in the record or gone from it.</summary>
    private void CountGuest(IReadOnlyList<Booking> stays, int start, int end)
    {
        // A name that the record had and still has changes nothing.
        _had.RemoveWhere(_has.Remove);
        for (var i = 0; i < stays.Count && _had.Count + _has.Count > 0; i++)
        {
            if (i < start || i >= stays.Count - end)
            {
                Each(stays[i], (_had, _has), static (name, names) =>
                {
                    names._had.Remove(name);
                    names._has.Remove(name);
                });
            }
        }

        foreach (var name in _had)
        {
            Sum(name).Guests--;
        }

        foreach (var name in _has)
        {
            Sum(name).Guests++;
        }
    }

    private void AddStay(Booking stay, double weight, HashSet<MarketName> names) =>
        Each(stay, (Counts: this, Weight: weight, Names: names), static (name, argument) =>
        {
            argument.Names.Add(name);
            if (argument.Weight is not 0)
            {
                argument.Counts.Sum(name).Amount += argument.Weight;
            }
        });

    private ref (double Amount, long Guests) Sum(MarketName name) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, name, out _);

    private void Each<T>(Booking stay, T argument, Action<MarketName, T> told)
    {
        var market = names.KeyOf(NameKind.Country, stay.Country) ?? string.Empty;
        told(new(market, MarketFact.Booking, string.Empty), argument);
        if (names.PlaceOf(stay.City, stay.Country).Text is { } city)
        {
            told(new(market, MarketFact.City, city), argument);
            told(new(city, MarketFact.CitySpelling, stay.City.Trim()), argument);
        }

        if (stay.PropertyId is { } property)
        {
            told(new(market, MarketFact.WithProperty, string.Empty), argument);
            told(new(market, MarketFact.Property, property), argument);
        }

        if (names.KeyOf(NameKind.PropertyType, stay.PropertyType) is { } type)
        {
            told(new(market, MarketFact.WithPropertyType, string.Empty), argument);
            told(new(market, MarketFact.PropertyType, type), argument);
            told(new(type, MarketFact.PropertyTypeSpelling, stay.PropertyType!.Trim()), argument);
        }

        EachAmenity(market, stay.Amenities, argument, told);
        if (stay.Price is { Amount: > 0 } price)
        {
            told(new(market, MarketFact.Price, PriceBins.NameOf(price)), argument);
        }

        if (stay.Dates.Nights is > 0 and var nights)
        {
            told(new(market, MarketFact.Nights, nights.ToString(CultureInfo.InvariantCulture)), argument);
        }
    }

    private void EachAmenity<T>(string market, IReadOnlyList<string> amenities, T argument, Action<MarketName, T> told)
    {
        _amenities.Clear();
        foreach (var amenity in amenities)
        {
            // If an amenity is listed under several names, the first one counts.
            if (names.KeyOf(NameKind.Amenity, amenity) is { } key && _amenities.Add(key))
            {
                told(new(market, MarketFact.Amenity, key), argument);
                told(new(key, MarketFact.AmenitySpelling, amenity.Trim()), argument);
            }
        }

        if (_amenities.Count > 0)
        {
            told(new(market, MarketFact.WithAmenities, string.Empty), argument);
        }
    }

    /// <summary>How many stays at the start and at the end of both are the same.</summary>
    private static (int Start, int End) Common(IReadOnlyList<Booking> before, IReadOnlyList<Booking> after)
    {
        var most = Math.Min(before.Count, after.Count);
        var start = 0;
        while (start < most && SaysTheSame(before[start], after[start]))
        {
            start++;
        }

        var end = 0;
        while (end < most - start && SaysTheSame(before[before.Count - 1 - end], after[after.Count - 1 - end]))
        {
            end++;
        }

        return (start, end);
    }

    /// <summary>Whether both tell the market the same. A rating tells it nothing.</summary>
    private static bool SaysTheSame(Booking left, Booking right) => ReferenceEquals(left, right)
        || ((left.BookingId, left.City, left.Country, left.PropertyId, left.PropertyType)
                == (right.BookingId, right.City, right.Country, right.PropertyId, right.PropertyType)
            && (left.CheckIn, left.CheckOut, left.BookedAt, left.Price) == (right.CheckIn, right.CheckOut, right.BookedAt, right.Price)
            && left.Amenities.SequenceEqual(right.Amenities, StringComparer.Ordinal));

    private static bool IsAmong(IReadOnlyList<Booking> bookings, Booking stay)
    {
        foreach (var booking in bookings)
        {
            if (booking.BookingId == stay.BookingId)
            {
                return true;
            }
        }

        return false;
    }
}
