using System.Globalization;

namespace HospitalityMemory.Firestore;

/// <summary>Firestore's times: whole microseconds, counted from 1970 here, and rounded down as Firestore does.</summary>
internal static class FirestoreTime
{
    private const int FractionStart = 20;
    private const int FractionDigits = 6;

    public static long ToMicroseconds(DateTimeOffset time) =>
        (time.UtcTicks / TimeSpan.TicksPerMicrosecond) - (DateTimeOffset.UnixEpoch.Ticks / TimeSpan.TicksPerMicrosecond);

    public static string ToText(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads RFC 3339 in UTC, as Firestore answers: no fraction, or one of up to nine digits.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static long Parse(string? text)
    {
        // DateTimeOffset would round digits beyond the microsecond. They are cut off instead.
        var exact = text is { Length: > FractionStart + FractionDigits + 1 } ? string.Concat(text.AsSpan(0, FractionStart + FractionDigits), "Z") : text;
        return DateTimeOffset.TryParseExact(
            exact, "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? ToMicroseconds(time)
            : throw new FormatException("This is not a time in UTC.");
    }
}
