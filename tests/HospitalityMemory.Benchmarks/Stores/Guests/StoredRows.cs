using System.Text.Json;
using System.Text.Json.Serialization;

namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>
/// A booking as the peers store it: a column for each field, days as numbers, money in cents, amenities as JSON.
/// </summary>
internal sealed class StoredBooking
{
    public string UserId { get; set; } = "";

    public string BookingId { get; set; } = "";

    public int CheckIn { get; set; }

    public int? CheckOut { get; set; }

    public string City { get; set; } = "";

    public string? Country { get; set; }

    public string? PropertyId { get; set; }

    public string? PropertyType { get; set; }

    public int? Guests { get; set; }

    public long? PriceCents { get; set; }

    public string? Currency { get; set; }

    public double? Rating { get; set; }

    public string Amenities { get; set; } = "[]";

    public static StoredBooking Of(string userId, Booking booking) => new()
    {
        UserId = userId,
        BookingId = booking.BookingId,
        CheckIn = booking.CheckIn.DayNumber,
        CheckOut = booking.CheckOut?.DayNumber,
        City = booking.City,
        Country = booking.Country,
        PropertyId = booking.PropertyId,
        PropertyType = booking.PropertyType,
        Guests = booking.Guests,
        PriceCents = (long?)(booking.PricePerNight * 100),
        Currency = booking.Currency,
        Rating = (double?)booking.GuestRating,
        Amenities = JsonSerializer.Serialize(booking.Amenities, StoredJsonContext.Default.IReadOnlyListString),
    };

    public void AddTo(PlainPass pass) => pass.Add(
        City,
        DateOnly.FromDayNumber(CheckIn),
        PropertyType,
        PriceCents / 100.0,
        Currency,
        JsonSerializer.Deserialize(Amenities, StoredJsonContext.Default.StringArray)!,
        Rating);
}

/// <summary>A profile as the peers store it.</summary>
internal sealed class StoredProfile
{
    public string UserId { get; set; } = "";

    /// <summary>
    /// How often the profile was written. Another number shows that the bookings that were read are not the latest.
    /// </summary>
    public long Version { get; set; }

    public long CreatedAt { get; set; }

    public long LastActiveAt { get; set; }

    public int? LastStayDay { get; set; }

    public int BookingCount { get; set; }

    public string Preferences { get; set; } = "{}";

    /// <summary>The profile after one more booking.</summary>
    /// <param name="added">The booking.</param>
    /// <param name="latest">The latest bookings before it.</param>
    public void Learn(StoredBooking added, List<StoredBooking> latest)
    {
        var pass = new PlainPass();
        added.AddTo(pass);
        for (var i = 0; i < Math.Min(latest.Count, PeerSchema.Window - 1); i++)
        {
            latest[i].AddTo(pass);
        }

        Preferences = JsonSerializer.Serialize(pass.ToPreferences(), StoredJsonContext.Default.PlainPreferences);
        LastActiveAt = RealTime.Clock.GetUtcNow().UtcTicks;
        LastStayDay = Math.Max(LastStayDay ?? 0, added.CheckOut ?? added.CheckIn);
        BookingCount++;
        Version++;
    }

    public PlainPreferences ReadPreferences() => JsonSerializer.Deserialize(Preferences, StoredJsonContext.Default.PlainPreferences)!;
}

[JsonSerializable(typeof(PlainPreferences))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class StoredJsonContext : JsonSerializerContext;
