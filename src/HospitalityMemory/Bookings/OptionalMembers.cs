using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace HospitalityMemory;

/// <summary>Drops or replaces the values of optional members that are not allowed.</summary>
internal static class OptionalMembers
{
    /// <summary>The booking with the values that may be recorded.</summary>
    public static Booking Take(Booking booking, string city, ref BookingProblems problems)
    {
        var party = Party(booking, ref problems);
        var (perNight, total, currency) = Prices(booking, ref problems);
        return booking with
        {
            City = city,
            CheckOut = CheckOut(booking, ref problems),
            PropertyId = Name(booking.PropertyId, "property_id", ref problems),
            Country = Name(booking.Country, "country", ref problems),
            TimeZone = TimeZone(booking.TimeZone, ref problems),
            PropertyType = Name(booking.PropertyType, "property_type", ref problems),
            Operator = Name(booking.Operator, "operator", ref problems),
            Channel = Name(booking.Channel, "channel", ref problems),
            RatePlan = Name(booking.RatePlan, "rate_plan", ref problems),
            Guests = party.Guests,
            Adults = party.Adults,
            Children = party.Children,
            Rooms = Count(booking.Rooms, 1, BookingRules.MaxRooms, "rooms", ref problems),
            PricePerNight = perNight,
            TotalPrice = total,
            Currency = currency,
            GuestRating = Number(booking.GuestRating, BookingRules.MinRating, BookingRules.MaxRating, "guest_rating", ref problems),
            BookedAt = Moment(booking.BookedAt, "booked_at", ref problems),
            CancelledAt = Moment(booking.CancelledAt, "cancelled_at", ref problems),
            Amenities = Amenities(booking.Amenities, ref problems),
            Sequence = 0,
        };
    }

    private static DateOnly? CheckOut(Booking booking, ref BookingProblems problems)
    {
        if (booking.CheckOut is not { } checkOut)
        {
            return null;
        }

        var problem = !BookingRules.IsYear(checkOut.Year) ? BookingRules.YearProblem(checkOut.Year)
            : checkOut < booking.CheckIn ? "is before check-in" : null;
        return Kept(booking.CheckOut, "check_out", problem, ref problems);
    }

    /// <summary>Who stays. Where guests contradict adults and children, adults and children win, as they say more.</summary>
    private static (int? Guests, int? Adults, int? Children) Party(Booking booking, ref BookingProblems problems)
    {
        var guests = Count(booking.Guests, 1, BookingRules.MaxGuests, "guests", ref problems);
        var adults = Count(booking.Adults, 0, BookingRules.MaxGuests, "adults", ref problems);
        var children = Count(booking.Children, 0, BookingRules.MaxGuests, "children", ref problems);
        if (!BookingSums.Contradicts(guests, adults, children))
        {
            return (guests, adults, children);
        }

        var together = BookingSums.PartyOf(adults, children);
        problems.Add("guests", Said($"is {guests}, but there are {BookingSums.WordsOf(adults ?? 0, children ?? 0)}"), Said(together));
        return (together, adults, children);
    }

    /// <summary>
    /// The prices with their currency. A price in an unknown currency is dropped: it says nothing, and it is not an amount of the
    /// default currency.
    /// </summary>
    private static (decimal? PerNight, decimal? Total, string? Currency) Prices(Booking booking, ref BookingProblems problems)
    {
        if (!BookingRules.HasPrice(booking))
        {
            return default;
        }

        var perNight = Number(booking.PricePerNight, 0, BookingRules.MaxPrice, "price_per_night", ref problems);
        var total = Number(booking.TotalPrice, 0, BookingRules.MaxPrice, "total_price", ref problems);
        if (booking.Currency?.Trim() is not { Length: > 0 } given)
        {
            return (perNight, total, null);
        }

        var currency = given.ToUpperInvariant();
        if (Money.IsCurrencyCode(currency))
        {
            return (perNight, total, perNight is null && total is null ? null : currency == booking.Currency ? booking.Currency : currency);
        }

        problems.Add("currency", $"is not {Money.CodeRule}");
        foreach (var (price, field) in ((decimal?, string)[])[(perNight, "price_per_night"), (total, "total_price")])
        {
            Kept(price, field, price is null ? null : "is in no currency that is known", ref problems);
        }

        return default;
    }

