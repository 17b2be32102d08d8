using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using HospitalityMemory.Stores;
using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// A booking as it lies in the file: one column for each member. As JSON, the member names would take more room than the values.
/// </summary>
internal static class BookingRow
{
    /// <summary>A field's value may be nested 64 levels deep; the rest is room for the document around it.</summary>
    private static readonly JsonDocumentOptions FieldOptions = new() { MaxDepth = 72 };

    /// <summary>
    /// Makes the column values. This runs on the caller's thread, because all callers share the writer. The first value is left for the
    /// guest's number.
    /// </summary>
    public static object?[] ValuesOf(Booking booking) =>
    [
        null,
        booking.BookingId,
        StoredValues.Day(booking.CheckIn),
        booking.CheckOut is { } checkOut ? StoredValues.Day(checkOut) : null,
        booking.City,
        booking.Country,
        booking.PropertyId,
        booking.PropertyType,
        (long?)booking.Guests,
        Text(booking.PricePerNight),
        booking.Currency,
        Text(booking.GuestRating),
        booking.BookedAt is { } bookedAt ? StoredValues.Time(bookedAt) : null,
        booking.Status is BookingStatus.Booked ? null : BookingStatusNames.NameOf(booking.Status),
        booking.CancelledAt is { } cancelledAt ? StoredValues.Time(cancelledAt) : null,
        MemoryJson.SequenceOf(booking),
        booking.Amenities.Count > 0 ? JsonSerializer.Serialize(booking.Amenities, BookingRowJson.Default.IReadOnlyListString) : null,
        booking.AdditionalFields.Count > 0 ? booking.AdditionalFields.ToString() : null,
        (long?)booking.Adults,
        (long?)booking.Children,
        (long?)booking.Rooms,
        Text(booking.TotalPrice),
        booking.Channel,
        booking.RatePlan,
        booking.Operator,
        booking.TimeZone,
        (long?)booking.Origin?.Kind,
        booking.Origin?.SessionId,
        booking.Origin?.Name,
        booking.Teaches ? null : 1L,
    ];

    /// <summary>Reads the booking whose columns begin at <paramref name="first"/>; null if these columns hold none.</summary>
    /// <exception cref="CorruptDataException">The library writes no such value.</exception>
    public static Booking? ReadOrNull(SqliteDataReader reader, int first) => reader.IsDBNull(first) ? null : Read(reader, first);

    /// <inheritdoc cref="ReadOrNull"/>
    public static Booking Read(SqliteDataReader reader, int first = 0)
    {
        try
        {
            var members = new Booking
            {
                BookingId = reader.GetString(first),
                CheckIn = StoredValues.ToDay(reader.GetInt64(first + 1)),
                CheckOut = reader.IsDBNull(first + 2) ? null : StoredValues.ToDay(reader.GetInt64(first + 2)),
                City = reader.GetString(first + 3),
                Country = StoredValues.TextOrNull(reader, first + 4),
                PropertyId = StoredValues.TextOrNull(reader, first + 5),
                PropertyType = StoredValues.TextOrNull(reader, first + 6),
                Guests = CountOrNull(reader, first + 7),
                PricePerNight = NumberOrNull(reader, first + 8),
                Currency = StoredValues.TextOrNull(reader, first + 9),
                GuestRating = NumberOrNull(reader, first + 10),
                BookedAt = reader.IsDBNull(first + 11) ? null : StoredValues.ToTime(reader.GetInt64(first + 11)),
                Status = StatusOf(StoredValues.TextOrNull(reader, first + 12)),
                CancelledAt = reader.IsDBNull(first + 13) ? null : StoredValues.ToTime(reader.GetInt64(first + 13)),
                Amenities = [.. TextsOrNone(reader, first + 15)],
                AdditionalFields = FieldsOrNone(reader, first + 16),
                Adults = CountOrNull(reader, first + 17),
                Children = CountOrNull(reader, first + 18),
                Rooms = CountOrNull(reader, first + 19),
                TotalPrice = NumberOrNull(reader, first + 20),
                Channel = StoredValues.TextOrNull(reader, first + 21),
                RatePlan = StoredValues.TextOrNull(reader, first + 22),
                Operator = StoredValues.TextOrNull(reader, first + 23),
                TimeZone = StoredValues.TextOrNull(reader, first + 24),
                Origin = OriginOrNull(reader, first + 25),
                Teaches = reader.IsDBNull(first + 28),
            };
            return MemoryJson.RestoreBooking(members, reader.GetInt64(first + 14));
        }
        catch (Exception exception) when (StoredValues.AreBroken(exception))
        {
            throw StoredValues.Broken(StoredDataKind.Booking, exception);
        }
    }

    /// <summary>Reads a booking, or says why it cannot be read.</summary>
    public static ScannedBooking Scan(SqliteDataReader reader)
    {
        try
        {
            return new(Read(reader), null);
        }
        catch (UnreadableDataException exception)
        {
            return new(null, exception);
        }
    }

    private static Origin? OriginOrNull(SqliteDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
        {
            return null;
        }

        var kind = (OriginKind)reader.GetInt32(column);
        return Enum.IsDefined(kind)
            ? new() { Kind = kind, SessionId = StoredValues.TextOrNull(reader, column + 1), Name = StoredValues.TextOrNull(reader, column + 2) }
            : throw new FormatException("That is no origin.");
    }

    private static BookingStatus StatusOf(string? name) => name is null
        ? BookingStatus.Booked
        : BookingStatusNames.TryParse(name, out var status) ? status : throw new FormatException("That is no status.");

    /// <summary>A number as text: it keeps every digit, and SQLite still calculates with it.</summary>
    private static string? Text(decimal? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static int? CountOrNull(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    private static decimal? NumberOrNull(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : decimal.Parse(reader.GetString(column), NumberStyles.Number, CultureInfo.InvariantCulture);

    private static string[] TextsOrNone(SqliteDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
        {
            return [];
        }

        var texts = JsonSerializer.Deserialize(reader.GetString(column), BookingRowJson.Default.StringArray);
        return texts is null || texts.Contains(null) ? throw new JsonException("A list of texts is expected.") : texts;
    }

    private static JsonFields FieldsOrNone(SqliteDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
        {
            return JsonFields.Empty;
        }

        using var document = JsonDocument.Parse(reader.GetString(column), FieldOptions);
        return document.RootElement.EnumerateObject().Aggregate(JsonFields.Empty, static (fields, field) => fields.Set(field.Name, field.Value));
    }
}

/// <summary>The list that a column holds.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class BookingRowJson : JsonSerializerContext;
