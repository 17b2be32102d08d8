namespace HospitalityMemory.Import;

/// <summary>How a file is read. Immutable.</summary>
public sealed record BookingFileOptions
{
    internal const int DefaultMaxRecordBytes = 16 << 20;

    /// <summary>What is known of the file beforehand. The rest is found in the file, or asked for if the file does not show it.</summary>
    public BookingMapping Mapping { get; init => field = value ?? new(); } = new();

    /// <summary>The presets to look through. By default they are those of the library, and others can be added.</summary>
    public IReadOnlyList<BookingMapping> Presets { get; init => field = value ?? []; } = BookingMapping.Presets;

    /// <summary>
    /// The encoding, such as <c>windows-1252</c>. Null finds it: UTF-16 by its first bytes, else UTF-8, or Windows-1252 if the file cannot
    /// be UTF-8.
    /// </summary>
    public string? Encoding { get; init; }

    /// <summary>What separates the fields of CSV, an ASCII character; null to find it.</summary>
    public char? Separator { get; init; }

    /// <summary>Which file of a zip file is read; null if it has only one.</summary>
    public string? Entry { get; init; }

    /// <summary>Whether guests' ids are hashed (<see cref="GuestHash"/>), whatever the mapping says.</summary>
    public bool HashGuests { get; init; }

    /// <summary>
    /// The secret key of the guests' hashes. Without one, which null means, anyone who knows a name or an address can compute its hash.
    /// </summary>
    public string? GuestHashKey { get; init; }

    /// <summary>
    /// The memory's default currency, only to name it where the file has amounts without any; null if it is not known here. To read such
    /// amounts in another currency, set <see cref="BookingMapping.Currency"/>.
    /// </summary>
    public string? DefaultCurrency { get; init; }

    /// <summary>The largest row or record, in bytes of UTF-8; 16 MiB by default.</summary>
    public int MaxRecordBytes { get; init; } = DefaultMaxRecordBytes;

    /// <summary>The largest number of columns; 1,000 by default.</summary>
    public int MaxColumns { get; init; } = 1_000;

    /// <summary>
    /// The largest size of the whole file in bytes, unpacked; 64 GiB by default. A packed file of more than 256 MiB unpacked may have at
    /// most 300 times its packed size.
    /// </summary>
    public long MaxBytes { get; init; } = 64L << 30;

    private bool IsSeparatorAllowed => Separator is not { } separator || (separator < 0x80 && separator is not ('"' or '\r' or '\n'));

    private bool AreFormsKnown =>
        (Mapping.Dates is not { } dates || DateForm.TryParse(dates, out _)) && (Mapping.Decimals is not { } sign || DecimalSigns.TryParse(sign, out _));

    /// <exception cref="ArgumentException">An option is not allowed.</exception>
    internal void ThrowIfInvalid()
    {
        const int LeastRecordBytes = 256;
        var problem = MaxRecordBytes < LeastRecordBytes || Math.Min(MaxColumns, MaxBytes) < 1
            ? $"{nameof(MaxRecordBytes)} is at least {LeastRecordBytes}, {nameof(MaxColumns)} and {nameof(MaxBytes)} at least 1."
            : !IsSeparatorAllowed ? $"{nameof(Separator)} must be an ASCII character other than a quotation mark or the end of a line."
            : Encoding is not null && FileText.Named(Encoding) is null
                ? $"{nameof(Encoding)} is '{Encoding}', which is not known; utf-8, utf-16 and windows-1252 are, for example."
            : !AreFormsKnown ? $"Of the forms of dates {DateForm.Allowed}; of decimal signs {DecimalSigns.Allowed}."
            : null;
        if (problem is not null)
        {
            throw new ArgumentException(problem);
        }
    }
}
