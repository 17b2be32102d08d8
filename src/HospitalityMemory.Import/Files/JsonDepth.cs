using System.Text.Json;

namespace HospitalityMemory.Import;

/// <summary>How deep a record may be nested.</summary>
internal static class JsonDepth
{
    public const int Most = 64;

    public static string Problem { get; } = FormattableString.Invariant($"it is nested more than {Most} levels deep");

    public static bool IsTooDeep(JsonElement element) => IsBeyond(element, Most);

    /// <summary>Why a line could not be parsed.</summary>
    public static string ProblemOf(ReadOnlySpan<byte> line)
    {
        var (level, isInText) = (0, false);
        for (var i = 0; i < line.Length && level <= Most; i++)
        {
            switch (line[i])
            {
                case (byte)'\\':
                    i++;
                    break;
                case (byte)'"':
                    isInText = !isInText;
                    break;
                case (byte)'[' or (byte)'{' when !isInText:
                    level++;
                    break;
                case (byte)']' or (byte)'}' when !isInText:
                    level--;
                    break;
            }
        }

        return level > Most ? Problem : "it is no JSON";
    }

    private static bool IsBeyond(JsonElement element, int levels) => element.ValueKind switch
    {
        JsonValueKind.Object => levels is 0 || element.EnumerateObject().Any(member => IsBeyond(member.Value, levels - 1)),
        JsonValueKind.Array => levels is 0 || element.EnumerateArray().Any(item => IsBeyond(item, levels - 1)),
        _ => false,
    };
}
