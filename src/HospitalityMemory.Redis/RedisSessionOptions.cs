namespace HospitalityMemory;

/// <summary>Settings of the sessions in Redis, other than how to connect.</summary>
public sealed class RedisSessionOptions
{
    /// <summary>
    /// What every key begins with, <c>hm:</c> by default: 0 to 64 characters, no braces (they mark the hash tag) and no
    /// control characters. Applications that share a server need one each; all servers of one application have the
    /// same.
    /// </summary>
    public string KeyPrefix { get; set; } = "hm:";
}
