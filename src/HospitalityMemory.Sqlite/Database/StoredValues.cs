using System.Buffers;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>How values look in the file. A plain SQLite client can read them.</summary>
internal static class StoredValues
{
    private const int ExpectedBytes = 1024;

    /// <summary>A thousand million seconds.</summary>
    private const long LongestLifetime = 1_000_000_000 * TimeSpan.TicksPerSecond;

    /// <summary>Whether an error comes from a value that this library never writes, such as a time out of range.</summary>
    public static bool AreBroken(Exception exception) => exception is ArgumentException or FormatException or OverflowException or InvalidCastException
        or JsonException or (InvalidOperationException and not ObjectDisposedException);

    public static CorruptDataException Broken(StoredDataKind kind, Exception exception) =>
        new(kind, "A column of the stored row holds what is none of its values.", exception);

    /// <summary>
    /// A moment in units of 100 nanoseconds since 1970, UTC. The number is exact, and <c>datetime(x / 10000000, 'unixepoch')</c> shows it.
    /// </summary>
    public static long Time(DateTimeOffset time) => time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    /// <exception cref="ArgumentException">There is no such moment.</exception>
    public static DateTimeOffset ToTime(long stored) => new(unchecked(stored + DateTimeOffset.UnixEpoch.Ticks), TimeSpan.Zero);

    public static DateTimeOffset ToTimeOrDefault(long stored) =>
        stored >= -DateTimeOffset.UnixEpoch.Ticks && stored <= (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks ? ToTime(stored) : default;

    /// <summary>A day as a number such as 20260501: readable, short, and in the order of the days.</summary>
    public static long Day(DateOnly day) => (day.Year * 10_000) + (day.Month * 100) + day.Day;

    /// <exception cref="ArgumentException">There is no such day.</exception>
    public static DateOnly ToDay(long stored) => stored is > 0 and <= 9999_12_31
        ? new((int)(stored / 10_000), (int)(stored / 100 % 100), (int)(stored % 100))
        : throw new ArgumentOutOfRangeException(nameof(stored));

    /// <summary>UTF-8 as the JSON writer wrote it. Statements store it as text by a CAST, which copies.</summary>
    public static byte[] Json<T>(T value, Action<T, IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>(ExpectedBytes);
        write(value, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The UTF-8 of a text, without the detour over UTF-16.</summary>
    public static byte[] Utf8(SqliteDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    /// <summary>A lifetime in units of 100 nanoseconds; null for none.</summary>
    /// <exception cref="ArgumentException">The number is no lifetime that a session can have.</exception>
    public static TimeSpan? LifetimeOrNull(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null
        : reader.GetInt64(column) is > 0 and <= LongestLifetime and var ticks ? new TimeSpan(ticks)
        : throw new ArgumentOutOfRangeException(nameof(column));

    public static string? TextOrNull(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
