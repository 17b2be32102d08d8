using System.Buffers;
using System.Globalization;
using System.Text.Json;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Firestore;

/// <summary>Profiles and bookings as documents (docs/firestore-layout.md).</summary>
internal sealed class StoredDocuments(FirestorePaths paths)
{
    /// <summary>The guest's last activity. A cleanup finds inactive guests by it.</summary>
    public const string LastActiveAt = "last_active_at";

    /// <summary>The last day of the guest's stays; null if there is none.</summary>
    public const string LastStayDay = "last_stay_day";

    /// <summary>
    /// A new id in every commit. Every commit thus changes something, and with it the update time. A writer also recognizes its own commit
    /// by it.
    /// </summary>
    public const string CommitId = "commit_id";

    /// <summary>The version that this commit replaced, in microseconds; 0 if there was none.</summary>
    public const string BasedOn = "based_on";

    /// <summary>True in the mark that stands in for a guest whose bookings are being deleted.</summary>
    public const string Erasing = "erasing";

    /// <summary>
    /// The guest's consent to learning. Together with the time of its last change it is also in the mark, if a refusal is kept.
    /// </summary>
    public const string Consent = "consent";

    /// <inheritdoc cref="Consent"/>
    public const string ConsentChangedAt = "consent_changed_at";

    /// <summary>The value of <see cref="Consent"/> for a guest who refused.</summary>
    public const string Withdrawn = "withdrawn";

    public const string CheckIn = "check_in";

    /// <summary>A field that a booking's document has in addition to the booking's own: the guest's id.</summary>
    public const string UserId = "user_id";

    public const string TravelRecord = "travel_record";

    public const string LearnsAfter = "learns_after";

    /// <summary>How many documents an answer has at most, and how many bookings one commit deletes at most.</summary>
    public const int PageSize = 300;

    private const int MaxDocumentBytes = 1_048_576;

    /// <summary>The size that Firestore counts for a document in addition to its name and its fields.</summary>
    private const int DocumentOverhead = 32;

    private static readonly JsonDocumentOptions StoredJsonOptions = new() { MaxDepth = 128 };

    /// <summary>
    /// Writes the bookings first. A server may show the parts of a commit one after the other, as the emulator does for some milliseconds.
    /// Readers then see a booking that is newer than the profile, but never a profile whose booking is still the old one.
    /// </summary>
    /// <exception cref="MemoryUnavailableException">A document would be larger than Firestore allows.</exception>
    public ReadOnlyMemory<byte> WriteCommit(UserProfile profile, IReadOnlyList<Booking> bookings, string commitId) =>
        FirestoreRequest.Write((Documents: this, profile, bookings, commitId), static (writer, argument) =>
        {
            var (documents, profile, bookings, commitId) = argument;
            writer.WriteStartArray("writes"u8);
            for (var i = 0; i < bookings.Count; i++)
            {
                documents.WriteBooking(writer, profile.UserId, bookings[i], commitId);
            }

            documents.WriteProfile(writer, profile, commitId);
            writer.WriteEndArray();
        });

