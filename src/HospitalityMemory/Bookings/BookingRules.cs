using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace HospitalityMemory;

/// <summary>What a booking must be to be recorded, and what of it makes two of them the same.</summary>
internal static class BookingRules
{
    public const int MaxTextLength = 200;
    public const int MaxAmenities = 100;
    public const int MaxAmenityLength = 100;
    public const int MaxGuests = 1_000;
    public const int MaxRooms = 1_000;
    public const decimal MaxPrice = 1_000_000_000m;
    public const decimal MinRating = 1;
    public const decimal MaxRating = 5;
    public const int MinYear = 1900;
    public const int MaxYear = 2200;

    /// <summary>The booking as it is recorded: checked, completed, texts trimmed, nothing shared with the caller.</summary>
    /// <exception cref="ArgumentException">A member is not allowed; the parameter name is the member's.</exception>
    public static Booking Normalize(Booking booking, string defaultCurrency) => Complete(Normalize(booking), defaultCurrency);

    /// <summary>What follows from what is given; and a price is in the default currency where it names none.</summary>
    public static Booking Complete(Booking booking, string defaultCurrency) =>
        BookingSums.Complete(HasPrice(booking) && booking.Currency is null ? booking with { Currency = defaultCurrency } : booking);

    /// <summary>Whether there is something that a currency is the currency of.</summary>
    public static bool HasPrice(Booking booking) => booking.PricePerNight is not null || booking.TotalPrice is not null;

    /// <summary>The booking as it was given, but checked: a price may still lack its currency, which may be recorded already.</summary>
    /// <exception cref="ArgumentException">A member is not allowed; the parameter name is the member's.</exception>
    public static Booking Normalize(Booking booking)
    {
        ArgumentNullException.ThrowIfNull(booking);
        CheckMembers(booking);
        return booking with
        {
            City = OptionalName(booking.City, "booking.City")
                ?? throw Refuse("booking.City", $"{(string.IsNullOrWhiteSpace(booking.City) ? "is missing" : "names no city")}; 1 to {MaxTextLength} characters are allowed"),
            PropertyId = OptionalText(booking.PropertyId, "booking.PropertyId"),
            Country = OptionalName(booking.Country, "booking.Country"),
            TimeZone = OptionalName(booking.TimeZone, "booking.TimeZone"),
            PropertyType = OptionalName(booking.PropertyType, "booking.PropertyType"),
            Operator = OptionalName(booking.Operator, "booking.Operator"),
            Channel = OptionalName(booking.Channel, "booking.Channel"),
            RatePlan = OptionalName(booking.RatePlan, "booking.RatePlan"),
            Currency = HasPrice(booking) ? booking.Currency : null,
            BookedAt = Moment(booking.BookedAt, "booking.BookedAt"),
            CancelledAt = Moment(booking.CancelledAt, "booking.CancelledAt"),
            Origin = Origin.Checked(booking.Origin, "booking.Origin"),
            Amenities = Amenities(booking.Amenities),
            Sequence = 0,
        };
    }

    /// <summary><inheritdoc cref="Normalize(Booking)"/></summary>
    /// <param name="bookings">The bookings.</param>
    /// <exception cref="ArgumentException">A member is not allowed; the message names it, and which booking's it is.</exception>
    public static Booking[] NormalizeAll(IReadOnlyList<Booking> bookings)
    {
        var normalized = new Booking[bookings.Count];
        for (var i = 0; i < normalized.Length; i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"bookings[{i}]");
            if (bookings[i] is not { } booking)
            {
                throw Refuse(place, $"is null; a booking is expected");
            }

            try
            {
                normalized[i] = Normalize(booking);
            }
            catch (ArgumentException exception)
            {
                throw At(place, exception);
            }
        }

