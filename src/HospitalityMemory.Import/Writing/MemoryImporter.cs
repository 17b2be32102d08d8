namespace HospitalityMemory.Import;

/// <summary>The face of the importer.</summary>
internal sealed class MemoryImporter(ILongTermMemory memory, string defaultCurrency) : IMemoryImporter
{
    public IAsyncEnumerable<BookingOutcome> ImportBookingsAsync(
        IAsyncEnumerable<ImportedBooking> bookings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bookings);
        return RowParts.RunAsync<ImportedBooking, BookingOutcome>(bookings, new BookingWriter(memory).WriteAsync, cancellationToken);
    }

    public IAsyncEnumerable<BookingOutcome> CompareBookingsAsync(
        IAsyncEnumerable<ImportedBooking> bookings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bookings);
        return RowParts.RunAsync<ImportedBooking, BookingOutcome>(bookings, new BookingComparer(memory, defaultCurrency).CompareAsync, cancellationToken);
    }
}
