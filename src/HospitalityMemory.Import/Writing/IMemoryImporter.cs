namespace HospitalityMemory.Import;

/// <summary>
/// Takes over what another system knew. <c>services.AddHospitalityMemory().AddImport()</c> registers it; of a memory with a service
/// key it has that key.
/// </summary>
/// <remarks>
/// <para>Thread safe. Everything is a stream: what comes in is read as it is written, in parts, and what became of each record comes
/// out. Nothing happens before the outcomes are read, and what was not yet read of them when reading stops may be written or not.</para>
/// <para>What is imported again changes only what changed: an import that was broken off is resumed by starting it again. Reading ends
/// with the memory's exceptions where its store cannot serve, after the outcomes of what was written.</para>
/// </remarks>
public interface IMemoryImporter
{
    /// <summary>Records bookings, many guests at once and each guest's in the order in which they come.</summary>
    /// <param name="bookings">The bookings, such as of <see cref="BookingFileReader.ReadAsync"/>; refused rows are passed through.</param>
    /// <param name="cancellationToken">Cancels the import; what was recorded stays, and is told before the reading ends.</param>
    /// <returns>What became of each, in the order in which they came.</returns>
    IAsyncEnumerable<BookingOutcome> ImportBookingsAsync(IAsyncEnumerable<ImportedBooking> bookings, CancellationToken cancellationToken = default);

    /// <summary>Says what an import would do, and writes nothing.</summary>
    /// <param name="bookings"><inheritdoc cref="ImportBookingsAsync" path="/param[@name='bookings']"/></param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>
    /// What would become of each. A row that repeats one of over 2,048 rows before counts as merged, whether it would change it or not.
    /// </returns>
    IAsyncEnumerable<BookingOutcome> CompareBookingsAsync(IAsyncEnumerable<ImportedBooking> bookings, CancellationToken cancellationToken = default);
}
