namespace HospitalityMemory.Import;

/// <summary>
/// Takes over what another system knew. <c>services.AddHospitalityMemory().AddImport()</c> registers it. For a memory with a service key it
/// is registered under that key.
/// </summary>
/// <remarks>
/// <para>Thread safe. Everything is a stream: the input is read and written in parts, and the outcome of each record comes out. Nothing
/// happens before the outcomes are read. If the reading stops early, records whose outcome was not read may have been written or
/// not.</para>
/// <para>A repeated import changes only what has changed: start an import that was broken off again to resume it. If the store cannot
/// serve, the reading ends with the memory's exceptions, after the outcomes of what was written.</para>
/// </remarks>
public interface IMemoryImporter
{
    /// <summary>Records bookings, many guests at once. The bookings of one guest are recorded in the order in which they come.</summary>
    /// <param name="bookings">
    /// The bookings, for example from <see cref="BookingFileReader.ReadAsync"/>. Refused rows are passed through.
    /// </param>
    /// <param name="cancellationToken">Cancels the import. What was recorded stays, and its outcomes come before the reading ends.</param>
    /// <returns>The outcome of each booking, in the order in which they came.</returns>
    IAsyncEnumerable<BookingOutcome> ImportBookingsAsync(IAsyncEnumerable<ImportedBooking> bookings, CancellationToken cancellationToken = default);

    /// <summary>Says what an import would do, and writes nothing.</summary>
    /// <param name="bookings"><inheritdoc cref="ImportBookingsAsync" path="/param[@name='bookings']"/></param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>
    /// What an import would do with each booking. A row that repeats one from more than 2,048 rows before counts as merged, whether it
    /// would change the booking or not.
    /// </returns>
    IAsyncEnumerable<BookingOutcome> CompareBookingsAsync(IAsyncEnumerable<ImportedBooking> bookings, CancellationToken cancellationToken = default);

    /// <summary>Takes over guests' profiles, such as the Python module's, with the bookings that are in them.</summary>
    /// <param name="utf8Json">
    /// JSON lines, an array, an object with the list in it, or an object with a profile under each id. The stream is read once to its end
    /// and not disposed of. Fields may be written in every form that Python, Firestore and this library have for them. A time without an
    /// offset is UTC.
    /// </param>
    /// <param name="cancellationToken">Cancels the import. What was recorded stays.</param>
    /// <returns>
    /// The outcome of each record, in order. A field that cannot be read is named, and the rest of the record is taken. A booking without
    /// an id gets one made of guest, place and check-in. Bookings that lack what every booking needs are kept in the profile's additional
    /// field <c>unread_bookings</c>. An existing profile keeps what it says, and gets what it lacks.
    /// </returns>
    IAsyncEnumerable<RecordOutcome> ImportProfilesAsync(Stream utf8Json, CancellationToken cancellationToken = default);

    /// <summary>Takes over sessions, such as the Python module's, with their messages. Dates of the past are allowed.</summary>
    /// <param name="utf8Json"><inheritdoc cref="ImportProfilesAsync" path="/param[@name='utf8Json']"/></param>
    /// <param name="cancellationToken">Cancels the import. What was taken over stays.</param>
    /// <returns>
    /// The outcome of each record, in order. A session begins here now and lives as long as sessions here do, whatever its former expiry
    /// was. Its former times are kept in the additional fields <c>imported_created_at</c>, <c>imported_updated_at</c> and
    /// <c>imported_expires_at</c>, and slots that cannot be read in <c>unread_slots</c>. A live session with the same id stays as it is.
    /// </returns>
    IAsyncEnumerable<RecordOutcome> ImportSessionsAsync(Stream utf8Json, CancellationToken cancellationToken = default);
}
