using System.Globalization;
using HospitalityMemory.Stores;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>What the scripts of a session's steps take first, in their order.</summary>
internal static class StepValues
{
    /// <summary>How many values say how a session is extended.</summary>
    public const int OfUse = 5;

    /// <summary>How many values say what a write is to fit as well.</summary>
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

    /// <summary>Writes those, and most messages, most weight, most bytes and whether what goes is kept.</summary>
    public static void SetWrite(Span<RedisValue> values, string sessionId, DateTimeOffset now, SessionLimits limits)
    {
        SetUse(values, sessionId, now, limits);
        values[5] = limits.MaxMessages;
        values[6] = limits.MaxWeight is { } weight ? weight : "";
        values[7] = limits.MaxSessionBytes;
        values[8] = limits.KeepsTrimmed;
    }

    /// <summary>16 bytes; empty for none.</summary>
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

    /// <summary>32 hexadecimal digits.</summary>
    public static RedisValue TokenOf(UInt128 token) => token.ToString("x32", CultureInfo.InvariantCulture);
}
