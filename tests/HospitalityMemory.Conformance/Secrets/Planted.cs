using System.Text;
using System.Text.Json;

namespace HospitalityMemory.Conformance.Secrets;

/// <summary>
/// A unique text, and the values in which it is planted: ids, names, texts, passwords. It is recognized in plain form and in the
/// forms of a careless address or dump.
/// </summary>
public sealed class Planted
{
    private readonly string[] _forms;

    /// <summary>Makes a new text.</summary>
    public Planted()
    {
        // Small letters and digits, which no encoder of addresses, JSON or SQL changes.
        Marker = $"planted{Guid.NewGuid():n}";
        var bytes = Encoding.UTF8.GetBytes(Marker);
        _forms =
        [
            Marker,
            Convert.ToHexString(bytes),

            // A text has three forms in base64, depending on where it begins. The characters that its neighbours affect are left
            // out.
            .. Enumerable.Range(0, 3).Select(offset => Convert.ToBase64String([.. new byte[offset], .. bytes, 0, 0])[4..40]),
        ];
    }

    /// <summary>The text itself.</summary>
    public string Marker { get; }

    /// <summary>A guest's id.</summary>
    public string Guest => $"guest {Marker}";

    /// <summary>A session's id.</summary>
    public string Session => $"session {Marker}";

    /// <summary>A booking's id.</summary>
    public string BookingId => $"booking {Marker}";

    /// <summary>A password or another secret.</summary>
    public string Password => $"password{Marker}";

    /// <summary>Something that a guest says.</summary>
    public string Text => $"I am {Marker}, and \"that\" is between us.";

    /// <summary>A short text, such as a name.</summary>
    public string Name => $"n {Marker}";

    /// <summary>Whether a text contains it in any of its forms.</summary>
    public bool IsIn(string? text) => text is not null && Array.Exists(_forms, form => text.Contains(form, StringComparison.OrdinalIgnoreCase));

    internal Booking Booking => new()
    {
        BookingId = BookingId,
        City = Name,
        Country = "US",
        PropertyId = Name,
        PropertyType = Name,
        CheckIn = new(2026, 1, 1),
        CheckOut = new(2026, 1, 4),
        PricePerNight = 120,
        Currency = "USD",
        GuestRating = 4,
        Amenities = [Name],
        AdditionalFields = Fields,
    };

    internal JsonFields Fields => JsonFields.Empty.Set(Marker, Text);

    internal SessionMessage Message => new()
    {
        Role = MessageRole.User,
        Content = Text,
        MessageId = Marker,
        Agent = Name,
        Name = Name,
        ToolCallIds = [Marker],
        Payload = Json($$"""{"{{Marker}}":"{{Marker}}"}"""),
        AdditionalFields = Fields,
    };

    internal static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
