using System.Text;

namespace HospitalityMemory;

/// <summary>The weight of a booking in a travel record: its texts as UTF-8, and a constant for everything else.</summary>
internal static class BookingWeight
{
    /// <summary>Dates, numbers, and the names of the fields.</summary>
    private const int OfFields = 128;

    /// <summary>The quotation marks and the comma of a text in a list.</summary>
    private const int OfItem = 4;

    public static int Of(Booking booking)
    {
        var weight = OfFields
            + Of(booking.BookingId) + Of(booking.City) + Of(booking.Country) + Of(booking.TimeZone)
            + Of(booking.PropertyId) + Of(booking.PropertyType) + Of(booking.Operator)
            + Of(booking.Channel) + Of(booking.RatePlan) + Of(booking.Currency)
            + Of(booking.Origin?.SessionId) + Of(booking.Origin?.Name);
        for (var i = 0; i < booking.Amenities.Count; i++)
        {
            weight += OfItem + Of(booking.Amenities[i]);
        }

        foreach (var (name, json) in booking.AdditionalFields.Raw)
        {
            weight += OfItem + Of(name) + Of(json);
        }

        return weight;
    }

    private static int Of(string? text) => text is null ? 0 : Ascii.IsValid(text) ? text.Length : Encoding.UTF8.GetByteCount(text);
}
