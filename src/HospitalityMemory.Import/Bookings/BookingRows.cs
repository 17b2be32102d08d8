using System.Globalization;

namespace HospitalityMemory.Import;

/// <summary>
/// Makes bookings of rows. A value that the memory would refuse is left out if a booking can do without it, and reported in the file's own
/// words.
/// </summary>
internal sealed class BookingRows(BoundMapping mapping, string? hashKey, Origin origin)
{
    private const string RowOfNobody = "row";

    private readonly RowFields _fields = new(mapping);
    private readonly BookingDetails _details = new(mapping);

    public ImportedBooking Read(FileRow row)
    {
        if (row.Malformed is { } malformed)
        {
            return new() { Line = row.Line, Problems = [new(null, malformed, malformed)], Raw = row.Raw };
        }

        _fields.Begin(row);
        var id = BookingId();
        var guest = Guest();
        var city = Required(ImportFields.City, City());
        var checkIn = RequiredDay();
        var status = Status();
        if (id is null || guest is null || city is null || checkIn is not { } start || status is not { } known)
        {
            return new() { Line = row.Line, Problems = _fields.Problems, Raw = row.Raw };
        }

        if (guest.Length is 0)
        {
            guest = GuestOfRow(row.Line, start);
        }

        if (id.Length is 0)
        {
            id = GuestHash.BookingId(guest, _fields.Text(ImportFields.PropertyId) ?? city, start);
        }

        var booking = _details.Complete(new() { BookingId = id, City = city, CheckIn = start, Status = known, Origin = origin }, _fields);
        return new() { Line = row.Line, UserId = guest, Booking = booking, Problems = _fields.Problems, Raw = _fields.HasProblems ? row.Raw : null };
    }

    private string? City()
    {
        var city = Short(ImportFields.City, BookingRules.MaxTextLength);
        if (city is not null && SlotWords.IsNoName(city))
        {
            _fields.Refuse(ImportFields.City, city, "the name of a city");
            return null;
        }

        return city;
    }

    /// <summary>The id; empty if the file has no ids, null if only this row lacks it.</summary>
    private string? BookingId() => mapping[ImportFields.BookingId] is null
        ? ""
        : Id(ImportFields.BookingId, Required(ImportFields.BookingId, _fields.Text(ImportFields.BookingId)));

    /// <summary>The guest; empty if each row is a guest of its own, null if this row names none.</summary>
    private string? Guest()
    {
        var guest = mapping[ImportFields.Guest]!;
        if (guest.Source.EachRow)
        {
            return "";
        }

        if (guest.Columns.Length is 0)
        {
            return guest.Source.Value;
        }

        var known = guest.Columns.Select(column => PlainWords.OnOneLine(_fields.Row.Text(column)).Trim()).Select(static text => PlainWords.SaysNothing(text) ? "" : text).ToArray();
        if (Required(ImportFields.Guest, known.All(static text => text.Length is 0) ? null : "") is null)
        {
            return null;
        }

        NoteUnknownParts(guest, known);
        return guest.Source.Hash ? GuestHash.Of(hashKey, known) : Id(ImportFields.Guest, string.Join('|', known));
    }

    // The day is part of it, so that the same line of another year's file is another guest.
    private string GuestOfRow(long line, DateOnly checkIn) =>
        string.Create(CultureInfo.InvariantCulture, $"{mapping[ImportFields.Guest]!.Source.Value ?? RowOfNobody}-{line}-{checkIn:yyyy-MM-dd}");

    // In an export that has the missing part, the same person is another guest.
    private void NoteUnknownParts(BoundField guest, string[] known)
    {
        var rest = string.Join(" + ", guest.Names.Where((_, index) => known[index].Length > 0));
        foreach (var name in guest.Names.Where((_, index) => known[index].Length is 0))
        {
            var problem = $"{name} is empty, and the guest is known by {rest} only";
            _fields.NoteColumn(name, problem, problem);
        }
    }

    private string? Id(string field, string? id)
    {
        if (id is null || Identifier.Problem(id) is not { } problem)
        {
            return id;
        }

        var label = _fields.LabelOf(field);
        _fields.Note(field, $"{label} is no id", $"{label} {problem}; an id has 1 to {Identifier.MaxLength} characters");
        return null;
    }

    /// <summary>A text of limited length.</summary>
    private string? Short(string field, int most) => _fields.Short(field, _fields.Text(field), most);

    /// <summary>A required value. The problem of a value that is there but bad has been noted already.</summary>
    private T? Required<T>(string field, T? value)
    {
        if (value is null && _fields.IsEmpty(field))
        {
            var label = _fields.LabelOf(field);
            _fields.Note(field, $"{label} is empty", $"{label} is empty");
        }

        return value;
    }

    private DateOnly? RequiredDay()
    {
        var day = _fields.Day(ImportFields.CheckIn);
        return day is null ? Required<DateOnly?>(ImportFields.CheckIn, null) : day;
    }

    /// <summary>The status of the booking. If the file does not say, the booking stands. Null means that the row is no booking.</summary>
    private BookingStatus? Status()
    {
        var ofStatus = Said(ImportFields.Status, StatusWords.Read, "booked, cancelled or no_show");
        var ofFlag = Said(ImportFields.Cancelled, Flag, "yes, no, a status or a date of cancellation");
        return ofStatus is null || ofFlag is null ? null
            : ofStatus is BookingStatus.Booked ? ofFlag
            : ofStatus;
    }

    /// <summary>What a column says. If it says nothing, the booking stands. Null means that the row is refused, which has been noted.</summary>
    private BookingStatus? Said(string field, Func<string, BookingStatus?> meaning, string allowed)
    {
        if (_fields.Text(field) is not { } text)
        {
            return BookingStatus.Booked;
        }

        if (text == PlainWords.Ignore)
        {
            var label = _fields.LabelOf(field);
            var written = _fields.Written(mapping[field]!) ?? "";
            _fields.Note(field, $"{label} says that it is no booking", $"{label} is \"{RowFields.Shown(written)}\", which is no booking");
            return null;
        }

        var status = meaning(text);
        if (status is null)
        {
            _fields.Refuse(field, text, allowed);
        }

        return status;
    }

    /// <summary>Yes or no, a status, or the day of the cancellation. Which day it is does not matter here.</summary>
    private BookingStatus? Flag(string text) =>
        PlainWords.YesOrNo(text) is { } answer ? answer ? BookingStatus.Cancelled : BookingStatus.Booked
        : StatusWords.Read(text)
            ?? (DateText.TryRead(text, mapping[ImportFields.Cancelled]!.Dates.Count, out _) ? BookingStatus.Cancelled : null);
}
