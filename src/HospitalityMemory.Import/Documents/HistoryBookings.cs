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

        var index = 0;
        var derived = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var (name, item) in ItemsOf(history))
        {
            var at = FormattableString.Invariant($"{path}[{index++}]");
            if (ReadOne(item, userId, name, at, problems) is not { } read)
            {
                unread.Add(item);
            }
            else if (read.HasOwnId)
            {
                bookings.Add(read.Booking);
            }
            else if (WithOrdinal(read.Booking, derived) is { } own)
            {
                bookings.Add(own);
            }
        }

        return (bookings, unread);
    }

    /// <summary>Either a list, or an object with the bookings under their ids.</summary>
    private static IEnumerable<(string? Name, JsonElement Item)> ItemsOf(JsonElement history) => history.ValueKind is JsonValueKind.Array
        ? history.EnumerateArray().Select(static item => ((string?)null, item))
        : history.EnumerateObject().Select(static member => ((string?)member.Name, member.Value));

    /// <summary>
    /// Bookings of one place and day without ids are several if they differ. From the second on, the derived id gets their number, which is
    /// the same when they are imported again.
    /// </summary>
    /// <returns>Null for a booking that is there already.</returns>
    private static Booking? WithOrdinal(Booking booking, Dictionary<string, HashSet<string>> derived)
    {
        if (!derived.TryGetValue(booking.BookingId, out var alike))
        {
            derived.Add(booking.BookingId, alike = new(StringComparer.Ordinal));
        }

        // As texts: a list of strangers may have very many of them.
        if (!alike.Add(JsonText.Serialize(BookingJson.From(booking), MemoryJsonContext.Default.BookingJson)))
        {
            return null;
        }

        return alike.Count is 1 ? booking : booking with { BookingId = FormattableString.Invariant($"{booking.BookingId}-{alike.Count}") };
    }

    /// <param name="item">The booking.</param>
    /// <param name="userId">The guest.</param>
    /// <param name="name">Its name in an object of bookings, which is its id if it has none of its own; null in a list.</param>
    /// <param name="path">Its place in the record.</param>
    /// <param name="problems">Gets what could not be read.</param>
    private static (Booking Booking, bool HasOwnId)? ReadOne(JsonElement item, string userId, string? name, string path, List<RecordProblem> problems)
    {
        var row = new JsonRow(MaxNames).Set(item, 1);
        if (row.Malformed is { } malformed)
        {
            problems.Add(new(path, $"{path}: {malformed}"));
            return null;
        }

        var questions = new List<ImportQuestion>();
        var mapping = BoundMapping.Of(row.Columns, new() { Mapping = new() { Fields = FieldsOf(row, userId, name) }, Presets = [] }, questions);
        if (questions.Count > 0)
        {
            problems.AddRange(questions.Select(question => new RecordProblem(path, $"{path} has no {question.Field}")));
            return null;
        }

        var read = new BookingRows(mapping, hashKey: null, Imported).Read(row);
        problems.AddRange(read.Problems.Select(problem => new RecordProblem($"{path}.{problem.Column}", $"{path}.{problem.Message}")));
        return read.Booking is { } booking
            ? (booking with { AdditionalFields = Rest(item, mapping, read, path, problems) }, mapping[ImportFields.BookingId] is not null)
            : null;
    }

    private static Dictionary<string, MappedField> FieldsOf(JsonRow row, string userId, string? name)
    {
        // Of several names of a field one that says something goes before one that is null.
        var fields = ColumnNames.Find(
            [.. row.Columns.Where((_, column) => !PlainWords.SaysNothing(row.Text(column).Trim()))], static field => field is ImportFields.Guest);
        fields[ImportFields.Guest] = MappedField.Constant(userId);
        if (row.Columns.FirstOrDefault(static column => RatingNames.Contains(ColumnNames.Key(column))) is { } rating)
        {
            fields[ImportFields.GuestRating] = MappedField.Of(rating);
        }

        // A field without a column and a value is left out, and the id is then derived.
        fields.TryAdd(ImportFields.BookingId, name is not null && Identifier.Problem(name) is null ? MappedField.Constant(name) : new());
        return fields;
    }

    /// <summary>The fields that are no booking's, and those that could not be read. Both are kept with the booking.</summary>
    private static JsonFields Rest(JsonElement item, BoundMapping mapping, ImportedBooking read, string path, List<RecordProblem> problems)
    {
        var left = mapping.Ignored.Concat(read.Problems.Select(static problem => problem.Column).OfType<string>())
            .SelectMany(static name => (string[])[name, name.Split('.')[0]]).ToHashSet(StringComparer.Ordinal);
        var members = new RecordMembers(item, path, problems);
        foreach (var member in item.EnumerateObject())
        {
            var isLeft = left.Contains(member.Name.Trim()) || member.Value.ValueKind is JsonValueKind.Object;
            if (!isLeft || RecordMembers.SaysNothing(member.Value))
            {
                members.Drop(member.Name);
            }
        }

        return members.Rest(static name => UnknownFields.IsKnown(name, MemoryJsonContext.Default.BookingJson) || name is "price");
    }
}
