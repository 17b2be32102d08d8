using System.Buffers.Text;
using System.Security.Cryptography;

namespace HospitalityMemory.Orchestrator;

/// <summary>Ids that nobody can guess: 128 random bits.</summary>
internal static class RandomIds
{
    public static string Guest() => Make("g_");

    public static string Session() => Make("s_");

    /// <summary>Whether a text can be the id of a session here. No store is asked for any other id.</summary>
    public static bool IsSession(string? id) => id is { Length: 24 } && id.StartsWith("s_", StringComparison.Ordinal) && Base64Url.IsValid(id.AsSpan(2));

    private static string Make(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
}
