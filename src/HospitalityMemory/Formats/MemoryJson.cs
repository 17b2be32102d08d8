using System.Buffers;
using System.Text.Json.Serialization.Metadata;

namespace HospitalityMemory.Stores;

/// <summary>
/// Writes and reads what stores keep, as the JSON that docs/json.md documents: snake_case, UTF-8, times in UTC, unknown
/// fields kept.
/// </summary>
/// <remarks>
/// Thread safe. Reading throws only <see cref="SchemaVersionException"/>, for JSON of a newer schema, and
/// <see cref="CorruptDataException"/>, for JSON that is broken or fits no schema.
/// </remarks>
public static class MemoryJson
{
    /// <summary>The schema that this version writes, and the newest that it reads.</summary>
    public const int SchemaVersion = 1;

    /// <summary>
    /// Metadata of Session, SessionInfo, SessionPage (written only), SessionMessage, MessageRole, BookingSlots, Booking,
    /// UserProfile and JsonFields: with it, System.Text.Json writes and reads them as the documented JSON, without
    /// reflection. It says nothing of other types. <see cref="HospitalityMemoryJsonExtensions.AddHospitalityMemory"/> adds it to options.
    /// </summary>
    public static IJsonTypeInfoResolver TypeInfoResolver => MemoryTypeInfoResolver.Instance;

    /// <summary>Writes a session with its messages.</summary>
    /// <param name="session">The session.</param>
    /// <param name="writer">Where to write.</param>
    public static void WriteSession(Session session, IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(session);
        StoredJson.Write(SessionJson.FromWhole(session), MemoryJsonContext.Default.SessionJson, writer);
    }

    /// <summary>Writes a session without its messages, for a store that keeps messages separately.</summary>
    /// <param name="session">The session.</param>
    /// <param name="writer">Where to write.</param>
    public static void WriteSessionState(SessionInfo session, IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(session);
        StoredJson.Write(SessionJson.From(session), MemoryJsonContext.Default.SessionJson, writer);
    }

    /// <summary>Reads what <see cref="WriteSessionState"/> wrote.</summary>
    /// <param name="utf8Json">The JSON.</param>
    /// <returns>The session without messages.</returns>
    public static SessionInfo ReadSessionState(ReadOnlySpan<byte> utf8Json) =>
        StoredJson.Read(utf8Json, MemoryJsonContext.Default.SessionJson, static stored => stored.ToInfo(), StoredDataKind.Session);

    /// <summary>Reads a session, with messages where the JSON has them.</summary>
    /// <param name="utf8Json">The JSON.</param>
    /// <returns>The session.</returns>
    public static Session ReadSession(ReadOnlySpan<byte> utf8Json) =>
        StoredJson.Read(utf8Json, MemoryJsonContext.Default.SessionJson, static stored => stored.ToRecord(), StoredDataKind.Session);

    /// <summary>Writes a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="writer">Where to write.</param>
    public static void WriteMessage(SessionMessage message, IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(message);
        StoredJson.Write(MessageJson.From(message), MemoryJsonContext.Default.MessageJson, writer);
    }

    /// <summary>Reads a message.</summary>
    /// <param name="utf8Json">The JSON.</param>
    /// <returns>The message.</returns>
    public static SessionMessage ReadMessage(ReadOnlySpan<byte> utf8Json) =>
        StoredJson.Read(utf8Json, MemoryJsonContext.Default.MessageJson, static stored => stored.ToRecord(), StoredDataKind.Message);

    /// <summary>Writes a profile with its latest bookings and the travel record.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="writer">Where to write.</param>
    public static void WriteProfile(UserProfile profile, IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(profile);
        StoredJson.Write(ProfileJson.From(profile), MemoryJsonContext.Default.ProfileJson, writer);
    }

    /// <summary>Reads a profile.</summary>
    /// <remarks><inheritdoc cref="ReadProfile(ReadOnlySpan{byte}, ICollection{BookingProblem})" path="/remarks"/></remarks>
    /// <param name="utf8Json">The JSON.</param>
    /// <returns>The profile.</returns>
    public static UserProfile ReadProfile(ReadOnlySpan<byte> utf8Json) => ForeignProfileJson.Read(utf8Json, apart: null, problems: null);

