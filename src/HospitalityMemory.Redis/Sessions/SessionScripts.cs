namespace HospitalityMemory.Redis;

/// <summary>The scripts of sessions. Each says itself what it takes and answers.</summary>
internal static class SessionScripts
{
    public static RedisScript Create { get; } = new("create");

    public static RedisScript Read { get; } = new("read");

    public static RedisScript Replace { get; } = new("replace");

    public static RedisScript Append { get; } = new("append");

    public static RedisScript Delete { get; } = new("delete");

    public static RedisScript Usage { get; } = new("usage");

    public static RedisScript Sweep { get; } = new("sweep");

    public static RedisScript AddToIndex { get; } = new("index_add");

    public static RedisScript RemoveFromIndex { get; } = new("index_remove");
}
