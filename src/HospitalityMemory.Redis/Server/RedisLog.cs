using Microsoft.Extensions.Logging;

namespace HospitalityMemory.Redis;

/// <summary>What an operator is told about the server. It shows only the addresses of a connection string, never a secret.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(1, LogLevel.Warning, "Redis at {Endpoint} is out of reach ({Reason}). Calls to it fail at once until it is back.")]
    public static partial void WentAway(this ILogger logger, string endpoint, string reason);

    [LoggerMessage(2, LogLevel.Information, "Redis at {Endpoint} is back.")]
    public static partial void CameBack(this ILogger logger, string endpoint);

    [LoggerMessage(3, LogLevel.Warning, "The clock of this host is {Seconds} seconds ahead of that of Redis at {Endpoint} (behind it where negative). Sessions go by the clock of Redis; set this host's.")]
    public static partial void ClocksDiffer(this ILogger logger, string endpoint, double seconds);
}
