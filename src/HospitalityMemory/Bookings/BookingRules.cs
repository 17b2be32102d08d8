using System.Globalization;

namespace HospitalityMemory;

/// <summary>
/// What a booking must be to be recorded. A booking with a wrong id, city, check-in or status is refused. Any other wrong value
/// is dropped or replaced, and reported (<see cref="OptionalMembers"/>).
/// </summary>
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

    /// <summary>
    /// Checks a booking and returns it with texts trimmed and nothing shared with the caller. A price may still lack its
    /// currency, since the recorded booking may have one.
    /// </summary>
    /// <param name="booking">The booking.</param>
    /// <param name="problems">Gets what was dropped or replaced.</param>
    /// <exception cref="ArgumentException">A required member is not allowed; the parameter name is the member's.</exception>
    public static Booking Take(Booking booking, out IReadOnlyList<BookingProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(booking);
        Identifier.ThrowIfInvalid(booking.BookingId, "booking.BookingId");
        if (!IsYear(booking.CheckIn.Year))
        {
            throw Refuse("booking.CheckIn", YearProblem(booking.CheckIn.Year));
        }

        if (!Enum.IsDefined(booking.Status))
        {
            throw Refuse("booking.Status", $"is {booking.Status}; {BookingStatusNames.Allowed} is allowed");
        }

        Origin.Checked(booking.Origin, "booking.Origin");
        var found = new BookingProblems(booking.BookingId);
        var taken = OptionalMembers.Take(booking, CityOf(booking), ref found);
        problems = found.Found;
        return taken;
    }

    /// <summary>Checks a booking of which every member must be right, as an amendment by hand requires.</summary>
    /// <exception cref="ArgumentException">A member is not allowed; the parameter name is the member's.</exception>
    public static Booking Normalize(Booking booking, string defaultCurrency)
    {
        var taken = Take(booking, out var problems);
        return problems is [var first, ..]
            ? throw Refuse("booking." + MemberOf(first.Field), first.Problem)
            : Complete(taken, defaultCurrency);
    }

    /// <summary>Fills in what follows from the other members, and the default currency where a price names none.</summary>
    public static Booking Complete(Booking booking, string defaultCurrency) =>
        BookingSums.Complete(HasPrice(booking) && booking.Currency is null ? booking with { Currency = defaultCurrency } : booking);

    /// <summary>Whether the booking has a price, and so a use for a currency.</summary>
    public static bool HasPrice(Booking booking) => booking.PricePerNight is not null || booking.TotalPrice is not null;

    /// <summary>Checks several bookings as <see cref="Take"/> checks one.</summary>
    /// <exception cref="ArgumentException">
    /// A required member is not allowed; the message names the member and its booking.
    /// </exception>
    public static RecordedBooking[] TakeAll(IReadOnlyList<Booking> bookings)
    {
        var taken = new RecordedBooking[bookings.Count];
        for (var i = 0; i < taken.Length; i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"bookings[{i}]");
            if (bookings[i] is not { } booking)
            {
                throw Refuse(place, "is null; a booking is expected");
            }

            try
            {
                taken[i] = new(Take(booking, out var problems), problems);
            }
            catch (ArgumentException exception)
            {
                throw At(place, exception);
            }
        }

        return taken;
    }

    public static decimal CheckRating(decimal rating) => rating is >= MinRating and <= MaxRating
        ? rating
        : throw new ArgumentOutOfRangeException(nameof(rating), rating, $"A rating is {MinRating} to {MaxRating}.");

    /// <summary>
    /// Takes a booking that a profile from elsewhere embeds. What such a booking lacks is no reason to lose it.
    /// </summary>
    public static Booking Adopt(Booking booking, string defaultCurrency) => Complete(booking, defaultCurrency) with
    {
        Amenities = [.. booking.Amenities],
    };

    public static bool IsYear(int year) => year is >= MinYear and <= MaxYear;

    public static string YearProblem(int year) => string.Create(CultureInfo.InvariantCulture, $"is in the year {year}; {MinYear} to {MaxYear} are allowed");

    /// <summary>What is wrong with a trimmed text; null for nothing.</summary>
    public static string? TextProblem(string text, int maxLength) => text.Length > maxLength
        ? string.Create(CultureInfo.InvariantCulture, $"has {text.Length} characters; at most {maxLength} are allowed")
        : Identifier.TextProblem(text) is { } problem ? $"{problem}, which is not allowed" : null;

    private static string CityOf(Booking booking)
    {
        var city = booking.City?.Trim() ?? "";
        var problem = city.Length is 0
            ? string.Create(CultureInfo.InvariantCulture, $"is missing; 1 to {MaxTextLength} characters are allowed")
            : TextProblem(city, MaxTextLength)
                ?? (SlotWords.IsNoName(city) ? string.Create(CultureInfo.InvariantCulture, $"names no city; 1 to {MaxTextLength} characters are allowed") : null);
        return problem is null ? city : throw Refuse("booking.City", problem);
    }

    /// <summary>The same error for one of several bookings, with its place among them.</summary>
    private static ArgumentException At(string place, ArgumentException exception)
    {
        var member = exception.ParamName is { } name && name.StartsWith("booking.", StringComparison.Ordinal) ? name["booking".Length..] : "";
        var problem = exception.Message.Replace($" (Parameter '{exception.ParamName}')", "", StringComparison.Ordinal);
        problem = problem.StartsWith("booking.", StringComparison.Ordinal) ? place + problem["booking".Length..] : $"{place}{member}: {problem}";
        return new ArgumentException(problem, place + member, exception);
    }

    /// <summary>The member of a field: <c>PricePerNight</c> of <c>price_per_night</c>.</summary>
    private static string MemberOf(string field) =>
        string.Concat(field.Split('_').Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static ArgumentException Refuse(string member, string problem) => new($"{member} {problem}. Nothing was changed.", member);
}
