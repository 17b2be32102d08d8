namespace HospitalityMemory.Redis;

/// <summary>The scripts of sessions. Each file describes its arguments and its answer.</summary>
internal static class SessionScripts
{
    public static RedisScript Create { get; } = new("create");

    public static RedisScript Read { get; } = new("read");

    public static RedisScript Info { get; } = new("info");

    public static RedisScript Messages { get; } = new("messages");

    public static RedisScript Replace { get; } = new("replace");

    public static RedisScript Append { get; } = new("append");

    public static RedisScript Edit { get; } = new("edit");

    public static RedisScript Clear { get; } = new("clear");

    public static RedisScript Lease { get; } = new("lease");

    public static RedisScript Release { get; } = new("release");

    public static RedisScript Delete { get; } = new("delete");

    public static RedisScript Owned { get; } = new("owned");

    public static RedisScript Erase { get; } = new("erase");

    public static RedisScript Due { get; } = new("due");

    public static RedisScript Sweep { get; } = new("sweep");

    public static RedisScript List { get; } = new("list");

    public static RedisScript AddToIndex { get; } = new("index_add");

    public static RedisScript RemoveFromIndex { get; } = new("index_remove");

    public static RedisScript Indexed { get; } = new("indexed");
}
