using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Redis;

/// <summary>
/// A Lua script of this package. It is called by its hash, and its text is sent only to a server that does not know it.
/// </summary>
internal sealed class RedisScript
{
    /// <summary>The part that is put before every script, unless the script says where.</summary>
    private const string Common = "common";

    /// <summary>The part that <c>common</c> needs before it.</summary>
    private const string Sums = "sums";

    /// <summary>The parts for which a script may say where they are put.</summary>
    private static readonly string[] Parts = ["trimming", Common, "history", Sums];

    /// <summary>
    /// Limits that scripts apply too, by the names that stand for them there. A name that begins with another one comes before it.
    /// </summary>
    private static readonly (string Name, long Value)[] Limits =
    [
        ("MOST_WAITING_BYTES", SessionLimits.MaxWaitingBytes),
        ("MOST_WAITING", SessionLimits.MaxWaitingMessages),
        ("REMEMBERED_IDS", SessionLimits.RememberedIds),
    ];

    /// <param name="name">The file's name without its extension.</param>
    public RedisScript(string name)
    {
        Name = name;
        var text = Load(name);
        Text = text.Contains(PlaceOf(Common), StringComparison.Ordinal)
            ? Parts.Aggregate(text, static (whole, part) => whole.Replace(PlaceOf(part), Load(part), StringComparison.Ordinal))
            : Load(Sums) + Load(Common) + text;
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
