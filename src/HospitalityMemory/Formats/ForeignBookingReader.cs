using System.Text.Json;

namespace HospitalityMemory;

/// <summary>
/// Reads a booking that another system embedded in a profile, field by field. A value that cannot be read or is not allowed is
/// dropped, reported, and kept as an additional field under another name, since under its own name it would be read as the field
/// again.
/// </summary>
internal sealed class ForeignBookingReader
{
    /// <summary>The prefix for a field whose value could not be taken.</summary>
    public const string UnreadPrefix = "imported_";

    /// <summary>The field of a profile that keeps the items that cannot be read as bookings.</summary>
    public const string UnreadBookings = "unread_bookings";

    private const string Currency = "currency";
    private const string PricePerNight = "price_per_night";

    // The currency comes first: a price may name one too, and the two must agree.
    private static readonly string[] Fields =
        [Currency, .. BookingFields.Names.Where(static name => name is not Currency).Order(StringComparer.Ordinal)];

    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _unread = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Name, JsonElement Value)> _given = new(StringComparer.Ordinal);
    private readonly List<BookingProblem> _problems = [];
    private string? _bookingId;

    private ForeignBookingReader(JsonElement item)
    {
        foreach (var member in item.EnumerateObject())
        {
            _members[member.Name] = member.Value;
        }
    }

    /// <summary>Reads a booking.</summary>
    /// <param name="item">The JSON.</param>
    /// <param name="problems">Gets what is wrong.</param>
    /// <returns>
    /// The booking; null where it lacks what every booking needs, or its status does not say whether it stands.
    /// </returns>
    public static Booking? Read(JsonElement item, List<BookingProblem> problems)
    {
        if (item.ValueKind is not JsonValueKind.Object)
        {
            problems.Add(SetAside(null, "booking_history", "has an entry that is no object"));
            return null;
        }

        var reader = new ForeignBookingReader(item);
        var booking = reader.Read();
        problems.AddRange(reader._problems);
        return booking;
    }

    private Booking? Read()
    {
        _bookingId = Text("booking_id");
        if ((_bookingId is null ? "is missing, or no text" : Identifier.Problem(_bookingId)) is { } problem)
        {
            _bookingId = null;
            return SetAside("booking_id", problem);
        }

        if (Text("city") is not { } city)
        {
            return SetAside("city", "is missing, or no text");
        }

        if (SlotValues.Date(Take("check_in"), out var dateProblem) is not { } checkIn)
        {
            return SetAside("check_in", dateProblem!.TrimEnd('.'));
        }

        if (Status() is not { } status)
        {
            return SetAside("status", $"is none; {BookingStatusNames.Allowed} is allowed");
        }

        return WithRest(Allowed(WithFields(new()
        {
            BookingId = _bookingId!,
            City = city,
            CheckIn = checkIn,
            Status = status,
            Origin = Origin(),
            Teaches = Teaches(),
            Sequence = Sequence(),
        })));
    }

    /// <summary>The booking with its unknown fields, and with the values that could not be taken.</summary>
    private Booking WithRest(Booking booking)
    {
        Schema();
        foreach (var (name, value) in _unread)
        {
            _members[UnreadPrefix + name] = value;
        }

        return booking with { AdditionalFields = UnknownFields.Read(_members) };
    }

    private Booking WithFields(Booking booking)
    {
        foreach (var field in Fields)
        {
            if (_members.Remove(field, out var value))
            {
                booking = With(booking, field, field, value);
            }
        }

        return booking.PricePerNight is null && _members.Remove(BookingJson.OtherPriceName, out var price)
            ? With(booking, PricePerNight, BookingJson.OtherPriceName, price)
            : booking;
    }

    private Booking With(Booking booking, string field, string name, JsonElement value)
    {
        _given[field] = (name, value);
        var known = _problems.Count;
        var read = BookingFields.With(booking, field, value, _problems);
        if (_problems.Count > known)
        {
            _problems[^1] = _problems[^1] with { Field = name };
            _unread[name] = value;
        }

        return read;
    }

    /// <summary>The booking with the values that may be recorded.</summary>
    private Booking Allowed(Booking booking)
    {
        var found = new BookingProblems(_bookingId);
        var taken = OptionalMembers.Take(booking, booking.City, ref found);
        foreach (var problem in found.Found)
        {
            var (name, value) = _given.GetValueOrDefault(problem.Field, (problem.Field, default));
            _problems.Add(problem with { Field = name });
            if (value.ValueKind is not JsonValueKind.Undefined)
            {
                _unread[name] = value;
            }
        }

        return found.Found.Count is 0 ? booking : taken with { Sequence = booking.Sequence };
    }

    /// <summary>Null for a word that does not say whether the booking stands.</summary>
    private BookingStatus? Status()
    {
        var value = Take("status");
        return value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? BookingStatus.Booked
            : value.ValueKind is not JsonValueKind.String ? null
            : string.IsNullOrWhiteSpace(value.GetString()) ? BookingStatus.Booked
            : BookingStatusNames.TryParse(value.GetString(), out var status) ? status : null;
    }

    /// <summary>Another system may use the name for something else. That is reported and does not cost the booking.</summary>
    private Origin? Origin()
    {
        var value = Take("origin");
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        try
        {
            return value.Deserialize(MemoryJsonContext.Default.OriginJson)?.ToRecord();
        }
        catch (JsonException)
        {
            Refuse("origin", value, "is not the origin of a record");
            return null;
        }
    }

    private bool Teaches()
    {
        var value = Take("teaches");
        if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False))
        {
            Refuse("teaches", value, "is not true or false");
        }

        return value.ValueKind is not JsonValueKind.False;
    }

    private long Sequence()
    {
        var value = Take("sequence");
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return 0;
        }

        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var sequence) && sequence >= 0)
        {
            return sequence;
        }

        Refuse("sequence", value, "is no number that counts from 1");
        return 0;
    }

    private void Schema()
    {
        var value = Take("schema_version");
        if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) && !(value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out _)))
        {
            Refuse("schema_version", value, "is no whole number");
        }
    }

    private JsonElement Take(string name) => _members.Remove(name, out var value) ? value : default;

    private string? Text(string name) => SlotValues.Text(Take(name));

    private void Refuse(string name, JsonElement value, string problem)
    {
        _unread[name] = value;
        _problems.Add(new() { BookingId = _bookingId, Field = name, Problem = problem });
    }

    private Booking? SetAside(string field, string problem)
    {
        // Problems of other fields do not matter any more, as the whole booking is set aside.
        _problems.Clear();
        _problems.Add(SetAside(_bookingId, field, problem));
        return null;
    }

    private static BookingProblem SetAside(string? bookingId, string field, string problem) => new()
    {
        BookingId = bookingId,
        Field = field,
        Problem = problem,
        TakenAs = $"no booking; the profile keeps it in {UnreadBookings}",
    };
}
