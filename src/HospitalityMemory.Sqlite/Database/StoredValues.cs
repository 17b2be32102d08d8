using System.Buffers;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>How values look in the file, so that a plain client can read them.</summary>
internal static class StoredValues
{
    private const int ExpectedBytes = 1024;

    /// <summary>
    /// A moment as units of 100 nanoseconds since 1970, UTC: exact, and <c>datetime(x / 10000000, 'unixepoch')</c>
    /// shows it.
    /// </summary>
    public static long Time(DateTimeOffset time) => time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    public static DateTimeOffset ToTime(long stored) => new(stored + DateTimeOffset.UnixEpoch.Ticks, TimeSpan.Zero);

    /// <summary>A day as yyyy-MM-dd, whose order as text is that of the days.</summary>
    public static string Day(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>UTF-8 as the writer wrote it; statements store it as text by a CAST, which copies.</summary>
    public static byte[] Json<T>(T value, Action<T, IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>(ExpectedBytes);
        write(value, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The UTF-8 of a text, without the detour over UTF-16.</summary>
    public static byte[] Utf8(SqliteDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    public static string? TextOrNull(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
