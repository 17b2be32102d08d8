using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Redis;

/// <summary>
/// A Lua script of this package, called by its hash and sent whole only to a server that does not know it.
/// </summary>
internal sealed class RedisScript
{
    /// <summary>Put before every script, unless that says where.</summary>
    private const string Common = "common";

    /// <summary>Put only where a script says so.</summary>
    private static readonly string[] Parts = ["trimming", Common, "history"];

    /// <summary>Limits that scripts heed as well, by the names that stand for them there; a name that begins with another one first.</summary>
    private static readonly (string Name, long Value)[] Limits =
    [
        ("MOST_WAITING_BYTES", SessionLimits.MaxWaitingBytes),
        ("MOST_WAITING", SessionLimits.MaxWaitingMessages),
        ("REMEMBERED_IDS", SessionLimits.RememberedIds),
    ];

    /// <param name="name">Of the file, without its ending.</param>
    public RedisScript(string name)
    {
        Name = name;
        var text = Load(name);
        Text = text.Contains(PlaceOf(Common), StringComparison.Ordinal)
            ? Parts.Aggregate(text, static (whole, part) => whole.Replace(PlaceOf(part), Load(part), StringComparison.Ordinal))
            : Load(Common) + text;
        Hash = HashOf(Text);
    }

    public string Name { get; }

    public string Text { get; }

    /// <summary>The SHA-1 by which Redis knows the script.</summary>
    public byte[] Hash { get; }

    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "Redis names scripts by their SHA-1.")]
    private static byte[] HashOf(string text) => SHA1.HashData(Encoding.UTF8.GetBytes(text));

    private static string PlaceOf(string part) => $"-- {part}.lua is put here.\n";

    private static string Load(string name)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream($"{name}.lua")
            ?? throw new InvalidOperationException($"The script {name}.lua is missing in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Limits.Aggregate(
            reader.ReadToEnd(),
            static (text, limit) => text.Replace(limit.Name, limit.Value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }
}
