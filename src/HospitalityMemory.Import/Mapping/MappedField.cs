namespace HospitalityMemory.Import;

/// <summary>Where a field of a booking comes from, and how it is written there. Immutable.</summary>
public sealed record MappedField
{
    /// <summary>
    /// The columns by their names in the file. Of several, a guest is all of them together, a number is their sum, a date is year,
    /// month and day, amenities are those of all, and anything else is the first that says something.
    /// </summary>
    public IReadOnlyList<string> Columns { get; init => field = value ?? []; } = [];

    /// <summary>The same value for every row; where there are columns, for the rows in which they say nothing.</summary>
    public string? Value { get; init; }

    /// <summary>
    /// What a word of the columns stands for, without regard to case and blanks around it: a city by the name of the property, a
    /// status by the word of the system (<c>booked</c>, <c>cancelled</c>, <c>no_show</c>, or <c>ignore</c> for what is no booking). A
    /// city that is looked up must be in it; other fields keep words that are not.
    /// </summary>
    public IReadOnlyDictionary<string, string> Values { get; init => field = value ?? Nothing; } = Nothing;

    /// <summary>
    /// Of a guest: whether its id is a hash of what the columns say (<see cref="GuestHash"/>), as it must be where they hold personal data.
    /// </summary>
    public bool Hash { get; init; }

    /// <summary>Of a guest: whether each row is a guest of its own, for files that do not say who booked.</summary>
    public bool EachRow { get; init; }

    /// <summary>How dates are written, as for <see cref="BookingMapping.Dates"/>; null for what the mapping says.</summary>
    public string? Dates { get; init; }

    /// <summary>The decimal sign, as for <see cref="BookingMapping.Decimals"/>; null for what the mapping says.</summary>
    public string? Decimals { get; init; }

    /// <summary>Of a rating: what the best is called, such as 10; null for 5.</summary>
    public decimal? Scale { get; init; }

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();

    /// <summary>A field that some columns have.</summary>
    /// <param name="columns">The columns' names.</param>
    /// <returns>The field.</returns>
    public static MappedField Of(params IReadOnlyList<string> columns) => new() { Columns = columns };

    /// <summary>A field that is the same in every row.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The field.</returns>
    public static MappedField Constant(string value) => new() { Value = value };

    /// <summary>Whether it comes from nowhere: then it is not looked for either.</summary>
    internal bool IsNowhere => Columns.Count is 0 && Value is null && !EachRow;
}
