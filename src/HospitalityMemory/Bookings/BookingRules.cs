using System.Globalization;

namespace HospitalityMemory;

/// <summary>
/// What a booking must be to be recorded. Id, city, check-in and status must be right, or the booking is refused; what else is
/// not allowed is dropped or taken for something else, and told (<see cref="OptionalMembers"/>).
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
    /// The booking as it was given, but checked, texts trimmed, nothing shared with the caller. A price may still lack its
    /// currency, which may be recorded already.
    /// </summary>
    /// <param name="booking">The booking.</param>
    /// <param name="problems">Gets what was dropped, or taken for something else.</param>
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

    /// <summary>The same of a booking that must be right in every member, as an amendment is made by hand.</summary>
    /// <exception cref="ArgumentException">A member is not allowed; the parameter name is the member's.</exception>
    public static Booking Normalize(Booking booking, string defaultCurrency)
    {
        var taken = Take(booking, out var problems);
        return problems is [var first, ..]
            ? throw Refuse("booking." + MemberOf(first.Field), first.Problem)
            : Complete(taken, defaultCurrency);
    }

    /// <summary>What follows from what is given; and a price is in the default currency where it names none.</summary>
    public static Booking Complete(Booking booking, string defaultCurrency) =>
        BookingSums.Complete(HasPrice(booking) && booking.Currency is null ? booking with { Currency = defaultCurrency } : booking);

    /// <summary>Whether there is something that a currency is the currency of.</summary>
    public static bool HasPrice(Booking booking) => booking.PricePerNight is not null || booking.TotalPrice is not null;

    /// <summary>Several bookings, each as <see cref="Take"/> takes one.</summary>
    /// <exception cref="ArgumentException">A required member is not allowed; the message names it, and which booking's it is.</exception>
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
    /// Takes a booking as a profile from elsewhere embeds it: whatever it lacks is no reason to lose it.
    /// </summary>
    public static Booking Adopt(Booking booking, string defaultCurrency) => Complete(booking, defaultCurrency) with
    {
        Amenities = [.. booking.Amenities],
    };

    public static bool IsYear(int year) => year is >= MinYear and <= MaxYear;

    public static string YearProblem(int year) => string.Create(CultureInfo.InvariantCulture, $"is in the year {year}; {MinYear} to {MaxYear} are allowed");

    /// <summary>What is wrong with a text that is trimmed; null for nothing.</summary>
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

    /// <summary>What is wrong with one of several bookings, in the same words.</summary>
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
