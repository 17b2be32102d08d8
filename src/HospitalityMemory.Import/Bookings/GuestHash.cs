using System.Security.Cryptography;
using System.Text;

namespace HospitalityMemory.Import;

/// <summary>
/// Ids of guests of whom there is only personal data, such as an e-mail address: nobody reads it off the id, and the platform computes
/// the same id of the same data.
/// </summary>
/// <remarks>
/// HMAC-SHA256 of the values in lower case, blanks between words made one and those around them left out, each ended by U+001F; the
/// first 16 bytes in hexadecimal behind <c>g-</c>. Without a key it is no secret: who knows an address can compute its hash. Pure.
/// </remarks>
public static class GuestHash
{
    private const int Length = 16;

    /// <summary>The id of a guest.</summary>
    /// <param name="key">The secret; null or empty for none.</param>
    /// <param name="values">What is known of the guest, in the order of the mapping's columns.</param>
    /// <returns>Such as <c>g-3f0c...</c>, 34 characters.</returns>
    public static string Of(string? key, params IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var text = new StringBuilder();
        foreach (var value in values)
        {
            text.AppendJoin(' ', value.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Append('\u001f');
        }

        return $"g-{Hex(key ?? "", text.ToString())}";
    }

    /// <summary>The id of a booking that has none: the same guest, place and check-in are the same booking.</summary>
    internal static string BookingId(string guestId, string place, DateOnly checkIn) =>
        $"derived-{Hex("", $"{guestId}\u001f{place.Trim().ToLowerInvariant()}\u001f{checkIn:yyyy-MM-dd}")}";

    private static string Hex(string key, string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text), hash);
        return Convert.ToHexStringLower(hash[..Length]);
    }
}
