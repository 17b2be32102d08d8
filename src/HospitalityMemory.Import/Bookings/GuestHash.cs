using System.Security.Cryptography;
using System.Text;

namespace HospitalityMemory.Import;

/// <summary>
/// Ids for guests of whom a file has only personal data, such as an e-mail address. Nobody can read the data off the id, and the platform
/// computes the same id from the same data.
/// </summary>
/// <remarks>
/// The id is <c>g-</c> and the first 16 bytes, in hexadecimal, of an HMAC-SHA256 of the values. Each value is put into lower case, blanks
/// around it are removed and those between words become one, and U+001F ends it. Without a key the id is no secret: anyone who knows an
/// address can compute its hash. Pure.
/// </remarks>
public static class GuestHash
{
    private const int Length = 16;

    /// <summary>The id of a guest.</summary>
    /// <param name="key">The secret; null or empty for none.</param>
    /// <param name="values">What is known of the guest, in the order of the mapping's columns.</param>
    /// <returns>An id such as <c>g-3f0c...</c>, of 34 characters.</returns>
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

    /// <summary>The id of a booking that has none. The same guest, place and check-in make the same booking.</summary>
    internal static string BookingId(string guestId, string place, DateOnly checkIn) =>
        $"derived-{Hex("", $"{guestId}\u001f{place.Trim().ToLowerInvariant()}\u001f{checkIn:yyyy-MM-dd}")}";

    private static string Hex(string key, string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text), hash);
        return Convert.ToHexStringLower(hash[..Length]);
    }
}
