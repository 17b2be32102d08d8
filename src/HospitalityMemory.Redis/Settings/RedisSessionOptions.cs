namespace HospitalityMemory;

/// <summary>How sessions are kept in Redis. Read once, when the host starts or the first session is asked for.</summary>
/// <remarks>Bound from the section <see cref="SectionName"/>.</remarks>
public sealed class RedisSessionOptions
{
    /// <summary>The section of the host's configuration.</summary>
    public const string SectionName = "HospitalityMemory:Redis";

    /// <summary>
    /// Where Redis is, as StackExchange.Redis reads it, such as <c>redis:6379,password=...,ssl=true</c>; of a cluster some
    /// of its nodes. Null, as by default, for <c>REDIS_HOST</c> (localhost by default) and <c>REDIS_PORT</c> (6379). Not
    /// used where a connection or its options are handed in.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// What every key begins with, <c>hm:</c> by default: 0 to 64 characters, no braces (they mark the hash tag) and no
    /// control characters. All servers of one application have the same; applications that share a server are told apart
    /// by <see cref="HospitalityMemoryOptions.Application"/>, under one prefix.
    /// </summary>
    public string KeyPrefix { get; set; } = "hm:";
}
