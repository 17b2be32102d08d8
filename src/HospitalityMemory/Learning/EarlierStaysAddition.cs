using System.Runtime.InteropServices;

namespace HospitalityMemory;

/// <summary>Adds stays to counts, kind by kind.</summary>
internal static class EarlierStaysAddition
{
    private const int MonthsOfYear = 12;

    /// <summary>As many as a log counts at once.</summary>
    private const int UsualStays = BookingLog.HistoryLength;

    public static EarlierStays Add(EarlierStays counts, ReadOnlySpan<Booking> stays)
    {
        var months = counts.StaysByMonth.Count is MonthsOfYear ? [.. counts.StaysByMonth] : new int[MonthsOfYear];
        var first = counts.FirstCheckIn ?? DateOnly.MaxValue;
        var (withNights, nights) = (counts.StaysWithNights, counts.Nights);
        var (withType, withAmenities, ratings) = (counts.StaysWithPropertyType, counts.StaysWithAmenities, counts.AmenityRatingSum);
        foreach (var stay in stays)
        {
            months[stay.CheckIn.Month - 1]++;
            first = stay.CheckIn < first ? stay.CheckIn : first;
            if (stay.Dates.Nights is { } known)
            {
                withNights++;
                nights += known;
            }

            if (StayTallyCounter.TrimToNull(stay.PropertyType) is not null)
            {
                withType++;
            }

            if (HasAmenities(stay))
            {
                withAmenities++;
                ratings += RatingOf(stay);
            }
        }

        using var counter = new StayTallyCounter();
        var cities = CountNames(counter, counts.Cities, stays, static stay => stay.City, out _);
        var types = CountNames(counter, counts.PropertyTypes, stays, static stay => stay.PropertyType, out _);
        var properties = CountNames(counter, counts.Properties, stays, static stay => stay.PropertyId, out var droppedProperties);
        var otherPlaces = CountNames(
            counter,
            counts.CitiesOfUnknownProperty,
            stays,
            static stay => StayTallyCounter.TrimToNull(stay.PropertyId) is null ? stay.City : null,
            out var droppedCities);

        return new EarlierStays
        {
            Count = counts.Count + stays.Length,
            FirstCheckIn = first,
            Cities = cities,
            PropertyTypes = types,
            Amenities = CountAmenities(counter, counts.Amenities, stays),
            Properties = properties,
            CitiesOfUnknownProperty = otherPlaces,
            DroppedPlaces = counts.DroppedPlaces + droppedProperties + droppedCities,
            StaysWithPropertyType = withType,
            StaysWithAmenities = withAmenities,
            AmenityRatingSum = ratings,
            StaysWithNights = withNights,
            Nights = nights,
            StaysByMonth = months,
            Prices = AddPrices(counts.Prices, stays),
        };
    }

    private static decimal RatingOf(Booking stay) => stay.GuestRating ?? EarlierStays.NeutralRating;

    private static bool HasAmenities(Booking stay)
    {
        for (var i = 0; i < stay.Amenities.Count; i++)
        {
            if (!string.IsNullOrWhiteSpace(stay.Amenities[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static IReadOnlyList<StayTally> CountNames(
        StayTallyCounter counter,
        IReadOnlyList<StayTally> tallies,
        ReadOnlySpan<Booking> stays,
        Func<Booking, string?> nameOf,
        out int dropped)
    {
        foreach (var stay in stays)
        {
            counter.Count(nameOf(stay), stay.CheckIn, RatingOf(stay));
        }

        return counter.MergeInto(tallies, out dropped);
    }

    private static IReadOnlyList<StayTally> CountAmenities(
        StayTallyCounter counter, IReadOnlyList<StayTally> tallies, ReadOnlySpan<Booking> stays)
    {
        foreach (var stay in stays)
        {
            for (var i = 0; i < stay.Amenities.Count; i++)
            {
                if (!IsRepeated(stay.Amenities, i))
                {
                    counter.Count(stay.Amenities[i], stay.CheckIn, RatingOf(stay));
                }
            }
        }

        return counter.MergeInto(tallies, out _);
    }

    /// <summary>Whether a list, short as those of amenities are, names something a second time.</summary>
    private static bool IsRepeated(IReadOnlyList<string> names, int index)
    {
        var name = names[index].AsSpan().Trim();
        for (var i = 0; i < index; i++)
        {
            if (name.SequenceEqual(names[i].AsSpan().Trim()))
            {
                return true;
            }
        }

        return false;
    }

    private static IReadOnlyList<PriceSummary> AddPrices(IReadOnlyList<PriceSummary> summaries, ReadOnlySpan<Booking> stays)
    {
        var added = new Dictionary<string, (List<decimal> Prices, DateOnly LastStay)>();
        foreach (var stay in stays)
        {
            if (stay.PricePerNight is { } price and > 0 && StayTallyCounter.TrimToNull(stay.Currency) is { } currency)
            {
                ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(added, currency, out _);
                entry.Prices ??= new(UsualStays);
                entry.Prices.Add(price);
                entry.LastStay = stay.CheckIn > entry.LastStay ? stay.CheckIn : entry.LastStay;
            }
        }

        if (added.Count is 0)
        {
            return summaries;
        }

        var all = new List<PriceSummary>(summaries.Count + added.Count);
        foreach (var summary in summaries)
        {
            all.Add(added.Remove(summary.Currency, out var more) ? summary.Add(more.Prices, more.LastStay) : summary);
        }

        foreach (var (currency, (prices, lastStay)) in added)
        {
            all.Add(new PriceSummary { Currency = currency, LastStay = lastStay }.Add(prices, lastStay));
        }

        if (all.Count > EarlierStays.MaxCurrencies)
        {
            all.Sort(PriceSummary.CompareByCount);
            all.RemoveRange(EarlierStays.MaxCurrencies, all.Count - EarlierStays.MaxCurrencies);
        }

        all.Sort(static (x, y) => string.CompareOrdinal(x.Currency, y.Currency));
        return all.ToArray();
    }
}
