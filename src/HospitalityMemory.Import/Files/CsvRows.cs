using System.Text;
using CsvHelper;

namespace HospitalityMemory.Import;

/// <summary>The rows of a file with separators.</summary>
internal sealed class CsvRows : IRowReader
{
    private readonly Queue<CsvMalformedRecord> _malformed = new();
    private readonly CsvReader _reader;
    private readonly CsvRow _row;
    private readonly MalformedRow _malformedRow = new();
    private readonly int _maxColumns;
    private readonly long _skippedLines;
    private bool _isRead;
    private bool _isMore;

    private CsvRows(Stream content, char separator, long skippedLines, BookingFileOptions options)
    {
        _maxColumns = options.MaxColumns;
        _skippedLines = skippedLines;
        _reader = CsvReader.Create(content, new CsvReaderOptions
        {
            Separator = separator,
            TrackLineNumbers = true,
            PoolStrings = true,
            MaxRecordSize = options.MaxRecordBytes,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = _malformed.Enqueue,
        });
        _row = new CsvRow(_reader, skippedLines, separator);
    }

    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>Reads the header.</summary>
    /// <exception cref="InvalidDataException">There is no header, or it cannot be read.</exception>
    public static async ValueTask<CsvRows> OpenAsync(
        Stream utf8, CsvForm form, BookingFileOptions options, CancellationToken cancellationToken)
    {
        var rows = new CsvRows(utf8, form.Separator, form.SkippedLines, options);
        try
        {
            await rows.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
            return rows;
        }
        catch
        {
            await rows.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask<FileRow?> ReadAsync(CancellationToken cancellationToken)
    {
        // Most reads are served from a buffer and do not look at the token.
        cancellationToken.ThrowIfCancellationRequested();
        if (!_isRead)
        {
            _isMore = await ReadRecordAsync(cancellationToken).ConfigureAwait(false);
            _isRead = true;
        }

        if (_malformed.TryDequeue(out var malformed))
        {
            return _malformedRow.Set(malformed, _skippedLines);
        }

        if (!_isMore)
        {
            return null;
        }

        _isRead = false;
        return _row.Refresh();
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private async ValueTask ReadHeaderAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CsvFormatException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }

        if (_reader.Headers.Count is 0)
        {
            throw new InvalidDataException("The file is empty; its first line must name the columns.");
        }

        if (_reader.Headers.Count > _maxColumns)
        {
            throw new InvalidDataException($"The file has {_reader.Headers.Count:N0} columns; at most {_maxColumns:N0} are read.");
        }

        Columns = [.. _reader.Headers.Select(Unmarked)];
    }

    private async ValueTask<bool> ReadRecordAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CsvFormatException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    /// <summary>A field without the byte order mark of a file that was put behind another one.</summary>
    private static string Unmarked(string field) => field.StartsWith('\uFEFF') ? field.TrimStart('\uFEFF') : field;

    private sealed class CsvRow(CsvReader reader, long skippedLines, char separator) : FileRow
    {
        /// <summary>The row as it stands in the file, with as many separators as the header has.</summary>
        public override string Raw
        {
            get
            {
                var raw = Encoding.UTF8.GetString(reader.RawRecord);
                var missing = reader.Headers.Count - reader.FieldCount;
                return missing >= 0 ? raw + new string(separator, missing) : Malformed is null ? WithoutLast(raw, -missing) : raw;
            }
        }

        public override string Text(int column) => Unmarked(reader.GetString(column));

        public CsvRow Refresh()
        {
            Line = reader.LineNumber + skippedLines;
            Malformed = HasSurplus() ? "it has more fields than the header" : null;
            return this;
        }

        // Some systems end each row with a separator, but not the header. Others leave out the last separators if the fields are empty.
        private bool HasSurplus()
        {
            for (var i = reader.Headers.Count; i < reader.FieldCount; i++)
            {
                if (!string.IsNullOrWhiteSpace(Text(i)))
                {
                    return true;
                }
            }

            return false;
        }

        private string WithoutLast(string raw, int fields)
        {
            for (; fields > 0 && raw.TrimEnd(' ') is [.. var rest, var last] && last == separator; fields--)
            {
                raw = rest;
            }

            return raw;
        }
    }

    private sealed class MalformedRow : FileRow
    {
        private string _raw = "";

        public override string Raw => _raw;

        public override string Text(int column) => "";

        public MalformedRow Set(CsvMalformedRecord record, long skippedLines)
        {
            Line = record.LineNumber + skippedLines;
            _raw = record.RawRecord;
            Malformed = Describe(record);
            return this;
        }

        private static string Describe(CsvMalformedRecord record)
        {
            // A quote that is not closed swallows the lines up to the next quote. The problem says how many.
            var lines = record.RawRecord.Count(character => character is '\n');
            return Describe(record.Reason)
                + (lines is 0 ? "" : lines is 1 ? ", and takes 1 more line with it" : $", and takes {lines:N0} more lines with it");
        }

        private static string Describe(CsvMalformedReason reason) => reason switch
        {
            CsvMalformedReason.StrayQuote => "a quote stands inside a field that is not quoted",
            CsvMalformedReason.TextAfterClosingQuote => "text follows a closing quote",
            CsvMalformedReason.UnterminatedQuote => "a quote is not closed",
            _ => "it is not well formed",
        };
    }
}

/// <summary>The separator of a file's fields, and how many lines stand before its header.</summary>
internal readonly record struct CsvForm(char Separator, long SkippedLines)
{
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <summary>The separator in a first line such as Excel's "sep=;", which is no header; null if the line is none.</summary>
    public static char? Stated(string firstLine) =>
        firstLine.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && firstLine.Length is 5 && firstLine[4] < 0x80 ? firstLine[4] : null;

    /// <summary>
    /// The separator that stands most often in the header, outside of quotes. Only the header is looked at: lists within fields have
    /// separators of their own.
    /// </summary>
    public static char Of(string header)
    {
        var counts = new int[Separators.Length];
        var isQuoted = false;
        foreach (var letter in header)
        {
            isQuoted ^= letter is '"';
            if (!isQuoted && Array.IndexOf(Separators, letter) is var index and >= 0)
            {
                counts[index]++;
            }
        }

        return Separators[Array.IndexOf(counts, counts.Max())];
    }
}
