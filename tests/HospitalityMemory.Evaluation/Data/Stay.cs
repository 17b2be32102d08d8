using System.Globalization;
using System.Text.Json.Serialization;

namespace HospitalityMemory.Evaluation.Data;

/// <summary>A stay of the file.</summary>
internal sealed record Stay
{
    public required long Id { get; init; }

    public required string Source { get; init; }

    public required string UserId { get; init; }

    /// <summary>The city as written in the file.</summary>
    public required string City { get; init; }

    /// <summary>The booking, without the property's own rating, which does not show the guest's satisfaction.</summary>
    public required Booking Booking { get; init; }

    /// <summary>The day on which it was booked.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The stay with its listing's operator, which the file of stays does not have.</summary>
    public Stay RunBy(IReadOnlyDictionary<string, PropertyCandidate> listings) =>
        Booking.PropertyId is { } id && listings.TryGetValue(id, out var listing) && listing.Operator is { } name
            ? this with { Booking = Booking with { Operator = name } }
            : this;

    public static Stay From(CsvRow row)
    {
        var id = row.Text("stay_id") ?? throw new InvalidDataException("A stay has no stay_id.");
        var checkIn = row.Date("check_in") ?? row.Date("booked_at") ?? throw new InvalidDataException($"The stay {id} has neither check_in nor booked_at.");
        var day = row.Date("booked_at") ?? checkIn;
        var price = row.Price("price", out var currency);
        return new Stay
        {
            Id = long.Parse(id, CultureInfo.InvariantCulture),
            Source = row.Text("source") ?? string.Empty,
            UserId = row.Text("user_id") ?? throw new InvalidDataException($"The stay {id} has no user_id."),
            Day = day,
            City = row.Raw("city") ?? string.Empty,
            Booking = new Booking
            {
                BookingId = id,
                City = row.Text("city") ?? throw new InvalidDataException($"The stay {id} has no city."),
                Country = row.Text("country"),
                CheckIn = checkIn,
                CheckOut = row.Date("check_out") is { } checkOut && checkOut > checkIn ? checkOut : null,
                BookedAt = new(day, TimeOnly.MinValue, TimeSpan.Zero),
                PricePerNight = price,
                Currency = currency,
                PropertyType = row.Text("property_type"),
                Amenities = row.List("amenities"),
                PropertyId = row.Text("listing_id"),
            },
        };
    }
}

/// <summary>A stay to predict.</summary>
internal sealed record Case
{
    /// <summary>The stay's id.</summary>
    [JsonPropertyName("case")]
    public required long Id { get; init; }

    public string? Metro { get; init; }

    /// <summary>How many stays the guest had before.</summary>
    [JsonPropertyName("n")]
    public int EarlierStays { get; init; }

    public bool RepeatListing { get; init; }

    /// <summary>Ids of listings, one of which was booked; null where there is no ranking for the case.</summary>
    public IReadOnlyList<string>? Uniform { get; init; }

    public IReadOnlyList<string>? Popular { get; init; }
}