        return normalized;
    }

    /// <summary>What is wrong with one of several bookings, in the same words.</summary>
    private static ArgumentException At(string place, ArgumentException exception)
    {
        var member = exception.ParamName is { } name && name.StartsWith("booking.", StringComparison.Ordinal) ? name["booking".Length..] : "";
        var problem = exception.Message.Replace($" (Parameter '{exception.ParamName}')", "", StringComparison.Ordinal);
        problem = problem.StartsWith("booking.", StringComparison.Ordinal) ? place + problem["booking".Length..] : $"{place}{member}: {problem}";
        return new ArgumentException(problem, place + member, exception);
    }

    /// <summary>Refuses what no trimming makes right.</summary>
    private static void CheckMembers(Booking booking)
    {
        Identifier.ThrowIfInvalid(booking.BookingId, "booking.BookingId");
        CheckYear(booking.CheckIn.Year, "booking.CheckIn");
        if (booking.CheckOut is { } checkOut)
        {
            CheckYear(checkOut.Year, "booking.CheckOut");
            if (checkOut <= booking.CheckIn)
            {
                throw Refuse("booking.CheckOut", $"is not after check-in; it must be, or null where unknown");
            }
        }

        CheckCount(booking.Guests, 1, MaxGuests, "booking.Guests");
        CheckCount(booking.Adults, 0, MaxGuests, "booking.Adults");
        CheckCount(booking.Children, 0, MaxGuests, "booking.Children");
        CheckCount(booking.Rooms, 1, MaxRooms, "booking.Rooms");
        if (BookingSums.Contradicts(booking))
        {
            throw Refuse("booking.Guests", $"is {booking.Guests}, but there are {booking.Adults ?? 0} adults and {booking.Children ?? 0} children");
        }

        CheckPrice(booking.PricePerNight, "booking.PricePerNight");
        CheckPrice(booking.TotalPrice, "booking.TotalPrice");

        if (booking.Currency is { } currency && !Money.IsCurrencyCode(currency))
        {
            throw Refuse("booking.Currency", $"is not {Money.CodeRule}");
        }

        if (!Enum.IsDefined(booking.Status))
        {
            throw Refuse("booking.Status", $"is {booking.Status}; {BookingStatusNames.Allowed} is allowed");
        }

        if (booking.GuestRating is < MinRating or > MaxRating)
        {
            throw Refuse("booking.GuestRating", $"is {booking.GuestRating}; {MinRating} to {MaxRating} is allowed, or null where not rated");
        }
    }

    private static void CheckCount(int? count, int min, int max, string member)
    {
        if (count < min || count > max)
        {
            throw Refuse(member, $"is {count}; {min} to {max} are allowed, or null where unknown");
        }
    }

    private static void CheckPrice(decimal? price, string member)
    {
        if (price is <= 0 or > MaxPrice)
        {
            throw Refuse(member, $"is {price}; above 0 and up to {MaxPrice} is allowed, or null where unknown");
        }
    }

    public static decimal CheckRating(decimal rating) => rating is >= MinRating and <= MaxRating
        ? rating
        : throw new ArgumentOutOfRangeException(nameof(rating), rating, $"A rating is {MinRating} to {MaxRating}.");

    /// <summary>
    /// Takes a booking as a profile from elsewhere embeds it: whatever it lacks is no reason to lose it.
    /// </summary>
    public static Booking Adopt(Booking booking, string defaultCurrency) => booking with
    {
        Currency = HasPrice(booking) ? booking.Currency ?? defaultCurrency : booking.Currency,
        Amenities = [.. booking.Amenities],
    };

    private static ImmutableArray<string> Amenities(IReadOnlyList<string> amenities)
    {
        if (amenities.Count is 0)
        {
            return [];
        }

        if (amenities.Count > MaxAmenities)
        {
            throw Refuse("booking.Amenities", $"has {amenities.Count} entries; at most {MaxAmenities} are allowed");
        }

        var kept = new string[amenities.Count];
        Span<int> hashes = stackalloc int[amenities.Count];
        var count = 0;
        for (var i = 0; i < kept.Length; i++)
        {
            if (amenities[i] is not { } amenity)
            {
                throw Refuse("booking.Amenities", $"has an entry that is null; each is a text");
            }

            if (Text(amenity, "booking.Amenities", MaxAmenityLength) is { Length: > 0 } text
                && NameFolding.HashOf(text, SlotWords.IsFoldedNoName) is { } hash
                && !IsAmong(kept.AsSpan(0, count), hashes[..count], text, hash))
            {
                hashes[count] = hash;
                kept[count++] = text;
            }
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

    /// <summary>A name that says nothing is unknown.</summary>
    private static string? OptionalName(string? text, string member) =>
        OptionalText(text, member) is { } name && !SlotWords.IsNoName(name) ? name : null;

    private static string? OptionalText(string? text, string member) =>
        text is null ? null : Text(text, member, MaxTextLength) is { Length: > 0 } trimmed ? trimmed : null;

    private static string Text(string text, string member, int maxLength)
    {
        var trimmed = text.Trim();
        if (trimmed.Length > maxLength)
        {
            throw Refuse(member, $"has {trimmed.Length} characters; at most {maxLength} are allowed");
        }

        return Identifier.TextProblem(trimmed) is { } problem ? throw Refuse(member, $"{problem}, which is not allowed") : trimmed;
    }

    private static DateTimeOffset? Moment(DateTimeOffset? moment, string member)
    {
        if (moment is not { } value)
        {
            return null;
        }

        var utc = value.ToUniversalTime();
        CheckYear(utc.Year, member);
        return utc;
    }

    private static void CheckYear(int year, string member)
    {
        if (year is < MinYear or > MaxYear)
        {
            throw Refuse(member, $"is in the year {year}; {MinYear} to {MaxYear} are allowed");
        }
    }

    private static ArgumentException Refuse(string member, FormattableString problem) =>
        new($"{member} {problem.ToString(CultureInfo.InvariantCulture)}. Nothing was changed.", member);
}
