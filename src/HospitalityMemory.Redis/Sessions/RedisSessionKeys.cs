using System.Globalization;
using System.Text;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>The keys, as docs/redis-layout.md lists them.</summary>
/// <remarks>
/// A key ends with the unchanged id, and the part before the id has a fixed form: no two ids share a key. The hash tag is the shard's
/// number. It stands before the id, and so braces in an id mean nothing. It stands after the application, whose name has neither colons nor
/// braces.
/// </remarks>
internal sealed class RedisSessionKeys
{
    /// <summary>The sessions of a shard share one slot of a cluster, and one set of books.</summary>
    public const int ShardCount = 256;

    private readonly Shard[] _shards;

    public RedisSessionKeys(string prefix, string application = HospitalityMemoryOptions.DefaultApplication)
    {
        prefix = application is HospitalityMemoryOptions.DefaultApplication ? prefix : $"{prefix}{application}:";
        _shards = [.. Enumerable.Range(0, ShardCount).Select(number => new Shard(prefix, number))];
        Probe = Start(prefix, 0) + "probe";
    }

    /// <summary>The key that a ping writes to.</summary>
    public RedisKey Probe { get; }

    public IReadOnlyList<Shard> Shards => _shards;

    /// <summary>The shard of a session or of a guest.</summary>
    public Shard ShardOf(string id) => _shards[ShardNumber(id)];

    public RedisKey UserIndex(string userId) => ShardOf(userId).Users + userId;

    /// <summary>
    /// CRC-16 of the id's UTF-8 (polynomial 0x1021, initial value 0: XMODEM, that of Redis Cluster) modulo the number
    /// of shards, which leaves its low byte.
    /// </summary>
    public static int ShardNumber(string id)
    {
        Span<byte> buffer = stackalloc byte[1024];
        var utf8 = Encoding.UTF8.GetByteCount(id) is var length && length <= buffer.Length
            ? buffer[..Encoding.UTF8.GetBytes(id, buffer)]
            : Encoding.UTF8.GetBytes(id);
        var crc = 0;
        foreach (var value in utf8)
        {
            crc ^= value << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) is 0 ? crc << 1 : (crc << 1) ^ 0x1021;
            }
        }

        return crc & (ShardCount - 1);
    }

    private static string Start(string prefix, int shard) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{{{shard}}}:");

    /// <summary>The beginnings of one shard's keys, and the keys of its books.</summary>
    internal sealed class Shard(string prefix, int number)
    {
        // Kept as bytes: appending an id then makes no string for each call.
        private readonly RedisKey _sessions = Encoding.UTF8.GetBytes(Start(prefix, number) + "session:");
        private readonly RedisKey _messages = Encoding.UTF8.GetBytes(Start(prefix, number) + "messages:");
        private readonly RedisKey _waiting = Encoding.UTF8.GetBytes(Start(prefix, number) + "waiting:");
        private readonly RedisKey _ids = Encoding.UTF8.GetBytes(Start(prefix, number) + "ids:");

        public string Users { get; } = Start(prefix, number) + "user:";

        public RedisKey Expiry { get; } = Start(prefix, number) + "expiry";

        public RedisKey Sizes { get; } = Start(prefix, number) + "sizes";

        public RedisKey Owners { get; } = Start(prefix, number) + "owners";

        public RedisKey Session(string sessionId) => _sessions.Append(sessionId);

        public RedisKey Messages(string sessionId) => _messages.Append(sessionId);

        /// <summary>The keys that the sweep frees: the session, its messages, the waiting messages and the remembered ids.</summary>
        public RedisKey[] OwnOf(string sessionId) =>
            [Session(sessionId), Messages(sessionId), _waiting.Append(sessionId), _ids.Append(sessionId)];

        /// <summary>All keys of a session's step, in the order in which the scripts take them.</summary>
        public RedisKey[] Of(string sessionId) =>
        [
            Session(sessionId), Messages(sessionId), _waiting.Append(sessionId), _ids.Append(sessionId), Expiry, Sizes, Owners,
        ];
    }
}
