using System.Buffers;
using System.Text.Json;

namespace HospitalityMemory;

/// <summary>
/// Reads profiles, including those of other systems. In such a profile one bad field of an embedded booking costs neither the
/// booking nor the profile. This library's own profiles have a travel record and are read strictly: an error in one means damage.
/// </summary>
internal static class ForeignProfileJson
{
    /// <summary>Reads a profile.</summary>
    /// <param name="utf8Json">The JSON.</param>
    /// <param name="apart">The guest's bookings, newest first, where they are not in the document; else null.</param>
    /// <param name="problems">Gets what is wrong with bookings; null where the caller does not want to know.</param>
    public static UserProfile Read(ReadOnlySpan<byte> utf8Json, IEnumerable<Booking>? apart, ICollection<BookingProblem>? problems)
    {
        try
        {
            return ReadStrictly(utf8Json, apart);
        }
        catch (CorruptDataException)
        {
            // Nearly all documents are correct and are read only once.
            var found = new List<BookingProblem>();
            if (Mend(utf8Json, found) is not { } mended)
            {
                throw;
            }

            var profile = ReadStrictly(mended, apart);
            foreach (var problem in found)
            {
                problems?.Add(problem);
            }

            return WithUnread(profile, found);
        }
    }

    /// <summary>Reads a profile within another document after a first attempt failed.</summary>
    /// <param name="reader">At the profile; past it afterwards.</param>
    /// <returns>Null where there is nothing to mend. The reader is then where it was.</returns>
    public static UserProfile? ReadMended(ref Utf8JsonReader reader)
    {
        var found = new List<BookingProblem>();
        var ahead = reader;
        if (Mend(JsonElement.ParseValue(ref ahead), found) is not { } mended)
        {
            return null;
        }

        reader = ahead;
        return WithUnread(JsonSerializer.Deserialize(mended, MemoryJsonContext.Default.ProfileJson)!.ToRecord(), found);
    }

    /// <summary>Refuses a booking of a profile from elsewhere that must be read field by field.</summary>
    /// <exception cref="JsonSchemaException">A member is not allowed.</exception>
    public static Booking Checked(Booking booking, string path)
    {
        var found = new BookingProblems(booking.BookingId);
        OptionalMembers.Take(booking, booking.City, ref found);
        return (found.Found is [var first, ..] ? first.Field : BookingJson.MistakableField(booking)) is { } field
            ? throw new JsonSchemaException("It is not allowed.", $"{path}.{field}")
            : booking;
    }

    private static UserProfile ReadStrictly(ReadOnlySpan<byte> utf8Json, IEnumerable<Booking>? apart) =>
        StoredJson.Read(utf8Json, MemoryJsonContext.Default.ProfileJson, stored => stored.ToRecord(apart), StoredDataKind.Profile);

    private static UserProfile WithUnread(UserProfile profile, List<BookingProblem> problems) => problems.Count is 0
        ? profile
        : profile with { Bookings = profile.Bookings with { UnreadFields = problems.Count } };

    private static byte[]? Mend(ReadOnlySpan<byte> utf8Json, List<BookingProblem> problems)
    {
        try
        {
            return Mend(JsonElement.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = JsonText.MaxDocumentDepth }), problems);
        }
        catch (Exception exception) when (StoredJson.IsOfData(exception))
        {
            // The caller then reports the error that it found first.
            return null;
        }
    }

    /// <summary>
    /// The document with only readable bookings; null where it is this library's own, or has no list of bookings.
    /// </summary>
    private static byte[]? Mend(JsonElement profile, List<BookingProblem> problems)
    {
        if (profile.ValueKind is not JsonValueKind.Object
            || (profile.TryGetProperty("travel_record", out var record) && record.ValueKind is not JsonValueKind.Null)
            || !profile.TryGetProperty("booking_history", out var history)
            || history.ValueKind is not JsonValueKind.Array)
        {
            return null;
        }

        var (bookings, unread) = (new List<Booking>(), new List<JsonElement>());
        foreach (var item in history.EnumerateArray())
        {
            if (ForeignBookingReader.Read(item, problems) is { } booking)
            {
                bookings.Add(booking);
            }
            else
            {
                unread.Add(item);
            }
        }

        return Write(profile, bookings, unread);
    }

    private static byte[] Write(JsonElement profile, List<Booking> bookings, List<JsonElement> unread)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var member in profile.EnumerateObject())
            {
                if (member.Name is not "booking_history" && (member.Name is not ForeignBookingReader.UnreadBookings || unread.Count is 0))
                {
                    member.WriteTo(writer);
                }
            }

            writer.WriteStartArray("booking_history"u8);
            foreach (var booking in bookings)
            {
                JsonSerializer.Serialize(writer, BookingJson.From(booking), MemoryJsonContext.Default.BookingJson);
            }

            writer.WriteEndArray();
            WriteUnread(writer, profile, unread);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the items that are no bookings, after those of earlier reads.</summary>
    private static void WriteUnread(Utf8JsonWriter writer, JsonElement profile, List<JsonElement> unread)
    {
        if (unread.Count is 0)
        {
            return;
        }

        writer.WriteStartArray(ForeignBookingReader.UnreadBookings);
        if (profile.TryGetProperty(ForeignBookingReader.UnreadBookings, out var before))
        {
            foreach (var item in before.ValueKind is JsonValueKind.Array ? [.. before.EnumerateArray()] : (JsonElement[])[before])
            {
                item.WriteTo(writer);
            }
        }

        foreach (var item in unread)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    }
}
