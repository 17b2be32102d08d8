using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace HospitalityMemory;

/// <summary>
/// Reads the optional fields of a booking, as files, forms and models write them. A value that cannot be read does not cost the
/// booking: it is reported. Thread safe.
/// </summary>
/// <remarks>
/// A number may be text (<c>"120.50"</c>), with a currency beside it (<c>"200 EUR"</c>), and a count may be <c>2.0</c>. The
/// decimal sign is a point. Days are ISO 8601, with or without a time. Moments are ISO 8601; without an offset they are UTC. A
/// blank text counts as if the field were left out. Whether a value is allowed is checked when the booking is recorded.
/// </remarks>
public static class BookingFields
{
    private const int ShownLength = 30;
    private const string AmenitiesProblem = "must be a list of texts.";

    private static readonly string[] MomentFormats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private static readonly FrozenDictionary<string, Func<Booking, string, Reading>> Readers = new Dictionary<string, Func<Booking, string, Reading>>
    {
        ["check_out"] = static (booking, text) => SlotValues.Date(text, out var problem) is { } day
            ? new(booking with { CheckOut = day }) : Reading.Refused(problem ?? SlotValues.DateProblem),
        ["country"] = static (booking, text) => new(booking with { Country = text }),
        ["time_zone"] = static (booking, text) => new(booking with { TimeZone = text }),
        ["property_id"] = static (booking, text) => new(booking with { PropertyId = text }),
        ["property_type"] = static (booking, text) => new(booking with { PropertyType = text }),
        ["operator"] = static (booking, text) => new(booking with { Operator = text }),
        ["channel"] = static (booking, text) => new(booking with { Channel = text }),
        ["rate_plan"] = static (booking, text) => new(booking with { RatePlan = text }),
        ["booked_at"] = static (booking, text) => Moment(text, moment => booking with { BookedAt = moment }),
        ["cancelled_at"] = static (booking, text) => Moment(text, moment => booking with { CancelledAt = moment }),
        ["guests"] = static (booking, text) => Count(text, count => booking with { Guests = count }),
        ["adults"] = static (booking, text) => Count(text, count => booking with { Adults = count }),
        ["children"] = static (booking, text) => Count(text, count => booking with { Children = count }),
        ["rooms"] = static (booking, text) => Count(text, count => booking with { Rooms = count }),
        ["price_per_night"] = static (booking, text) => Price(booking, text, static (booking, price) => booking with { PricePerNight = price }),
        ["total_price"] = static (booking, text) => Price(booking, text, static (booking, price) => booking with { TotalPrice = price }),
        ["currency"] = static (booking, text) => new(booking with { Currency = CurrencyText.CodeOf(text) is { Length: 3 } code ? code : text }),
        ["guest_rating"] = static (booking, text) => Plain(text) is { } rating
            ? new(booking with { GuestRating = rating }) : Reading.Refused("must be a number."),
        ["amenities"] = static (booking, text) => new(booking with
        {
            Amenities = text.Split(text.Contains(';', StringComparison.Ordinal) ? ';' : ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        }),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names of the fields, as JSON has them.</summary>
    public static IReadOnlyCollection<string> Names => Readers.Keys;

    /// <summary>Reads a field that is text.</summary>
    /// <param name="booking">The booking so far.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="text">The text; amenities have semicolons between, or commas where there is no semicolon.</param>
    /// <param name="problems">Gets what is wrong, where the text cannot be read.</param>
    /// <returns>The booking with the field; as it was where the text is blank or cannot be read.</returns>
    /// <exception cref="ArgumentException">There is no field of that name.</exception>
    public static Booking With(Booking booking, string name, string? text, ICollection<BookingProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(booking);
        ArgumentNullException.ThrowIfNull(problems);
        var read = ReaderOf(name);
        if (text?.Trim() is not { Length: > 0 } trimmed)
        {
            return booking;
        }

        var reading = read(booking, trimmed);
        return reading.Booking ?? Refuse(booking, name, trimmed, reading.Problem!, problems);
    }

    /// <summary>Reads a field that is JSON.</summary>
    /// <param name="booking">The booking so far.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="value">A text, a number, null, or for amenities a list of texts.</param>
    /// <param name="problems">Gets what is wrong, where the value cannot be read.</param>
    /// <returns>
    /// The booking with the field; as it was where the value is null or cannot be read. From a list of amenities the texts are
    /// taken, and everything else in it is reported.
    /// </returns>
    /// <exception cref="ArgumentException">There is no field of that name.</exception>
    public static Booking With(Booking booking, string name, JsonElement value, ICollection<BookingProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(booking);
        ArgumentNullException.ThrowIfNull(problems);
        ReaderOf(name);
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return booking;
            case JsonValueKind.String:
                return With(booking, name, value.GetString(), problems);
            case JsonValueKind.Number:
                return With(booking, name, value.GetRawText(), problems);
            case JsonValueKind.Array when name is "amenities":
                return Amenities(booking, value, problems);
            default:
                return Refuse(booking, name, value.GetRawText(), name is "amenities" ? AmenitiesProblem : "must be text or a number.", problems);
        }
    }

    private static Func<Booking, string, Reading> ReaderOf(string name) => Readers.TryGetValue(name ?? "", out var read)
        ? read
        : throw new ArgumentException($"There is no field '{name}'; allowed are {string.Join(", ", Readers.Keys.Order(StringComparer.Ordinal))}.", nameof(name));

    private static Booking Amenities(Booking booking, JsonElement list, ICollection<BookingProblem> problems)
    {
        string[] texts = [.. list.EnumerateArray().Where(static item => item.ValueKind is JsonValueKind.String).Select(static item => item.GetString()!)];
        if (texts.Length == list.GetArrayLength())
        {
            return booking with { Amenities = texts };
        }

        Refuse(booking, "amenities", list.GetRawText(), AmenitiesProblem, problems, texts.Length > 0 ? "the texts in it" : null);
        return texts.Length > 0 ? booking with { Amenities = texts } : booking;
    }

    private static Booking Refuse(
        Booking booking, string name, string text, string problem, ICollection<BookingProblem> problems, string? takenAs = null)
    {
        var shown = string.Concat(text.Take(ShownLength).Select(static unit => char.IsControl(unit) || char.IsSurrogate(unit) ? '?' : unit));
        problems.Add(new()
        {
            BookingId = booking.BookingId is { Length: > 0 } id ? id : null,
            Field = name,
            Problem = $"is \"{shown}{(text.Length > ShownLength ? "..." : "")}\"; it {problem.TrimEnd('.')}",
            TakenAs = takenAs,
        });
        return booking;
    }

    private static decimal? Plain(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Reading Count(string text, Func<int, Booking> make) =>
        SlotValues.Count(text) is { } count ? new(make(count)) : Reading.Refused("must be a whole number.");

    private static Reading Moment(string text, Func<DateTimeOffset, Booking> make) => DateTimeOffset.TryParseExact(
        text, MomentFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? new(make(moment))
            : Reading.Refused("must be a day as yyyy-MM-dd or a time in ISO 8601.");

    /// <summary>Reads a price. A currency beside it becomes the booking's, unless the booking names another.</summary>
    private static Reading Price(Booking booking, string text, Func<Booking, decimal, Booking> make)
    {
        if (Plain(text) is { } plain)
        {
            return new(make(booking, plain));
        }

        var read = AmountText.Read(text);
        if (read.Amount is not { } amount)
        {
            return Reading.Refused(read.Problem!);
        }

        var currency = read.Currency is "$" ? CurrencyText.Dollar(booking.Currency) : read.Currency;
        return booking.Currency is { } named && currency is not null && !named.Equals(currency, StringComparison.OrdinalIgnoreCase)
            ? Reading.Refused($"must be in {named}, as currency says.")
            : new(make(booking with { Currency = booking.Currency ?? currency }, amount));
    }

    /// <summary>The booking with a field, or what is wrong with the field.</summary>
    private readonly record struct Reading(Booking? Booking, string? Problem = null)
    {
        public static Reading Refused(string problem) => new(null, problem);
    }
}
