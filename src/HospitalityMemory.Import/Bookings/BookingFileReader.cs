using System.Runtime.CompilerServices;

namespace HospitalityMemory.Import;

/// <summary>
/// Reads bookings from a file that another system wrote: CSV, JSON or JSON lines, plain, gzip or zip. Opening reads the whole file once to
/// see how it is written. What the file does not show is asked for, never guessed.
/// </summary>
/// <remarks>
/// A file of any size takes the memory of one row. Nothing is written anywhere. Not thread safe, except that <see cref="Position"/> may be
/// read while rows are read.
/// </remarks>
public sealed class BookingFileReader
{
    private readonly BookingFile _file;
    private readonly BookingFileOptions _options;
    private readonly FileForm _form;
    private readonly BoundMapping _mapping;
    private FileContent? _reading;
    private long _position;

    private BookingFileReader(BookingFile file, BookingFileOptions options, FileStudy study)
    {
        (_file, _options, _form, _mapping) = (file, options, study.Form, study.Mapping);
        (Rows, Columns, Notes, Length, Packing) = (study.Rows, study.Columns, study.Notes, study.Length, study.Packing);
    }

    /// <summary>The kind of file: <c>CSV</c>, <c>JSON</c> or <c>JSON lines</c>.</summary>
    public string Kind => _form.Kind switch
    {
        FileKind.Csv => "CSV",
        FileKind.JsonLines => "JSON lines",
        _ => "JSON",
    };

    /// <summary>The separator of its fields; null for JSON.</summary>
    public char? Separator => _form.Kind is FileKind.Csv ? _form.Csv.Separator : null;

    /// <summary>Its encoding, such as <c>UTF-8</c>.</summary>
    public string Encoding => _form.Text.Name;

    /// <summary><c>gzip</c> or <c>zip</c>; null for a plain file.</summary>
    public string? Packing { get; }

    /// <summary>Its columns, as it names them.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The columns from which nothing is read.</summary>
    public IReadOnlyList<string> IgnoredColumns => _mapping.Ignored;

    /// <summary>The number of its rows, good and bad, as far as the file can be read.</summary>
    public long Rows { get; }

    /// <summary>The preset that matched the file; null if none did.</summary>
    public string? Preset => _mapping.Preset;

    /// <summary>
    /// The whole mapping: what was given, what was found, and what the rows have shown. Stored as <c>mapping.json</c>, it can read the file
    /// again.
    /// </summary>
    public BookingMapping Mapping => _mapping.Mapping;

    /// <summary>What a person should know about how the file is read. Each note is a sentence.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The size of the file as it is stored, in bytes.</summary>
    public long Length { get; }

    /// <summary>How much of <see cref="Length"/> has been read.</summary>
    public long Position => _reading?.Position ?? _position;

    /// <summary>Looks at a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">What is known of the file.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The reader.</returns>
    /// <exception cref="ImportQuestionException">Something must be answered first. The exception names all of it.</exception>
    /// <exception cref="InvalidDataException">The file is empty, or too damaged to read anything of it.</exception>
    /// <exception cref="FormatException">The mapping contradicts itself.</exception>
    /// <exception cref="ArgumentException">An option is not allowed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async ValueTask<BookingFileReader> OpenAsync(
        BookingFile file, BookingFileOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        return new(file, options, await FileStudy.OfAsync(file, options, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Streams the rows in their order. Each call starts at the beginning. The bookings name this file as their origin.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>What was read of each row. A bad row does not stop the reading of the others.</returns>
    /// <exception cref="InvalidDataException">The file is damaged from here on. The rows that were read before are valid.</exception>
    public async IAsyncEnumerable<ImportedBooking> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var content = FileContent.Open(_file, _options);
        await using (content.ConfigureAwait(false))
        {
            var rows = await _form.OpenRowsAsync(content.Content, _options, cancellationToken).ConfigureAwait(false);
            await using (rows.ConfigureAwait(false))
            {
                _reading = content;
                try
                {
                    var origin = new Origin { Kind = OriginKind.Import, Name = Identifier.NameProblem(_file.Name) is null ? _file.Name : null };
                    var bookings = new BookingRows(_mapping, _options.GuestHashKey, origin);
                    while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false) is { } row)
                    {
                        yield return bookings.Read(row);
                    }
                }
                finally
                {
                    _position = content.Position;
                    _reading = null;
                }
            }
        }
    }
}
