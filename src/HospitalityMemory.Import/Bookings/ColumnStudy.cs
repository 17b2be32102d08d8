namespace HospitalityMemory.Import;

/// <summary>
/// Looks at all rows once, before any is imported, for what a single row cannot show: the order of the parts of dates, and the decimal
/// sign.
/// </summary>
internal sealed class ColumnStudy
{
    private readonly BoundMapping _mapping;
    private readonly List<(BoundField Field, DateEvidence Evidence)> _dates;
    private readonly List<(BoundField Field, NumberEvidence Evidence)> _numbers;
    private readonly CurrencyEvidence _currencies;
    private readonly GuestEvidence? _people;
    private readonly BoundField? _guest;
    private bool _hasAddresses;

    /// <param name="mapping">The columns of the file.</param>
    /// <param name="defaultCurrency">The currency of amounts that name none; null if it is not known.</param>
    public ColumnStudy(BoundMapping mapping, string? defaultCurrency)
    {
        _mapping = mapping;
        _currencies = new(mapping, defaultCurrency);
        _dates = [.. ImportFields.Dates.Select(name => mapping[name]).OfType<BoundField>()
            .Where(static field => field is { Columns.Length: 1, Dates: { Order: DateOrders.None, Count: DateCount.None } })
            .Select(static field => (field, new DateEvidence()))];
        _numbers = [.. ImportFields.Numbers.Select(name => mapping[name]).OfType<BoundField>()
            .Where(static field => field is { Columns.Length: > 0, Decimal: DecimalSign.Unknown })
            .Select(static field => (field, new NumberEvidence()))];
        _people = mapping.PersonalGuest is null ? null : new();
        _guest = mapping[ImportFields.Guest] is { Columns.Length: > 0 } guest ? guest : null;
    }

    public long Rows { get; private set; }

    public void Look(FileRow row)
    {
        Rows++;
        if (row.Malformed is not null)
        {
            return;
        }

        LookAtDates(row);
        foreach (var (field, evidence) in _numbers)
        {
            foreach (var column in field.Columns)
            {
                var text = row.Text(column).Trim();
                if (!row.IsNumber(column) && !PlainWords.SaysNothing(text))
                {
                    evidence.Take(MoneyText.Read(text).Number, text, row.Line);
                }
            }
        }

        _currencies.Look(row);
        LookAtGuest(row);
    }

    /// <summary>Gives to the mapping what the rows have shown, and asks for the rest.</summary>
    public void Conclude(List<ImportQuestion> questions, List<string> notes)
    {
        ConcludeDates(questions, notes);
        ConcludeNumbers(questions, notes);
        if (_currencies.Note is { } taken)
        {
            notes.Add(taken);
        }

        ConcludeGuest(notes);
    }

    private void ConcludeNumbers(List<ImportQuestion> questions, List<string> notes)
    {
        foreach (var (field, evidence) in _numbers.Where(static number => number.Evidence.IsAsked))
        {
            if (evidence.Shown is DecimalSign.Unknown)
            {
                questions.Add(evidence.Question(field.Name, field.Label));
                continue;
            }

            _mapping.Learn(field.Name, evidence.Shown);
            notes.Add($"{field.Label} has a decimal {(evidence.Shown is DecimalSign.Comma ? "comma" : "point")}, as its rows show.");
        }
    }

    private void ConcludeGuest(List<string> notes)
    {
        if (_people is { AreNames: true })
        {
            _mapping.LearnPersonalGuest();
            notes.Add($"{_guest!.Label} holds names, which two people may share; guests are told apart by {_mapping[ImportFields.Guest]!.Label}, hashed.");
        }
        else if (_hasAddresses && !_guest!.Source.Hash)
        {
            notes.Add($"The ids of guests are e-mail addresses as they stand in {_guest.Label}; they can be hashed.");
        }
    }

    private void LookAtGuest(FileRow row)
    {
        foreach (var column in _guest?.Columns ?? [])
        {
            var text = row.Text(column).Trim();
            _hasAddresses = _hasAddresses || text.Contains('@', StringComparison.Ordinal);
            if (_people is not null && !PlainWords.SaysNothing(text))
            {
                _people.Take(text, row.Text(_mapping.PersonalGuest!.Columns[^1]).Trim());
            }
        }
    }

    private void ConcludeDates(List<ImportQuestion> questions, List<string> notes)
    {
        var asked = _dates.Where(static date => date.Evidence.IsAsked).ToList();
        asked.ForEach(static date => date.Evidence.Conclude());
        var shown = asked.Select(static date => date.Evidence.Shown).Where(static order => order is not DateOrders.None).Distinct().ToList();
        foreach (var (field, evidence) in asked)
        {
            // One system writes all dates of a file in one way.
            if (evidence.Shown is DateOrders.None && !(shown is [var order] && evidence.TryTake(order)))
            {
                questions.Add(evidence.Question(field.Name, field.Label));
                continue;
            }

            _mapping.Learn(field.Name, new DateForm(evidence.Shown, DateCount.None));
            notes.Add($"The dates of {field.Label} are {DateForm.NameOf(evidence.Shown)}, as the rows show.");
        }
    }

    private void LookAtDates(FileRow row)
    {
        if (_dates.Count is 0)
        {
            return;
        }

        var (checkIn, checkInEvidence) = (default(DateText), default(DateEvidence));
        var (checkOut, checkOutEvidence) = (default(DateText), default(DateEvidence));
        foreach (var (field, evidence) in _dates)
        {
            var text = row.Text(field.Columns[0]).Trim();
            if (PlainWords.SaysNothing(text) || !DateText.TryRead(text, DateCount.None, out var date) || !date.NeedsOrder)
            {
                continue;
            }

            evidence.Take(date, text, row.Line);
            switch (field.Name)
            {
                case ImportFields.CheckIn:
                    (checkIn, checkInEvidence) = (date, evidence);
                    break;
                case ImportFields.CheckOut:
                    (checkOut, checkOutEvidence) = (date, evidence);
                    break;
            }
        }

        if (checkInEvidence is not null && checkOutEvidence is not null)
        {
            var senseless = Senseless(checkIn, checkOut, RowNumbers.Sum(row, _mapping[ImportFields.Nights]));
            checkInEvidence.Fail(senseless);
            checkOutEvidence.Fail(senseless);
        }
    }

    /// <summary>
    /// The orders by which the guest would leave before arrival, or stay for another number of nights than stated; None if that holds for
    /// all orders.
    /// </summary>
    private static DateOrders Senseless(in DateText checkIn, in DateText checkOut, int? nights)
    {
        var (senseless, possible) = (DateOrders.None, DateOrders.None);
        foreach (var order in (ReadOnlySpan<DateOrders>)[DateOrders.DayFirst, DateOrders.MonthFirst, DateOrders.YearFirst])
        {
            if (checkIn.Day(order) is { } start && checkOut.Day(order) is { } end)
            {
                var stay = end.DayNumber - start.DayNumber;
                var isSenseless = stay < 0 || (nights > 0 && stay != nights);
                senseless |= isSenseless ? order : DateOrders.None;
                possible |= isSenseless ? DateOrders.None : order;
            }
        }

        return possible is DateOrders.None ? DateOrders.None : senseless;
    }
}
