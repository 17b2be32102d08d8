using System.Globalization;
using HospitalityMemory.Stores;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>The first arguments of the scripts for a session's steps, in their order.</summary>
internal static class StepValues
{
    /// <summary>How many arguments a script needs to extend a session.</summary>
    public const int OfUse = 5;

    /// <summary>How many arguments a writing script needs to extend a session and to keep its limits.</summary>
    public const int OfWrite = 9;

    /// <summary>Writes id, now, lifetime, sliding and maximum.</summary>
    public static void SetUse(Span<RedisValue> values, string sessionId, DateTimeOffset now, SessionLimits limits)
    {
        values[0] = sessionId;
        values[1] = RedisTime.Format(now);
        values[2] = RedisTime.Format(limits.Lifetime);
        values[3] = RedisTime.Format(now + limits.Lifetime);
        values[4] = RedisTime.Format(limits.MaxLifetime);
    }

    /// <summary>Writes the same, then the most messages, weight and bytes, and whether trimmed messages are kept for a summary.</summary>
    public static void SetWrite(Span<RedisValue> values, string sessionId, DateTimeOffset now, SessionLimits limits)
    {
        SetUse(values, sessionId, now, limits);
        values[5] = limits.MaxMessages;
        values[6] = limits.MaxWeight is { } weight ? weight : "";
        values[7] = limits.MaxSessionBytes;
        values[8] = limits.KeepsTrimmed;
    }

    /// <summary>The hash as 16 bytes; empty if there is none.</summary>
    public static RedisValue HashOf(UInt128? hash)
    {
        if (hash is not { } value)
        {
            return "";
        }

        var bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>The token as 32 hexadecimal digits.</summary>
    public static RedisValue TokenOf(UInt128 token) => token.ToString("x32", CultureInfo.InvariantCulture);
}
