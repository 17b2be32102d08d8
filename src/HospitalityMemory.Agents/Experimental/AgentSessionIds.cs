using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HospitalityMemory.Agents;

/// <summary>Makes the id under which the memory keeps an agent's session.</summary>
internal static class AgentSessionIds
{
    private const string Prefix = "agent-session:";

    /// <summary>
    /// Makes an id of parts, each of which may hold any character. Other parts, or parts that are divided elsewhere, give another id.
    /// </summary>
    public static string Of(params IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Prefix + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
