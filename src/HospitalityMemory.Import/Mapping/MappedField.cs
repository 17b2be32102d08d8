namespace HospitalityMemory.Import;

/// <summary>The source of a booking's field, and how it is written there. Immutable.</summary>
public sealed record MappedField
{
    /// <summary>
    /// The columns by their names in the file. With several columns, a guest is made of all of them together, a number is their sum, a date
    /// consists of year, month and day, amenities are those of all columns, and any other field is the first one that says something.
    /// </summary>
    public IReadOnlyList<string> Columns { get; init => field = value ?? []; } = [];

    /// <summary>The same value for every row. If there are columns too, it is for the rows in which they say nothing.</summary>
    public string? Value { get; init; }

    /// <summary>
    /// What a word in the columns stands for, without regard to case and to blanks around it: a city by the name of the property, or a
    /// status by the system's word (<c>booked</c>, <c>cancelled</c>, <c>no_show</c>, or <c>ignore</c> for a row that is no booking). A city
    /// that is looked up must be among the values; other fields keep words that are not.
    /// </summary>
    public IReadOnlyDictionary<string, string> Values { get; init => field = value ?? Nothing; } = Nothing;

    /// <summary>
    /// For a guest: whether the id is a hash of what the columns say (<see cref="GuestHash"/>). It must be one if they hold personal data.
    /// </summary>
    public bool Hash { get; init; }

    /// <summary>For a guest: whether each row is a guest of its own, for files that do not say who booked.</summary>
    public bool EachRow { get; init; }

    /// <summary>How dates are written, as for <see cref="BookingMapping.Dates"/>; null for the mapping's own setting.</summary>
    public string? Dates { get; init; }

    /// <summary>The decimal sign, as for <see cref="BookingMapping.Decimals"/>; null for the mapping's own setting.</summary>
    public string? Decimals { get; init; }

    /// <summary>For a rating: the best rating of its scale, such as 10; null for 5.</summary>
    public decimal? Scale { get; init; }

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();

    /// <summary>A field that is read from columns.</summary>
    /// <param name="columns">The columns' names.</param>
    /// <returns>The field.</returns>
    public static MappedField Of(params IReadOnlyList<string> columns) => new() { Columns = columns };

    /// <summary>A field that is the same in every row.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The field.</returns>
    public static MappedField Constant(string value) => new() { Value = value };

    /// <summary>Whether the field has no source. It is then not looked for either.</summary>
    internal bool IsNowhere => Columns.Count is 0 && Value is null && !EachRow;
}
