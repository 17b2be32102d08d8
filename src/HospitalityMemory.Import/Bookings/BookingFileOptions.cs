namespace HospitalityMemory.Import;

/// <summary>How a file is read. Immutable.</summary>
public sealed record BookingFileOptions
{
    internal const int DefaultMaxRecordBytes = 16 << 20;

    /// <summary>What is known of the file beforehand; what it does not say is found in the file, and asked for where it is not there.</summary>
    public BookingMapping Mapping { get; init => field = value ?? new(); } = new();

    /// <summary>The presets that are looked through; by default those of the library, to which others can be added.</summary>
    public IReadOnlyList<BookingMapping> Presets { get; init => field = value ?? []; } = BookingMapping.Presets;

    /// <summary>
    /// The encoding, such as <c>windows-1252</c>; null to find it: UTF-16 by its first bytes, UTF-8, and Windows-1252 where UTF-8 it cannot be.
    /// </summary>
    public string? Encoding { get; init; }

    /// <summary>What separates the fields of CSV, an ASCII character; null to find it.</summary>
    public char? Separator { get; init; }

    /// <summary>Which file of a zip file is read; null where it has one.</summary>
    public string? Entry { get; init; }

    /// <summary>Whether ids of guests are hashes (<see cref="GuestHash"/>) whatever the mapping says.</summary>
    public bool HashGuests { get; init; }

    /// <summary>The secret that goes into the hashes of guests; null for none, with which whoever knows a name or an address can compute its hash.</summary>
    public string? GuestHashKey { get; init; }

    /// <summary>The most bytes of one row or record, as UTF-8; 16 MiB by default.</summary>
    public int MaxRecordBytes { get; init; } = DefaultMaxRecordBytes;

    /// <summary>The most columns; 1,000 by default.</summary>
    public int MaxColumns { get; init; } = 1_000;

    /// <summary>
    /// The most bytes of the whole file, unpacked; 64 GiB by default. A packed file of over 256 MiB unpacked has at most 300 times its size.
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
