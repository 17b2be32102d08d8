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

    /// <summary>Takes over guests' profiles, such as the Python module's, with the bookings that are in them.</summary>
    /// <param name="utf8Json">
    /// JSON lines, an array, an object with the list in it, or one with a profile under each id; read once to its end and not disposed of.
    /// Fields may be written in every form that Python, Firestore and this library have for them. A time without an offset is UTC.
    /// </param>
    /// <param name="cancellationToken">Cancels the import; what was recorded stays.</param>
    /// <returns>
    /// What became of each record, in order. What could not be read of one is named by its field, and the rest of it is taken; bookings
    /// without an id get one of guest, place and check-in; those that lack what every booking needs are kept in the profile's
    /// additional field <c>unread_bookings</c>. A profile that is there keeps what it says, and gets what it lacks.
    /// </returns>
    IAsyncEnumerable<RecordOutcome> ImportProfilesAsync(Stream utf8Json, CancellationToken cancellationToken = default);

    /// <summary>Takes over sessions, such as the Python module's, with their messages. Dates of the past are allowed.</summary>
    /// <param name="utf8Json"><inheritdoc cref="ImportProfilesAsync" path="/param[@name='utf8Json']"/></param>
    /// <param name="cancellationToken">Cancels the import; what was taken over stays.</param>
    /// <returns>
    /// What became of each record, in order. A session begins here now and lives as long as sessions here do, whenever it was to
    /// expire; when that was is kept in the additional fields <c>imported_created_at</c>, <c>imported_updated_at</c> and
    /// <c>imported_expires_at</c>, and slots that cannot be read in <c>unread_slots</c>. A live session of the same id stays as it is.
    /// </returns>
    IAsyncEnumerable<RecordOutcome> ImportSessionsAsync(Stream utf8Json, CancellationToken cancellationToken = default);
}
