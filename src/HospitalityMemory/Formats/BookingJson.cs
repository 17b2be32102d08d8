using System.Text.Json;
using System.Text.Json.Serialization;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>A booking as stored.</summary>
internal sealed class BookingJson : IVersionedJson
{
    // The name that other systems may use for price_per_night.
    public const string OtherPriceName = "price";

    [JsonRequired]
    public string BookingId { get; set; } = "";

    [JsonRequired]
    public string City { get; set; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Country { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TimeZone { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PropertyId { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PropertyType { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Operator { get; set; }

    [JsonRequired]
    public DateOnly CheckIn { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? CheckOut { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? BookedAt { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Guests { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Adults { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Children { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Rooms { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? PricePerNight { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? TotalPrice { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Channel { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RatePlan { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<string>? Amenities { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? GuestRating { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BookingStatus? Status { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? CancelledAt { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OriginJson? Origin { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Teaches { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Sequence { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? SchemaVersion { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>
    /// The first additional field of a booking that has the name of a booking's own field, and would be read as that; null for
    /// none.
    /// </summary>
    public static string? MistakableField(Booking booking) =>
        UnknownFields.FirstKnown(booking.AdditionalFields, MemoryJsonContext.Default.BookingJson)
        ?? (booking.PricePerNight is null && booking.AdditionalFields.Contains(OtherPriceName) ? OtherPriceName : null);

    /// <summary>A booking within another document. That document states the schema version.</summary>
    public static BookingJson From(Booking booking) => new()
    {
        BookingId = booking.BookingId,
        City = booking.City,
        Country = booking.Country,
        TimeZone = booking.TimeZone,
        PropertyId = booking.PropertyId,
        PropertyType = booking.PropertyType,
        Operator = booking.Operator,
        CheckIn = booking.CheckIn,
        CheckOut = booking.CheckOut,
        BookedAt = booking.BookedAt,
        Guests = booking.Guests,
        Adults = booking.Adults,
        Children = booking.Children,
        Rooms = booking.Rooms,
        PricePerNight = booking.PricePerNight,
        TotalPrice = booking.TotalPrice,
        Currency = booking.Currency,
        Channel = booking.Channel,
        RatePlan = booking.RatePlan,
        Amenities = booking.Amenities is { Count: > 0 } amenities ? [.. amenities] : null,
        GuestRating = booking.GuestRating,
        Status = booking.IsBooked ? null : booking.Status,
        CancelledAt = booking.CancelledAt,
        Origin = OriginJson.From(booking.Origin),
        Teaches = booking.Teaches ? null : false,
        Sequence = booking.Sequence > 0 ? booking.Sequence : null,
        Unknown = UnknownFields.Write(booking.AdditionalFields, MemoryJsonContext.Default.BookingJson),
    };

    public static BookingJson FromAlone(Booking booking)
    {
        var stored = From(booking);
        stored.SchemaVersion = MemoryJson.SchemaVersion;
        return stored;
    }

    /// <summary>
    /// What a session keeps of the booking that it led to. The booking's place in the guest's history belongs to the profile.
    /// </summary>
    public static JsonFields ToFields(Booking booking)
    {
        var stored = From(booking);
        stored.Sequence = null;

        // The origin is the session itself, or it belongs to the profile.
        stored.Origin = null;
        var json = JsonText.Serialize(stored, MemoryJsonContext.Default.BookingJson);
        return JsonSerializer.Deserialize(json, FieldJsonContext.Default.JsonFields) ?? JsonFields.Empty;
    }

    public Booking ToRecord() => ToRecord("$");

    public Booking ToRecord(string path)
    {
        TakeOtherPrice();
        var booking = new Booking
        {
            BookingId = BookingId,
            City = City,
            Country = Country,
            TimeZone = TimeZone,
            PropertyId = PropertyId,
            PropertyType = PropertyType,
            Operator = Operator,
            CheckIn = CheckIn,
            CheckOut = CheckOut,
            BookedAt = BookedAt,
            Guests = Guests,
            Adults = Adults,
            Children = Children,
            Rooms = Rooms,
            PricePerNight = PricePerNight,
            TotalPrice = TotalPrice,
            Currency = Currency,
            Channel = Channel,
            RatePlan = RatePlan,
            Amenities = Amenities.ToTexts($"{path}.amenities"),
            GuestRating = GuestRating,
            Status = Status ?? BookingStatus.Booked,
            CancelledAt = CancelledAt,
            Origin = Origin?.ToRecord(),
            Teaches = Teaches ?? true,
            Sequence = Sequence ?? 0,
            AdditionalFields = UnknownFields.Read(Unknown),
        };
        CheckMembers(booking, path);
        return booking;
    }

    private void TakeOtherPrice()
    {
        if (PricePerNight is null
            && Unknown is not null
            && Unknown.TryGetValue(OtherPriceName, out var other)
            && other.ValueKind is JsonValueKind.Number
            && other.TryGetDecimal(out var price))
        {
            PricePerNight = price;
            Unknown.Remove(OtherPriceName);
        }
    }

    /// <summary>Refuses a stored value that cannot be a booking.</summary>
    /// <exception cref="JsonSchemaException">A member is not allowed.</exception>
    public static void CheckMembers(Booking booking, string path)
    {
        StoredList.ThrowIfNoId(booking.BookingId, $"{path}.booking_id");
        if (booking.CheckOut < booking.CheckIn)
        {
            throw new JsonSchemaException("Check-out must not be before check-in.", $"{path}.check_out");
        }

        StoredList.ThrowIfNotWithin(booking.GuestRating, BookingRules.MinRating, BookingRules.MaxRating, $"{path}.guest_rating");
        StoredList.ThrowIfNotWithin(booking.Guests, 1, BookingRules.MaxGuests, $"{path}.guests");
        StoredList.ThrowIfNotWithin(booking.Adults, 0, BookingRules.MaxGuests, $"{path}.adults");
        StoredList.ThrowIfNotWithin(booking.Children, 0, BookingRules.MaxGuests, $"{path}.children");
        StoredList.ThrowIfNotWithin(booking.Rooms, 1, BookingRules.MaxRooms, $"{path}.rooms");
        if (booking.Sequence < 0)
        {
            throw new JsonSchemaException("A sequence number counts from 1.", $"{path}.sequence");
        }

        StoredList.ThrowIfNotWithin(booking.PricePerNight, 0, BookingRules.MaxPrice, $"{path}.price_per_night");
        StoredList.ThrowIfNotWithin(booking.TotalPrice, 0, BookingRules.MaxPrice, $"{path}.total_price");
    }
}
