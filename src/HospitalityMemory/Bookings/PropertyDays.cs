using System.Collections.Concurrent;

namespace HospitalityMemory;

/// <summary>The days of the property's own calendar.</summary>
internal static class PropertyDays
{
    /// <summary>More than there are time zones. Ids that a host makes up beyond that are looked up each time.</summary>
    private const int MaxZones = 1_000;

    // Ids that the machine does not know are kept too, as looking for them reads files.
    private static readonly ConcurrentDictionary<string, TimeZoneInfo> Zones = new(StringComparer.Ordinal);

    /// <summary>
    /// How many days before check-in a booking was made, at least 0. Days are the property's where its time zone is known, else
    /// UTC's. Null where it is not known when the booking was made.
    /// </summary>
    public static int? LeadTimeOf(Booking booking) => booking.BookedAt is { } bookedAt
        ? Math.Max(0, booking.CheckIn.DayNumber - DayOf(bookedAt, booking.TimeZone).DayNumber)
        : null;

    /// <summary>Whether a text is written as the ids of time zones are, whether or not there is such a zone.</summary>
    public static bool IsZoneId(string id)
    {
        foreach (var letter in id)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('/' or '_' or '-' or '+'))
            {
                return false;
            }
        }

        return char.IsAsciiLetter(id[0]);
    }

    private static DateOnly DayOf(DateTimeOffset moment, string? zone) =>
        DateOnly.FromDateTime(zone is null ? moment.UtcDateTime : TimeZoneInfo.ConvertTime(moment, ZoneOf(zone)).DateTime);

    private static TimeZoneInfo ZoneOf(string id)
    {
        if (Zones.TryGetValue(id, out var known))
        {
            return known;
        }

        var zone = id.Length > 0 && IsZoneId(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var found) ? found : TimeZoneInfo.Utc;
        if (Zones.Count < MaxZones)
        {
            Zones[id] = zone;
        }

        return zone;
    }
}
