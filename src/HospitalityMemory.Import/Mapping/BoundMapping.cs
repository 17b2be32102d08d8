namespace HospitalityMemory.Import;

/// <summary>A field with the positions of its columns in the rows of one file.</summary>
/// <param name="Name">The field's name in <see cref="ImportFields"/>.</param>
/// <param name="Source">The source of the field.</param>
/// <param name="Columns">The positions of its columns.</param>
/// <param name="Label">The field's name in messages: the column as the file names it.</param>
internal sealed record BoundField(string Name, MappedField Source, int[] Columns, string Label)
{
    /// <summary>Its columns as the file names them.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>How its dates are written.</summary>
    public DateForm Dates { get; init; }

    /// <summary>The decimal sign.</summary>
    public DecimalSign Decimal { get; init; }

    /// <summary>Whether year, month and day are columns of their own.</summary>
    public bool IsDateOfParts => Columns.Length is 3;
}

/// <summary>A mapping whose columns were found in a file.</summary>
internal sealed class BoundMapping
{
    private readonly Dictionary<string, BoundField> _fields = new(StringComparer.Ordinal);

    private readonly ColumnIndexes _indexes;

    private BoundMapping(BookingMapping mapping, string? preset, ColumnIndexes indexes) => (Mapping, Preset, _indexes) = (mapping, preset, indexes);

    /// <summary>The whole mapping, including what was found, as if it had all been given.</summary>
    public BookingMapping Mapping { get; private set; }

    /// <summary>The name of the preset that was found; null if none was.</summary>
    public string? Preset { get; }

    /// <summary>The columns from which nothing is read.</summary>
    public IReadOnlyList<string> Ignored { get; private set; } = [];

    public IReadOnlyList<(string Name, int Column)> Extras { get; private set; } = [];

    /// <summary>Columns that say who booked, if the column of the guest turns out to hold people's names; else null.</summary>
    public BoundField? PersonalGuest { get; private set; }

    public BoundField? this[string field] => _fields.GetValueOrDefault(field);

    /// <summary>Finds the columns of all fields.</summary>
    /// <param name="columns">The columns of the file.</param>
    /// <param name="options">What is known of the file.</param>
    /// <param name="questions">Gets what is required and not known.</param>
    public static BoundMapping Of(IReadOnlyList<string> columns, BookingFileOptions options, List<ImportQuestion> questions)
    {
        var indexes = new ColumnIndexes(columns);
        var preset = MappingPresets.Find(options.Presets, columns);
        var mapping = (preset is null ? new() : WithColumnsOf(preset, indexes)).With(options.Mapping);
        var used = mapping.Extras.Values.Concat(mapping.Fields.Values.SelectMany(static field => field.Columns)).Select(ColumnNames.Key).ToHashSet(StringComparer.Ordinal);
        string[] free = [.. columns.Where(column => !used.Contains(ColumnNames.Key(column)))];
        var found = ColumnNames.Find(free, mapping.Fields.ContainsKey);
        var personal = found.TryGetValue(ImportFields.Guest, out var named) ? ColumnNames.PersonalBeside(free, named) : null;
        mapping = WithCurrencies(new BookingMapping { Fields = found }.With(mapping), free, isGiven: mapping.Fields.ContainsKey(ImportFields.Currency));
        if (options.HashGuests && mapping.Fields.TryGetValue(ImportFields.Guest, out var guest))
        {
            mapping = mapping.With(new() { Fields = new Dictionary<string, MappedField> { [ImportFields.Guest] = guest with { Hash = true } } });
        }

        var bound = new BoundMapping(mapping with { Name = options.Mapping.Name ?? preset?.Name, Headers = [] }, preset?.Name, indexes);
        bound.Bind(questions);
        bound.PersonalGuest = personal is null ? null : bound.Bound(ImportFields.Guest, personal, []);
        bound.AskForRequired(columns, questions);
        return bound;
    }

    /// <summary>Takes in the form of dates or numbers that the file has shown.</summary>
    public void Learn(string field, DateForm dates)
    {
        _fields[field] = _fields[field] with { Dates = dates };
        Show(field, _fields[field].Source with { Dates = DateForm.NameOf(dates.Order) });
    }

    /// <inheritdoc cref="Learn(string, DateForm)"/>
    public void Learn(string field, DecimalSign sign)
    {
        _fields[field] = _fields[field] with { Decimal = sign };
        Show(field, _fields[field].Source with { Decimals = sign is DecimalSign.Comma ? DecimalSigns.Comma : DecimalSigns.Point });
    }

    /// <summary>Takes the guest from <see cref="PersonalGuest"/>.</summary>
    public void LearnPersonalGuest()
    {
        _fields[ImportFields.Guest] = PersonalGuest!;
        Show(ImportFields.Guest, PersonalGuest!.Source);
        FindIgnored();
    }

    /// <summary>A column for the currency of one amount says more than one for the whole row.</summary>
    private static BookingMapping WithCurrencies(BookingMapping mapping, IReadOnlyList<string> columns, bool isGiven)
    {
        string[] amounts = [ImportFields.Price, ImportFields.TotalPrice];
        string[] found = [.. amounts
            .SelectMany(field => mapping.Fields.GetValueOrDefault(field)?.Columns ?? [])
            .SelectMany(column => ColumnNames.CurrenciesBeside(columns, column))
            .Concat(mapping.Fields.GetValueOrDefault(ImportFields.Currency)?.Columns ?? [])
            .Distinct()];
        return isGiven || found.Length is 0 ? mapping
            : mapping.With(new() { Fields = new Dictionary<string, MappedField> { [ImportFields.Currency] = MappedField.Of(found) } });
    }

