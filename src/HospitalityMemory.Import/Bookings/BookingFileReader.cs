using System.Runtime.CompilerServices;

namespace HospitalityMemory.Import;

/// <summary>
/// Reads bookings from a file that another system wrote: CSV, JSON or JSON lines, plain, gzip or zip. Opening it reads all of it once,
/// to see how it is written; what cannot be seen is asked for, never guessed.
/// </summary>
/// <remarks>
/// A file of any size takes the room of one row. Nothing is written anywhere. Not thread safe, save that <see cref="Position"/> may be
/// read while rows are.
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

    /// <summary>What the file is: <c>CSV</c>, <c>JSON</c> or <c>JSON lines</c>.</summary>
    public string Kind => _form.Kind switch
    {
        FileKind.Csv => "CSV",
        FileKind.JsonLines => "JSON lines",
        _ => "JSON",
    };

    /// <summary>What separates its fields; null for JSON.</summary>
    public char? Separator => _form.Kind is FileKind.Csv ? _form.Csv.Separator : null;

    /// <summary>Its encoding, such as <c>UTF-8</c>.</summary>
    public string Encoding => _form.Text.Name;

    /// <summary><c>gzip</c> or <c>zip</c>; null for a plain file.</summary>
    public string? Packing { get; }

    /// <summary>Its columns, as it names them.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Those of them that nothing is read from.</summary>
    public IReadOnlyList<string> IgnoredColumns => _mapping.Ignored;

    /// <summary>How many rows it has, good and bad, as far as it can be read.</summary>
    public long Rows { get; }

    /// <summary>The preset by which it was recognised; null for none.</summary>
    public string? Preset => _mapping.Preset;

    /// <summary>The whole mapping: what was given, what was found, and what the rows have shown. Kept as <c>mapping.json</c>, it reads the file again.</summary>
    public BookingMapping Mapping => _mapping.Mapping;

    /// <summary>What a person should know of how the file is read, each a sentence.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The size of the file as it lies there, in bytes.</summary>
    public long Length { get; }

    /// <summary>How much of <see cref="Length"/> has been read.</summary>
    public long Position => _reading?.Position ?? _position;

    /// <summary>Looks at a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">What is known of it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The reader.</returns>
    /// <exception cref="ImportQuestionException">Something has to be said first; names all of it.</exception>
    /// <exception cref="InvalidDataException">The file is empty, or is damaged so that nothing of it can be read.</exception>
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

    /// <summary>Streams the rows, in their order. Called again, it begins again. Bookings say that they come from this file.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>What each row is; a bad one does not keep the rest from being read.</returns>
    /// <exception cref="InvalidDataException">The file is damaged from here on; what was read before stands.</exception>
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
