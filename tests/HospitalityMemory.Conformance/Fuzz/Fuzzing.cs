using System.Globalization;
using System.Text;
using CsCheck;

namespace HospitalityMemory.Conformance;

/// <summary>Well-formed data that is broken in random ways. Tests that use it have the trait Category=Fuzz.</summary>
public static class Fuzzing
{
    public const string Category = "Fuzz";

    private const string Variable = "HOSPITALITYMEMORY_FUZZ_ITERATIONS";

    /// <summary>
    /// Tokens that are hard for readers: values of other types, numbers beyond all limits, and texts that are not Unicode.
    /// </summary>
    private static readonly string[] Tokens =
    [
        "null", "true", "0", "-1", "1e400", "-1e400", "1e-400", "9223372036854775808", "79228162514264337593543950336", "0.1e1", "[]", "{}", "[null]", "\"\"", "\"x\"",
        "\"\\ud800\"", "\"\\u0000\"", "\"9999-12-31\"", "\"0001-01-01\"", "\"2026-02-30\"", "\"9999-12-31T23:59:59.9999999-14:00\"", "\"0001-01-01T00:00:00+14:00\"",
        "\"NaN\"", "\"schema_version\":2,", "\"schema_version\":0,", "\"s\\ud800ession_id\":1,", ",", ":", "\"", "{", "}", "[", "]", "\\", "\ufeff", "\u2028",
    ];

    /// <summary>How many inputs a test tries: few in each build, many in .ci/long, which sets the variable.</summary>
    public static long Iterations { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : 5_000;

    /// <summary>Valid JSON, changed in one to four places.</summary>
    public static Gen<byte[]> BrokenJson(Gen<string> whole) => Broken(whole.Select(Encoding.UTF8.GetBytes), Tokens);

    /// <summary>The same for any text, with tokens of its own.</summary>
    public static Gen<byte[]> Broken(Gen<byte[]> whole, IReadOnlyList<string> tokens) => Gen.Select(
        whole,
        Gen.Select(Gen.Int[0, 5], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Int[0, tokens.Count - 1], Gen.Byte).Array[1, 4],
        (bytes, changes) => changes.Aggregate(bytes, (current, change) => Change(current, change, tokens)));

    /// <summary>Runs a call that may throw only errors of some types.</summary>
    public static bool MayThrow(Action call, params ReadOnlySpan<Type> allowed)
    {
        try
        {
            call();
            return true;
        }
        catch (Exception exception) when (IsAllowed(exception, allowed))
        {
            return false;
        }
    }

    private static bool IsAllowed(Exception exception, ReadOnlySpan<Type> allowed)
    {
        foreach (var type in allowed)
        {
            if (type.IsInstanceOfType(exception))
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] Change(byte[] bytes, (int Kind, double From, double To, int Token, byte Value) change, IReadOnlyList<string> tokens)
    {
        if (bytes.Length is 0)
        {
            return bytes;
        }

        var from = Math.Min((int)(change.From * bytes.Length), bytes.Length - 1);
        var length = Math.Min((int)(change.To * 40), bytes.Length - from);
        var token = Encoding.UTF8.GetBytes(tokens[change.Token]);
        return change.Kind switch
        {
            0 => [.. bytes[..from], (byte)(bytes[from] ^ (1 << (change.Value & 7))), .. bytes[(from + 1)..]],
            1 => bytes[..from],
            2 => [.. bytes[..from], .. bytes[(from + length)..]],
            3 => [.. bytes[..from], .. token, .. bytes[from..]],
            4 => [.. bytes[..(from + length)], .. bytes[from..]],
            _ => ReplaceValue(bytes, from, token),
        };
    }

    /// <summary>Replaces the next value with a token. A value stands behind a colon and ends at a comma or a bracket.</summary>
    private static byte[] ReplaceValue(byte[] bytes, int from, byte[] token)
    {
        var start = bytes.AsSpan(from).IndexOf((byte)':') is var colon and >= 0 ? from + colon + 1 : from;
        var length = bytes.AsSpan(start).IndexOfAny(",}]"u8) is var end and >= 0 ? end : bytes.Length - start;
        return [.. bytes[..start], .. token, .. bytes[(start + length)..]];
    }
}
