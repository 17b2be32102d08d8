namespace HospitalityMemory.Import;

/// <summary>
/// Says which column of a file holds which field, and how it is written there. <c>mapping.json</c> holds a mapping. A preset is a mapping
/// with <see cref="Headers"/>, by which it is found.
/// </summary>
/// <remarks>
/// Immutable. A mapping may be partial: for fields that it does not name, the columns are found by their names, first by those of the
/// preset. A field that it names without a source is not looked for.
/// </remarks>
public sealed record BookingMapping
{
    /// <summary>The mapping's name in messages; null if it has none.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The columns by which a preset is found: a file that has all of them is of its kind. Empty for a mapping that is given by hand.
    /// </summary>
    public IReadOnlyList<string> Headers { get; init => field = value ?? []; } = [];

    /// <summary>The fields by their names in <see cref="ImportFields"/>.</summary>
    public IReadOnlyDictionary<string, MappedField> Fields { get; init => field = value ?? NoFields; } = NoFields;

    /// <summary>
    /// What else is kept with a booking, in <see cref="Booking.AdditionalFields"/>: the name there, and the column. Mind that these
    /// values are kept with the guest and exported with them.
    /// </summary>
    public IReadOnlyDictionary<string, string> Extras { get; init => field = value ?? NoExtras; } = NoExtras;

    /// <summary>
    /// The order of day, month and year for dates whose digits do not tell it: <c>dd/MM/yyyy</c>, <c>MM/dd/yyyy</c> or <c>yy-MM-dd</c>. The
    /// signs between the parts do not matter, nor does a time after them. <c>excel</c> stands for days counted from 1900, <c>unix</c> for
    /// seconds from 1970. Null finds the order in the file. Dates that begin with a year of four digits are always read.
    /// </summary>
    public string? Dates { get; init; }

    /// <summary>
    /// <c>comma</c> or <c>point</c>, for numbers such as 1.234 that can be read in two ways; null finds the sign in the file.
    /// </summary>
    public string? Decimals { get; init; }

    /// <summary>The currency of amounts that name none and have no column for it; null for the memory's default.</summary>
    public string? Currency { get; init; }

    /// <summary>The presets that come with the library.</summary>
    public static IReadOnlyList<BookingMapping> Presets => MappingPresets.All;

    private static IReadOnlyDictionary<string, MappedField> NoFields { get; } = new Dictionary<string, MappedField>();

    private static IReadOnlyDictionary<string, string> NoExtras { get; } = new Dictionary<string, string>();

    /// <summary>Reads a mapping from the JSON of <c>mapping.json</c>.</summary>
    /// <param name="json">The JSON; comments and trailing commas are allowed.</param>
    /// <returns>The mapping.</returns>
    /// <exception cref="FormatException">
    /// The JSON is broken, or a name or value in it is not known. The message says which, and what is allowed.
    /// </exception>
    public static BookingMapping FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return MappingJson.Read(json);
    }

    /// <summary>The mapping as JSON that <see cref="FromJson"/> reads.</summary>
    /// <returns>JSON text, indented.</returns>
    public string ToJson() => MappingJson.Write(this);

    /// <summary>Adds another mapping to this one. Where both say something, the other one takes precedence.</summary>
    /// <param name="other">The other mapping.</param>
    /// <returns>The combined mapping.</returns>
    public BookingMapping With(BookingMapping other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new()
        {
            Name = other.Name ?? Name,
            Headers = other.Headers.Count > 0 ? other.Headers : Headers,
            Fields = Merged(Fields, other.Fields),
            Extras = Merged(Extras, other.Extras),
            Dates = other.Dates ?? Dates,
            Decimals = other.Decimals ?? Decimals,
            Currency = other.Currency ?? Currency,
        };
    }

    private static Dictionary<string, T> Merged<T>(IReadOnlyDictionary<string, T> these, IReadOnlyDictionary<string, T> others)
    {
        var merged = new Dictionary<string, T>(these, StringComparer.Ordinal);
        foreach (var (name, value) in others)
        {
            merged[name] = value;
        }

        return merged;
    }
}
