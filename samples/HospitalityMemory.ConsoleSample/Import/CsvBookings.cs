using System.Runtime.CompilerServices;
using CsvHelper;
using HospitalityMemory.ConsoleSample.Commands;

namespace HospitalityMemory.ConsoleSample.Import;

/// <summary>Reads bookings from CSV, row by row: a file of any size takes the room of one row.</summary>
/// <remarks>Checks the form of a row only. Whether a booking makes sense is the library's to say when it is recorded.</remarks>
internal sealed class CsvBookings : IAsyncDisposable
{
    private const int MaxRowBytes = 16 * 1024 * 1024;

    private readonly Queue<BadRow> _malformed = new();
    private readonly CsvReader _reader;
    private CsvColumns _columns = null!;

    private CsvBookings(Stream stream) => _reader = CsvReader.Create(stream, new CsvReaderOptions
    {
        // Detection would be misled by the ";" between amenities.
        Separator = ',',
        TrackLineNumbers = true,
        PoolStrings = true,
        MaxRecordSize = MaxRowBytes,
        MalformedData = CsvMalformedDataHandling.Skip,
        FieldCountMismatch = CsvFieldCountHandling.Skip,
        OnMalformedRecord = record => _malformed.Enqueue(new BadRow(record.LineNumber, Describe(record))),
    });

    public IReadOnlyList<string> IgnoredColumns => _columns.Ignored;

    /// <summary>Reads the header.</summary>
    /// <exception cref="UserErrorException">There is no header, or it lacks a required column.</exception>
    public static async Task<CsvBookings> OpenAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        var bookings = new CsvBookings(stream);
        try
        {
            await bookings.ReadHeaderAsync(cancellationToken);
            return bookings;
        }
        catch
        {
            await bookings.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads the rows; a bad one does not keep the rest from being read.</summary>
    public async IAsyncEnumerable<RowResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var isMore = true;
        while (isMore)
        {
            // Most reads are served from a buffer, and do not look at the token.
            cancellationToken.ThrowIfCancellationRequested();
            isMore = await ReadRecordAsync(cancellationToken);
            while (_malformed.TryDequeue(out var malformed))
            {
                yield return malformed;
            }

            if (isMore)
            {
                yield return ReadRow();
            }
        }
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private async Task ReadHeaderAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _reader.ReadHeaderAsync(cancellationToken);
        }
        catch (CsvFormatException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }

        if (_reader.Headers.Count is 0)
        {
            throw new UserErrorException("The file is empty; its first line must name the columns.");
        }

        _columns = new CsvColumns([.. _reader.Headers]);
    }

    private async Task<bool> ReadRecordAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadAsync(cancellationToken);
        }
        catch (CsvFormatException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    private RowResult ReadRow()
    {
        var fields = new CsvFields(_reader, _columns);
        var userId = fields.Required(CsvColumns.UserId);
        var booking = new Booking
        {
            BookingId = fields.Required(CsvColumns.StayId),
            City = fields.Required(CsvColumns.City),
            CheckIn = fields.RequiredDate(CsvColumns.CheckIn),
            Status = fields.Status(CsvColumns.Status),
        };
        var notes = new List<BookingProblem>();
        foreach (var (column, field) in CsvColumns.Dispensable)
        {
            if (fields.Text(column) is { } text)
            {
                booking = BookingFields.With(booking, field, text, notes);
            }
        }

        return fields.Problems is []
            ? new GoodRow(_reader.LineNumber, userId, booking) { Notes = notes }
            : new BadRow(_reader.LineNumber, string.Join("; ", fields.Problems));
    }

    private static string Describe(CsvMalformedRecord record)
    {
        // A quote that is not closed takes the lines up to the next quote with it; better said than lost.
        var lines = record.RawRecord.Count(character => character is '\n');
        return Describe(record.Reason) + (lines > 0 ? $", and takes {Words.Count(lines, "more line")} with it" : "");
    }

    private static string Describe(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.FieldCountMismatch => "it has more or fewer fields than the header",
        CsvMalformedReason.StrayQuote => "a quote stands inside a field that is not quoted",
        CsvMalformedReason.TextAfterClosingQuote => "text follows a closing quote",
        CsvMalformedReason.UnterminatedQuote => "a quote is not closed",
        _ => "it is not well formed",
    };
}