    /// <summary>A preset names the columns that its kind of file may have. A column that this file lacks is no error.</summary>
    private static BookingMapping WithColumnsOf(BookingMapping preset, ColumnIndexes indexes) => preset with
    {
        Fields = preset.Fields
            .Select(field => (field.Key, Value: field.Value with { Columns = [.. field.Value.Columns.Where(indexes.Has)] }))
            .Where(field => !field.Value.IsNowhere || preset.Fields[field.Key].IsNowhere)
            .ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal),
        Extras = preset.Extras.Where(extra => indexes.Has(extra.Value)).ToDictionary(static extra => extra.Key, static extra => extra.Value, StringComparer.Ordinal),
    };

    private void Bind(List<ImportQuestion> questions)
    {
        foreach (var (name, field) in Mapping.Fields.Where(static field => !field.Value.IsNowhere))
        {
            if (Bound(name, field, questions) is { } bound)
            {
                _fields[name] = bound;
                CheckDate(bound);
            }
        }

        Extras = [.. Mapping.Extras.Select(extra => (extra.Key, _indexes.Find(extra.Value, extra.Key, questions))).Where(static extra => extra.Item2 is not ColumnIndexes.NotThere)];
        FindIgnored();
    }

    private BoundField? Bound(string name, MappedField field, List<ImportQuestion> questions)
    {
        var places = field.Columns.Select(column => _indexes.Find(column, name, questions)).ToArray();
        string[] names = [.. field.Columns.Select(_indexes.NameOf)];
        return places.Contains(ColumnIndexes.NotThere) ? null : new(name, field, places, names.Length is 0 ? name : string.Join(" + ", names))
        {
            Names = names,
            Dates = DateForm.TryParse(field.Dates ?? Mapping.Dates, out var form) ? form : default,
            Decimal = DecimalSigns.TryParse(field.Decimals ?? Mapping.Decimals, out var sign) ? sign : DecimalSign.Unknown,
        };
    }

    private void FindIgnored()
    {
        var read = _fields.Values.SelectMany(static field => field.Columns).Concat(Extras.Select(static extra => extra.Column)).ToHashSet();
        Ignored = [.. _indexes.Names.Where((name, index) => name.Trim().Length > 0 && !read.Contains(index))];
    }

    private static void CheckDate(BoundField field)
    {
        if (ImportFields.Dates.Contains(field.Name) && field.Columns.Length is not (0 or 1 or 3))
        {
            throw new FormatException($"The mapping: {field.Name} has {field.Columns.Length} columns; a date has one, or three for year, month and day.");
        }
    }

    private void AskForRequired(IReadOnlyList<string> columns, List<ImportQuestion> questions)
    {
        foreach (var field in ImportFields.Required.Where(field => !_fields.ContainsKey(field) && questions.TrueForAll(question => question.Field != field)))
        {
            questions.Add(new()
            {
                Setting = "fields",
                Field = field,
                Problem = field switch
                {
                    ImportFields.Guest => "No column is known to say who booked (guest). Which does?",
                    ImportFields.City => "No column is known to say the city. Which does, or which city is it?",
                    _ => $"No column is known to say {field}. Which does?",
                },
                Choices = [.. columns.Where(static column => column.Trim().Length > 0)],
            });
        }
    }

    private void Show(string field, MappedField source) =>
        Mapping = Mapping.With(new() { Fields = new Dictionary<string, MappedField> { [field] = source } });
}

/// <summary>The positions of a file's columns, by their names.</summary>
internal sealed class ColumnIndexes(IReadOnlyList<string> names)
{
    public const int NotThere = -1;

    public IReadOnlyList<string> Names { get; } = names;

    public bool Has(string name) => PlacesOf(name).Length > 0;

    /// <summary>The column as the file names it.</summary>
    public string NameOf(string name) => PlacesOf(name) is [var place, ..] ? Names[place].Trim() : name;

    public int Find(string name, string field, List<ImportQuestion> questions)
    {
        var places = PlacesOf(name);
        if (places.Length is 1)
        {
            return places[0];
        }

        questions.Add(new()
        {
            Setting = "fields",
            Field = field,
            Column = name,
            Problem = places.Length is 0 ? $"The file has no column {name}, from which {field} is to be read. Which is it?" : $"The file names the column {name} twice, so that {field} could be either.",
            Choices = places.Length is 0 ? [.. Names.Where(static column => column.Trim().Length > 0)] : [],
        });
        return NotThere;
    }

    // A name matches exactly, or else without regard to case, blanks and signs.
    private int[] PlacesOf(string name)
    {
        var exact = Places(column => column.Trim() == name.Trim());
        return exact.Length > 0 ? exact : Places(column => ColumnNames.Key(column) == ColumnNames.Key(name));
    }

    private int[] Places(Func<string, bool> isIt) => [.. Enumerable.Range(0, Names.Count).Where(index => isIt(Names[index]))];
}
