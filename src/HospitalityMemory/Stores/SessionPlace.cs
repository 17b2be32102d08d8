using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HospitalityMemory.Stores;

/// <summary>
/// Where a page of a list of sessions ends: two numbers of the store's own, and their text in <see cref="SessionPage.Next"/>. The
/// text contains no id, as it goes into addresses. A text that was not made for the list is refused.
/// </summary>
/// <param name="First">The first number.</param>
/// <param name="Second">The second number.</param>
public readonly record struct SessionPlace(long First, long Second)
{
    private const int Numbers = 2 * sizeof(long);

    // The check finds texts that were mixed up. It is no secret: a caller that may list may begin anywhere.
    private const int Check = sizeof(uint);

    /// <summary>Reads the place that a query names.</summary>
    /// <param name="query">The query.</param>
    /// <param name="list">
    /// The store's name for all of its lists. Stores whose places mean different things need different names.
    /// </param>
    /// <returns>The place; null where the query asks for the first page.</returns>
    /// <exception cref="ArgumentException">The text was made for no page of this list.</exception>
    public static SessionPlace? Of(SessionQuery query, string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (query.After is not { } after)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[Numbers + Check];
        return after.Length == Base64Url.GetEncodedLength(bytes.Length)
            && Base64Url.DecodeFromChars(after, bytes, out _, out var length) is OperationStatus.Done
            && length == bytes.Length
            && BinaryPrimitives.ReadUInt32BigEndian(bytes[Numbers..]) == CheckOf(bytes[..Numbers], query.UserId, list)
            ? new(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes[sizeof(long)..]))
            : throw new ArgumentException(
                $"{nameof(SessionQuery.After)} is no place in this list; it must be the {nameof(SessionPage.Next)} of the page before.", nameof(query));
    }

    /// <summary>Writes the place down for <see cref="SessionPage.Next"/>.</summary>
    /// <param name="query">The query whose page ends here.</param>
    /// <param name="list">The store's name for all of its lists.</param>
    /// <returns>27 letters, digits, hyphens and underscores.</returns>
    public string ToNext(SessionQuery query, string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        Span<byte> bytes = stackalloc byte[Numbers + Check];
        BinaryPrimitives.WriteInt64BigEndian(bytes, First);
        BinaryPrimitives.WriteInt64BigEndian(bytes[sizeof(long)..], Second);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[Numbers..], CheckOf(bytes[..Numbers], query.UserId, list));
        return Base64Url.EncodeToString(bytes);
    }

    private static uint CheckOf(ReadOnlySpan<byte> numbers, string? userId, string list)
    {
        byte[] all = [.. numbers, .. Encoding.UTF8.GetBytes(list), 0, .. userId is null ? [] : Encoding.UTF8.GetBytes(userId)];
        return BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(all));
    }
}
