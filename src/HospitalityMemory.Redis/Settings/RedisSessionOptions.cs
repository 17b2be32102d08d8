namespace HospitalityMemory;

/// <summary>How sessions are kept in Redis. The options are read once: when the host starts, or when the first session is asked for.</summary>
/// <remarks>Bound from the section <see cref="SectionName"/>.</remarks>
public sealed class RedisSessionOptions
{
    /// <summary>The section of the host's configuration.</summary>
    public const string SectionName = "HospitalityMemory:Redis";

    /// <summary>
    /// The address of Redis as StackExchange.Redis reads it, such as <c>redis:6379,password=...,ssl=true</c>; for a cluster some of its
    /// nodes. Null, the default, stands for <c>REDIS_HOST</c> (localhost by default) and <c>REDIS_PORT</c> (6379). The value is ignored if
    /// a connection or its options are handed in.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// The beginning of every key, <c>hm:</c> by default: 0 to 64 characters, no braces (they mark the hash tag) and no control characters.
    /// All servers of one application use the same. Applications that share a server may have one prefix;
    /// <see cref="HospitalityMemoryOptions.Application"/> tells them apart.
    /// </summary>
    public string KeyPrefix { get; set; } = "hm:";
}
