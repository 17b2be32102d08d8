namespace HospitalityMemory.Import;

/// <summary>The fields of one row, and all that is wrong with them, in the file's own names.</summary>
internal sealed class RowFields(BoundMapping mapping)
{
    private const int ShownLength = 30;

    private readonly List<RowProblem> _problems = [];

    public FileRow Row { get; private set; } = null!;

    public IReadOnlyList<RowProblem> Problems => _problems.Count is 0 ? [] : [.. _problems];

    public bool HasProblems => _problems.Count > 0;

    public void Begin(FileRow row)
    {
        Row = row;
        _problems.Clear();
    }

    /// <summary>What the file calls a field.</summary>
    public string LabelOf(string field) => mapping[field]?.Label ?? field;

    /// <summary>The text of a field on one line, translated as the mapping says; null if the field says nothing.</summary>
    public string? Text(string field) => mapping[field] is { } bound ? Translated(bound, Written(bound) ?? bound.Source.Value) : null;

    /// <summary>The first text in a field's columns that says something, as it stands there.</summary>
    public string? Written(BoundField field)
    {
        foreach (var column in field.Columns)
        {
            // For a country, NA does not mean that there is none: it is Namibia.
            var text = PlainWords.OnOneLine(Row.Text(column)).Trim();
            if (!PlainWords.SaysNothing(text) || (field.Name is ImportFields.Country && text is "NA"))
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>Whether none of a field's columns says anything.</summary>
    public bool IsEmpty(string field) => mapping[field] is not { } bound || (bound.Source.Value is null && bound.Columns.All(column => PlainWords.SaysNothing(Row.Text(column).Trim())));

    /// <summary>A text that can be kept; null if it cannot, which is reported.</summary>
    public string? Short(string field, string? text, int most)
    {
        if (text is null || (text.Length <= most && Identifier.TextProblem(text) is null))
        {
            return text;
        }

        var label = LabelOf(field);
        Note(field, $"{label} is too long or has control characters", FormattableString.Invariant($"{label} is \"{Shown(text)}\" of {text.Length} characters; at most {most} are kept, and no control characters"));
        return null;
    }

    public DateOnly? Day(string field)
    {
        if (mapping[field] is not { } bound)
        {
            return null;
        }

        if (bound.IsDateOfParts)
        {
            var parts = bound.Columns.Select(column => Row.Text(column).Trim()).ToArray();
            return parts.All(PlainWords.SaysNothing) ? null
                : DateText.FromParts(parts[0], parts[1], parts[2]) ?? RefusedDay(bound, string.Join(' ', parts));
        }

        return (Written(bound) ?? bound.Source.Value) is not { } text ? null
            : DateText.TryRead(text, bound.Dates.Count, out var date) && date.Day(bound.Dates.Order) is { } day ? day
            : RefusedDay(bound, text);
    }

    /// <summary>A day, or a time. A time without an offset is UTC.</summary>
    public DateTimeOffset? Moment(string field)
    {
        if (mapping[field] is not { } bound)
        {
            return null;
        }

        if (bound.IsDateOfParts)
        {
            return Day(field) is { } day ? new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;
        }

        if ((Written(bound) ?? bound.Source.Value) is not { } text)
        {
            return null;
        }

        if (DateText.TryRead(text, bound.Dates.Count, out var date) && date.Moment(bound.Dates.Order) is { } moment)
        {
            return moment;
        }

        RefuseDate(bound, text, "a day or a time");
        return null;
    }

    /// <summary>An amount with its own currency; null if there is none, or if it cannot be read, which is reported.</summary>
    public (decimal Amount, string? Currency)? Amount(string field)
    {
        if (mapping[field] is not { } bound || (Written(bound) ?? bound.Source.Value) is not { } text)
        {
            return null;
        }

        var money = MoneyText.Read(text);
        var sign = Row.IsNumber(bound.Columns is [var column, ..] ? column : ColumnIndexes.NotThere) ? DecimalSign.Point : bound.Decimal;
        if (money.IsUnknownCurrency || money.Number.Value(sign) is not { } amount)
        {
            Refuse(field, text, "an amount such as 120, 99.50 or 300 USD");
            return null;
        }

        return (amount, money.Currency);
    }

    /// <summary>
    /// A whole number within bounds, or the sum of several columns; null if it is not known, or if it is not allowed, which is reported.
    /// </summary>
    public int? Count(string field, int least, int most)
    {
        if (mapping[field] is not { } bound || (Written(bound) ?? bound.Source.Value) is not { } text)
        {
            return null;
        }

        var number = bound.Columns.Length > 0 ? RowNumbers.Sum(Row, bound) : RowNumbers.Whole(text);
        if (number is { } count && count >= least && count <= most)
        {
            return count;
        }

        Refuse(field, text, FormattableString.Invariant($"a whole number from {least} to {most}"));
        return null;
    }

    /// <summary>Notes a value that is not what its column should have.</summary>
    public void Refuse(string field, string text, string allowed)
    {
        var label = LabelOf(field);
        Note(field, $"{label} is not {allowed}", $"{label} is \"{Shown(text)}\", not {allowed}");
    }

    /// <summary>Notes a problem in words.</summary>
    public void Note(string field, string reason, string message) => NoteColumn(LabelOf(field), reason, message);

    /// <summary>Notes a problem of one of a field's columns.</summary>
    public void NoteColumn(string column, string reason, string message) => _problems.Add(new(column, reason, message));

    /// <summary>Cuts a value to what fits on a line, and replaces characters that would move a terminal's cursor.</summary>
    public static string Shown(string text)
    {
        var shown = string.Concat(text.Take(ShownLength).Select(static character => char.IsControl(character) ? '?' : character));
        return text.Length > ShownLength ? shown + "..." : shown;
    }

    private string? Translated(BoundField field, string? text)
    {
        if (text is null || field.Source.Values.Count is 0)
        {
            return text;
        }

        if (field.Source.Values.TryGetValue(text, out var meaning))
        {
            return meaning;
        }

        if (field.Name is ImportFields.City)
        {
            Note(field.Name, $"{field.Label} is none of those whose city the mapping says", $"{field.Label} is \"{Shown(text)}\", whose city the mapping does not say");
            return null;
        }

        return text;
    }

    private DateOnly? RefusedDay(BoundField field, string text)
    {
        RefuseDate(field, text, field.Dates.Order is DateOrders.None ? "a date" : $"a date as {DateForm.NameOf(field.Dates.Order)}");
        return null;
    }

    private void RefuseDate(BoundField field, string text, string allowed) =>
        Refuse(field.Name, text, allowed + (field.Dates.Count is DateCount.None && !field.IsDateOfParts ? DateForm.HintOf(text) : ""));
}
