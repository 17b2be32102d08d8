using System.Buffers.Text;
using System.Globalization;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>
/// Times in Redis: Unix seconds with seven decimals, such as <c>1772366400.0000000</c>, exact to the tick.
/// </summary>
internal static class RedisTime
{
    private const int Decimals = 7;

    public static RedisValue Format(DateTimeOffset time) => Format(time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks);

    public static RedisValue Format(TimeSpan? span) => span is { } value ? Format(value.Ticks) : "";

    /// <exception cref="CorruptDataException">The text is no time.</exception>
    public static DateTimeOffset Parse(ReadOnlySpan<byte> text)
    {
        // Before 1970 the seconds are negative, but the decimals still count upwards.
        if (text.Length > Decimals + 1
            && text[^(Decimals + 1)] == '.'
            && Utf8Parser.TryParse(text[..^(Decimals + 1)], out long seconds, out var read) && read == text.Length - Decimals - 1
            && Utf8Parser.TryParse(text[^Decimals..], out uint ticks, out read) && read == Decimals
            && seconds is > -62_135_596_801 and < 253_402_300_800)
        {
            return DateTimeOffset.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + ticks);
        }

        throw new CorruptDataException(
            StoredDataKind.Session,
            "A time of a stored session does not follow the layout: Unix seconds with seven decimals are expected.", null);
    }

    private static RedisValue Format(long ticks)
    {
        var (seconds, rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        if (rest < 0)
        {
            (seconds, rest) = (seconds - 1, rest + TimeSpan.TicksPerSecond);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{seconds}.{rest:D7}");
    }
}