    /// <summary>A name that says nothing is unknown.</summary>
    private static string? Name(string? text, string field, ref BookingProblems problems) =>
        Text(text, field, ref problems) is { } name && !SlotWords.IsNoName(name) ? name : null;

    private static string? Text(string? text, string field, ref BookingProblems problems) => text?.Trim() is { Length: > 0 } trimmed
        ? Kept(trimmed, field, BookingRules.TextProblem(trimmed, BookingRules.MaxTextLength), ref problems)
        : null;

    private static string? TimeZone(string? id, ref BookingProblems problems) =>
        Text(id, "time_zone", ref problems) is { } zone
            ? Kept(zone, "time_zone", PropertyDays.IsZoneId(zone) ? null : "is not the IANA id of a time zone, such as Europe/Vienna", ref problems)
            : null;

    private static int? Count(int? count, int min, int max, string field, ref BookingProblems problems) => count < min || count > max
        ? Kept<int>(null, field, Said($"is {count}; {min} to {max} are allowed"), ref problems)
        : count;

    private static decimal? Number(decimal? number, decimal min, decimal max, string field, ref BookingProblems problems) =>
        number < min || number > max ? Kept<decimal>(null, field, Said($"is {number}; {min} to {max} is allowed"), ref problems) : number;

    private static DateTimeOffset? Moment(DateTimeOffset? moment, string field, ref BookingProblems problems)
    {
        var utc = moment?.ToUniversalTime();
        return Kept(utc, field, utc is { Year: var year } && !BookingRules.IsYear(year) ? BookingRules.YearProblem(year) : null, ref problems);
    }

    private static ImmutableArray<string> Amenities(IReadOnlyList<string> amenities, ref BookingProblems problems)
    {
        if (amenities.Count is 0)
        {
            return [];
        }

        var kept = new string[Math.Min(amenities.Count, BookingRules.MaxAmenities)];
        Span<int> hashes = stackalloc int[kept.Length];
        var (count, different) = (0, 0);
        for (var i = 0; i < amenities.Count; i++)
        {
            if (Amenity(amenities[i], ref problems) is { } text
                && !SlotWords.IsWrittenNothing(text)
                && NameFolding.HashOf(text, SlotWords.IsFoldedNoName) is { } hash
                && !IsAmong(kept.AsSpan(0, count), hashes[..count], text, hash)
                && ++different <= kept.Length)
            {
                hashes[count] = hash;
                kept[count++] = text;
            }
        }

        if (different > count)
        {
            problems.Add("amenities", Said($"has {different} entries; at most {BookingRules.MaxAmenities} are allowed"), $"the first {BookingRules.MaxAmenities}");
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(count == kept.Length ? kept : kept[..count]);
    }

    private static bool IsAmong(ReadOnlySpan<string> names, ReadOnlySpan<int> hashes, string name, int hash)
    {
        for (var i = hashes.IndexOf(hash); i >= 0;)
        {
            if (NameFolding.AreSame(names[i], name))
            {
                return true;
            }

            var next = hashes[(i + 1)..].IndexOf(hash);
            i = next < 0 ? -1 : i + 1 + next;
        }

        return false;
    }

    private static string? Amenity(string? amenity, ref BookingProblems problems)
    {
        if (amenity is null)
        {
            problems.Add("amenities", "has an entry that is null; each is a text");
            return null;
        }

        var text = amenity.Trim();
        if (BookingRules.TextProblem(text, BookingRules.MaxAmenityLength) is not { } problem)
        {
            return text.Length > 0 ? text : null;
        }

        problems.Add("amenities", $"has an entry that {problem}");
        return null;
    }

    private static string? Kept(string value, string field, string? problem, ref BookingProblems problems)
    {
        if (problem is null)
        {
            return value;
        }

        problems.Add(field, problem);
        return null;
    }

    private static T? Kept<T>(T? value, string field, string? problem, ref BookingProblems problems)
        where T : struct
    {
        if (problem is null)
        {
            return value;
        }

        problems.Add(field, problem);
        return null;
    }

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string? Said(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
