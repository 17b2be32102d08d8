using System.Security.Cryptography;
using System.Text;

namespace HospitalityMemory;

/// <summary>
/// Tells which id an error means. Errors and logs contain keyed hashes in place of the ids of guests and sessions. With an id and
/// the host's key you can find out whether a hash is that id's.
/// </summary>
/// <remarks>Resolve it from the container. Thread safe.</remarks>
public sealed class MemoryDiagnostics
{
    /// <summary>64 bits tell one guest from a few million others, and are short enough for a log.</summary>
    private const int HashBytes = 8;

    private readonly byte[] _key;

    /// <param name="key">The host's secret; null for a random key that lasts as long as this object.</param>
    internal MemoryDiagnostics(string? key) => _key = key is null ? RandomNumberGenerator.GetBytes(32) : Encoding.UTF8.GetBytes(key);

    /// <summary>The hash by which an error names an id.</summary>
    /// <param name="id">The id of a guest or a session.</param>
    /// <returns>
    /// 16 hexadecimal digits: the first 8 bytes of HMAC-SHA256 over the id's UTF-8, with the UTF-8 of
    /// <see cref="HospitalityMemoryOptions.DiagnosticsKey"/> as its key.
    /// </returns>
    public string HashOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(id), hash);
        return Convert.ToHexStringLower(hash[..HashBytes]);
    }
}