    /// <summary>Reads a profile, and says what is wrong with the bookings of one from elsewhere.</summary>
    /// <remarks>
    /// A profile without <c>travel_record</c> is from elsewhere. A bad field of one of its bookings costs neither the booking nor
    /// the profile. The booking gets what can be recorded of the value, and keeps what was written in an additional field named
    /// <c>imported_</c> and the field's name. A booking without id, city, check-in or a known status is kept in the profile's
    /// additional field <c>unread_bookings</c>.
    /// </remarks>
    /// <param name="utf8Json">The JSON.</param>
    /// <param name="problems">Gets what is wrong with bookings. A problem repeats what was given: keep it out of logs.</param>
    /// <returns>The profile.</returns>
    public static UserProfile ReadProfile(ReadOnlySpan<byte> utf8Json, ICollection<BookingProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return ForeignProfileJson.Read(utf8Json, apart: null, problems);
    }

    /// <summary>
    /// Writes a profile without its bookings, for a store that keeps a guest's bookings separately, and without preferences and
    /// insights, which are computed from them at each read. A profile from elsewhere is written whole, since its bookings are
    /// stored nowhere else yet.
    /// </summary>
    /// <param name="profile">The profile.</param>
    /// <param name="writer">Where to write.</param>
    public static void WriteProfileState(UserProfile profile, IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(profile);
        StoredJson.Write(ProfileJson.From(profile, isWhole: false), MemoryJsonContext.Default.ProfileJson, writer);
    }

    /// <summary>Reads what <see cref="WriteProfileState"/> wrote.</summary>
    /// <param name="utf8Json">The JSON.</param>
    /// <param name="bookings">
    /// The guest's stored bookings as of the same moment, in the order of <see cref="IProfileStore.GetBookingsAsync"/>. Only the
    /// bookings that the profile holds are read: 20 of any kind and 100 that teach, usually the first 100.
    /// </param>
    /// <returns>The profile.</returns>
    public static UserProfile ReadProfileState(ReadOnlySpan<byte> utf8Json, IEnumerable<Booking> bookings)
    {
        ArgumentNullException.ThrowIfNull(bookings);
        return ForeignProfileJson.Read(utf8Json, bookings, problems: null);
    }

    /// <summary>The bookings that <see cref="WriteProfile"/> writes with a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>
    /// The bookings, newest check-in first: the latest 20 of any kind and the stays of the travel record. For a profile from
    /// elsewhere, all bookings that are embedded in it.
    /// </returns>
    public static IReadOnlyList<Booking> LatestBookings(UserProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return [.. TravelRecordJson.HeldBookings(profile.Bookings)];
    }

    /// <summary>Writes a booking.</summary>
    /// <param name="booking">The booking.</param>
    /// <param name="writer">Where to write.</param>
    public static void WriteBooking(Booking booking, IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(booking);
        StoredJson.Write(BookingJson.FromAlone(booking), MemoryJsonContext.Default.BookingJson, writer);
    }

    /// <summary>Reads a booking.</summary>
    /// <param name="utf8Json">The JSON.</param>
    /// <returns>The booking.</returns>
    public static Booking ReadBooking(ReadOnlySpan<byte> utf8Json) =>
        StoredJson.Read(utf8Json, MemoryJsonContext.Default.BookingJson, static stored => stored.ToRecord(), StoredDataKind.Booking);

    /// <summary>
    /// The number that a booking got when it was recorded. It is no member of the booking, and a store that keeps the members in
    /// place of the JSON must keep the number with them.
    /// </summary>
    /// <param name="booking">The booking.</param>
    /// <returns>The number; 0 where it was not recorded yet.</returns>
    public static long SequenceOf(Booking booking)
    {
        ArgumentNullException.ThrowIfNull(booking);
        return booking.Sequence;
    }

    /// <summary>Restores a stored booking from its members, for a store that keeps those in place of its JSON.</summary>
    /// <param name="members">The members, as they were stored.</param>
    /// <param name="sequence">What <see cref="SequenceOf"/> said.</param>
    /// <returns>The booking.</returns>
    public static Booking RestoreBooking(Booking members, long sequence)
    {
        ArgumentNullException.ThrowIfNull(members);
        members.AssignSequence(sequence);
        return StoredJson.Checked(members, static booking => BookingJson.CheckMembers(booking, "$"), StoredDataKind.Booking);
    }
}
