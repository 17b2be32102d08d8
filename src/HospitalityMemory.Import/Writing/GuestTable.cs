using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace HospitalityMemory.Import;

/// <summary>Tells guests apart by hashes of their ids, up to a limited number of guests.</summary>
internal sealed class GuestTable
{
    private const int MostGuests = 500_000;

    private readonly Dictionary<long, int> _rows = [];
    private int _most;

    public long Count => _rows.Count;

    public bool IsExact { get; private set; } = true;

    public string? Busiest { get; private set; }

    public void Add(string userId)
    {
        var hash = HashOf(userId);
        if (_rows.Count >= MostGuests && !_rows.ContainsKey(hash))
        {
            IsExact = false;
            return;
        }

        ref var rows = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, hash, out _);
        rows++;
        if (rows > _most)
        {
            (_most, Busiest) = (rows, userId);
        }
    }

    public bool Has(string userId) => _rows.ContainsKey(HashOf(userId));

    private static long HashOf(string userId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(userId.AsSpan()), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
