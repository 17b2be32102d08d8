using System.Text.Json;

namespace HospitalityMemory.Import;

/// <summary>Reads the bookings within a profile, whatever names their fields have.</summary>
internal static class HistoryBookings
{
    private const int MaxNames = 1_000;

    private static readonly Origin Imported = new() { Kind = OriginKind.Import };

    // These names are the guest's own rating only within a guest's record. Elsewhere they may be anybody's rating.
    private static readonly string[] RatingNames = ["guestrating", "satisfaction", "satisfactionscore", "userrating", "guestsatisfaction"];

    /// <param name="history">The list. Anything else is reported.</param>
    /// <param name="userId">The guest.</param>
    /// <param name="path">The place of the list in the record.</param>
    /// <param name="problems">Gets what could not be read.</param>
    /// <returns>The bookings, and the JSON of the items that lack what every booking needs.</returns>
    public static (List<Booking> Bookings, List<JsonElement> Unread) Read(
        JsonElement history, string userId, string path, List<RecordProblem> problems)
    {
        var (bookings, unread) = (new List<Booking>(), new List<JsonElement>());
        if (history.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object))
        {
            problems.Add(new(path, $"{path} is no list"));
            return (bookings, unread);
        }

        // Either a list, or an object with the bookings under their ids.
        var index = 0;
        foreach (var item in history.ValueKind is JsonValueKind.Array ? history.EnumerateArray().ToList() : [.. history.EnumerateObject().Select(static member => member.Value)])
        {
            var at = FormattableString.Invariant($"{path}[{index++}]");
            if (ReadOne(item, userId, at, problems) is { } booking)
            {
                bookings.Add(booking);
            }
            else
            {
                unread.Add(item);
            }
        }

        return (bookings, unread);
    }

    private static Booking? ReadOne(JsonElement item, string userId, string path, List<RecordProblem> problems)
    {
        var row = new JsonRow(MaxNames).Set(item, 1);
        if (row.Malformed is { } malformed)
        {
            problems.Add(new(path, $"{path}: {malformed}"));
            return null;
        }

        var rating = row.Columns.FirstOrDefault(static name => RatingNames.Contains(ColumnNames.Key(name)));
        var fields = new Dictionary<string, MappedField>(StringComparer.Ordinal) { [ImportFields.Guest] = MappedField.Constant(userId) };
        if (rating is not null)
        {
            fields[ImportFields.GuestRating] = MappedField.Of(rating);
        }

        var questions = new List<ImportQuestion>();
        var mapping = BoundMapping.Of(row.Columns, new() { Mapping = new() { Fields = fields }, Presets = [] }, questions);
        if (questions.Count > 0)
        {
            problems.AddRange(questions.Select(question => new RecordProblem(path, $"{path} has no {question.Field}")));
            return null;
        }

        var read = new BookingRows(mapping, hashKey: null, Imported).Read(row);
        problems.AddRange(read.Problems.Select(problem => new RecordProblem($"{path}.{problem.Column}", $"{path}.{problem.Message}")));
        return read.Booking is { } booking ? booking with { AdditionalFields = Rest(item, mapping, read, path, problems) } : null;
    }

    /// <summary>The fields that are no booking's, and those that could not be read. Both are kept with the booking.</summary>
    private static JsonFields Rest(JsonElement item, BoundMapping mapping, ImportedBooking read, string path, List<RecordProblem> problems)
    {
        var left = mapping.Ignored.Concat(read.Problems.Select(static problem => problem.Column).OfType<string>())
            .Select(static name => name.Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        var members = new RecordMembers(item, path, problems);
        foreach (var member in item.EnumerateObject())
        {
            var isLeft = left.Contains(member.Name.Trim()) || member.Value.ValueKind is JsonValueKind.Object;
            if (!isLeft || RecordMembers.SaysNothing(member.Value))
            {
                members.Take(member.Name);
            }
        }

        return members.Rest(static name => UnknownFields.IsKnown(name, MemoryJsonContext.Default.BookingJson) || name is "price");
    }
}
