using System.Globalization;
using System.Text;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// How sessions and guests' indexes spread over a Redis Cluster whose slots are divided evenly. An id's shard is its hash tag,
/// and the tag determines the slot (docs/redis-layout.md).
/// </summary>
internal static class HashSlotSimulation
{
    private const int Shards = 256;
    private const int Slots = 16_384;

    /// <summary>How many of the 256 shards the fullest primary has, and how many a primary has on average.</summary>
    public static (int Most, double Mean) ShardsPerPrimary(int primaries)
    {
        var counts = new int[primaries];
        for (var shard = 0; shard < Shards; shard++)
        {
            counts[PrimaryOf(shard, primaries)]++;
        }

        return (counts.Max(), (double)Shards / primaries);
    }

    /// <summary>How much more the fullest primary holds than the average.</summary>
    public static double Imbalance(int primaries, int ids, Func<int, string> id)
    {
        var counts = new int[primaries];
        for (var i = 0; i < ids; i++)
        {
            counts[PrimaryOf(Crc16(id(i)) % Shards, primaries)]++;
        }

        return counts.Max() / ((double)ids / primaries);
    }

    /// <summary>How much more the fullest shard holds than the average.</summary>
    public static double ShardImbalance(int ids, Func<int, string> id)
    {
        var counts = new int[Shards];
        for (var i = 0; i < ids; i++)
        {
            counts[Crc16(id(i)) % Shards]++;
        }

        return counts.Max() / ((double)ids / Shards);
    }

    private static int PrimaryOf(int shard, int primaries) =>
        (int)((long)(Crc16(shard.ToString(CultureInfo.InvariantCulture)) % Slots) * primaries / Slots);

    /// <summary>CRC-16/XMODEM. Redis Cluster finds a key's slot with it, and the store an id's shard.</summary>
    private static int Crc16(string text)
    {
        var crc = 0;
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            crc ^= value << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = ((crc << 1) ^ ((crc & 0x8000) is 0 ? 0 : 0x1021)) & 0xFFFF;
            }
        }

        return crc;
    }
}
