using HospitalityMemory.Stores;

namespace HospitalityMemory.Import;

/// <summary>The importer's entry points.</summary>
/// <param name="memory">The memory that records bookings; it may be the host's.</param>
/// <param name="profiles">The library's memory, which writes profiles.</param>
/// <param name="store">The store of that memory.</param>
/// <param name="adopter">Takes over sessions.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="defaultCurrency">The currency of a price that names none.</param>
internal sealed class MemoryImporter(
    ILongTermMemory memory, LongTermMemory profiles, IProfileStore store, SessionAdopter adopter, TimeProvider timeProvider, string defaultCurrency) : IMemoryImporter
{
    private const int RowsOfPart = 2_048;

    /// <summary>
    /// A part has fewer records than rows: a profile may have a thousand bookings, and a session a conversation of any length.
    /// </summary>
    private const int RecordsOfPart = 64;

    public IAsyncEnumerable<BookingOutcome> ImportBookingsAsync(
        IAsyncEnumerable<ImportedBooking> bookings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bookings);
        return RowParts.RunAsync<ImportedBooking, BookingOutcome>(bookings, RowsOfPart, new BookingWriter(memory).WriteAsync, cancellationToken);
    }

    public IAsyncEnumerable<BookingOutcome> CompareBookingsAsync(
        IAsyncEnumerable<ImportedBooking> bookings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bookings);
        return RowParts.RunAsync<ImportedBooking, BookingOutcome>(bookings, RowsOfPart, new BookingComparer(memory, defaultCurrency).CompareAsync, cancellationToken);
    }

    public IAsyncEnumerable<RecordOutcome> ImportProfilesAsync(Stream utf8Json, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(utf8Json);
        return RowParts.RunAsync<JsonRecord, RecordOutcome>(
            JsonRecords.ReadAsync(utf8Json, ProfileRecord.IdName, cancellationToken),
            RecordsOfPart,
            new ProfileRecordWriter(memory, profiles, store, timeProvider).WriteAsync,
            cancellationToken);
    }

    public IAsyncEnumerable<RecordOutcome> ImportSessionsAsync(Stream utf8Json, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(utf8Json);
        return RowParts.RunAsync<JsonRecord, RecordOutcome>(
            JsonRecords.ReadAsync(utf8Json, SessionRecord.IdName, cancellationToken),
            RecordsOfPart,
            new SessionRecordWriter(adopter, timeProvider, defaultCurrency).WriteAsync,
            cancellationToken);
    }
}