    /// <summary>
    /// Deletes the guest's document or replaces it by a mark without data, and deletes bookings with it. If the guest refused consent and
    /// the refusal is kept, it takes the document's place at the end.
    /// </summary>
    public ReadOnlyMemory<byte> WriteErasure(
        string userId, long version, bool isLast, IReadOnlyList<string> bookingNames, string commitId, DateTimeOffset? refusedAt) =>
        FirestoreRequest.Write((Documents: this, userId, version, isLast, bookingNames, commitId, refusedAt), static (writer, argument) =>
        {
            var documents = argument.Documents;
            writer.WriteStartArray("writes"u8);
            if (argument is { isLast: true, refusedAt: { } moment })
            {
                documents.WriteProfile(writer, RefusedConsent.Alone(argument.userId, moment) with { Version = argument.version }, argument.commitId);
            }
            else
            {
                writer.WriteStartObject();
                var userName = documents.UserName(argument.userId);
                if (argument.isLast)
                {
                    writer.WriteString("delete"u8, userName);
                }
                else
                {
                    WriteErasureMark(writer, userName, argument.commitId, argument.refusedAt);
                }

                FirestoreRequest.WritePrecondition(writer, new(argument.version));
                writer.WriteEndObject();
            }

            foreach (var name in argument.bookingNames)
            {
                writer.WriteStartObject();
                writer.WriteString("delete"u8, name);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });

    /// <exception cref="UnreadableDataException">The document is not a profile that this version reads, or is another guest's.</exception>
    public static UserProfile ReadProfile(FirestoreDocument document)
    {
        var profile = Read(document, IsProfilesOwn, StoredDataKind.Profile, static json => MemoryJson.ReadProfile(json));
        return FirestorePaths.IsOfUser(document.Name, profile.UserId)
            ? profile with { Version = document.Version }
            : throw new MisplacedDataException(StoredDataKind.Profile);
    }

    /// <summary>
    /// Reads a booking. Its document names the guest: a booking that was copied to another guest is not taken for that guest's.
    /// </summary>
    /// <exception cref="UnreadableDataException">The document is not a booking that this version reads, or it belongs elsewhere.</exception>
    public static Booking ReadBooking(FirestoreDocument document)
    {
        var booking = Read(document, IsBookingsOwn, StoredDataKind.Booking, static json => MemoryJson.ReadBooking(json));
        return FirestorePaths.IsBooking(document.Name, booking.BookingId)
            && (document.Text(UserId) is not { } userId || FirestorePaths.IsOfUser(document.Name, userId))
            ? booking
            : throw new MisplacedDataException(StoredDataKind.Booking);
    }

    /// <summary>Reads a booking, or says why it cannot be read.</summary>
    public static ScannedBooking ScanBooking(FirestoreDocument document)
    {
        try
        {
            return new(ReadBooking(document), null);
        }
        catch (UnreadableDataException exception)
        {
            return new(null, exception);
        }
    }

    /// <summary>Reads what single fields tell of a profile, even if the profile as a whole cannot be read.</summary>
    public static ProfileRemains ReadRemains(FirestoreDocument document) => new(
        document.Version,
        !document.Has(Consent) ? ConsentStatus.Unknown : document.Text(Consent) switch
        {
            "granted" => ConsentStatus.Granted,
            "withdrawn" => ConsentStatus.Withdrawn,
            "unknown" => ConsentStatus.Unknown,
            _ => null,
        },
        document.Within(TravelRecord)?.Integer(LearnsAfter));

    private string UserName(string userId) => paths.User(userId);

    public static string NewCommitId() => Guid.NewGuid().ToString("N");

    public static bool IsErasing(FirestoreDocument document) => document.Boolean(Erasing) is true;

    /// <summary>
    /// When the guest refused consent; null if the guest did not. A value that this library does not know counts as a refusal. If no date
    /// is stored, the year 1970 stands in for it.
    /// </summary>
    public static DateTimeOffset? RefusedAt(FirestoreDocument document) => !document.Has(Consent) || document.Text(Consent) is "granted" or "unknown" ? null
        : DateTimeOffset.TryParse(document.Text(ConsentChangedAt), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.ToUniversalTime()
            : DateTimeOffset.UnixEpoch;

    private void WriteProfile(Utf8JsonWriter writer, UserProfile profile, string commitId)
    {
        var name = paths.User(profile.UserId);
        writer.WriteStartObject();
        writer.WriteStartObject("update"u8);
        writer.WriteString("name"u8, name);
        writer.WriteStartObject("fields"u8);
        var fields = new FirestoreValueWriter(writer);
        Convert(profile, static (profile, buffer) => MemoryJson.WriteProfile(profile, buffer), json => fields.WriteFields(json, IsProfilesOwn, LastActiveAt));
        if (!RefusedConsent.IsAlone(profile))
        {
            // No cleanup finds a document without this field.
            fields.WriteTimestamp(LastActiveAt, FirestoreTime.ToMicroseconds(profile.LastActiveAt));
        }

        fields.WriteString(LastStayDay, profile.LastStayDay?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        fields.WriteString(CommitId, commitId);
        fields.WriteInteger(BasedOn, profile.Version);
        writer.WriteEndObject();
        writer.WriteEndObject();
        FirestoreRequest.WritePrecondition(writer, new(profile.Version));
        writer.WriteEndObject();
        ThrowIfTooLarge("The profile", name, fields.Size);
    }

    private void WriteBooking(Utf8JsonWriter writer, string userId, Booking booking, string commitId)
    {
        var name = paths.Booking(userId, booking.BookingId);
        writer.WriteStartObject();
        writer.WriteStartObject("update"u8);
        writer.WriteString("name"u8, name);
        writer.WriteStartObject("fields"u8);
        var fields = new FirestoreValueWriter(writer);
        Convert(booking, static (booking, buffer) => MemoryJson.WriteBooking(booking, buffer), json => fields.WriteFields(json, IsBookingsOwn));
        fields.WriteString(CommitId, commitId);
        fields.WriteString(UserId, userId);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        ThrowIfTooLarge("The booking", name, fields.Size);
    }

    /// <summary>
    /// Writes the mark. Its last activity is the earliest time: a cleanup finds the mark and finishes a deletion that broke off.
    /// </summary>
    private static void WriteErasureMark(Utf8JsonWriter writer, string userName, string commitId, DateTimeOffset? refusedAt)
    {
        writer.WriteStartObject("update"u8);
        writer.WriteString("name"u8, userName);
        writer.WriteStartObject("fields"u8);
        var fields = new FirestoreValueWriter(writer);
        fields.WriteBoolean(Erasing, true);
        fields.WriteString(CommitId, commitId);
        fields.WriteTimestamp(LastActiveAt, FirestoreTime.ToMicroseconds(DateTimeOffset.MinValue));
        if (refusedAt is { } moment)
        {
            fields.WriteString(Consent, Withdrawn);
            fields.WriteString(ConsentChangedAt, moment.ToString("O", CultureInfo.InvariantCulture));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Convert<T>(T record, Action<T, IBufferWriter<byte>> write, Action<JsonElement> convert)
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        write(record, buffer);
        using var json = JsonDocument.Parse(buffer.WrittenMemory, StoredJsonOptions);
        convert(json.RootElement);
    }

    private static T Read<T>(FirestoreDocument document, Func<string, bool> isOwn, StoredDataKind kind, Func<ReadOnlySpan<byte>, T> read)
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            try
            {
                FirestoreValueReader.WriteDocument(document.Fields, isOwn, writer);
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
            {
                throw new CorruptDataException(kind, "A document in Firestore holds values that cannot be read as JSON.", exception);
            }
        }

        return read(buffer.WrittenSpan);
    }

    /// <summary>Whether a field is the store's own and no part of the profile's JSON.</summary>
    private static bool IsProfilesOwn(string name) => name is LastStayDay or CommitId or BasedOn or Erasing;

    private static bool IsBookingsOwn(string name) => name is CommitId or UserId;

    /// <summary>
    /// Firestore counts the segments of the name from the collection on, each with one byte more, and 16 bytes for the whole name.
    /// </summary>
    private void ThrowIfTooLarge(string what, string name, long fields)
    {
        var size = fields + DocumentOverhead + System.Text.Encoding.UTF8.GetByteCount(name.AsSpan(paths.Documents.Length + 1)) + 1 + 16;
        if (size > MaxDocumentBytes)
        {
            throw new MemoryUnavailableException(FormattableString.Invariant(
                $"{what} would be a document of {size} bytes; Firestore allows {MaxDocumentBytes}. Keep less in its own fields. Nothing was written."));
        }
    }
}
