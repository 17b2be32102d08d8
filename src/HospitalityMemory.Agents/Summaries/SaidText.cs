using System.Text;
using System.Text.Json;

namespace HospitalityMemory.Agents;

/// <summary>The text of a stored message, with the calls that it makes and the results of tools.</summary>
internal static class SaidText
{
    /// <summary>The text; empty if the message says nothing.</summary>
    public static string Of(SessionMessage message)
    {
        var text = new StringBuilder(message.Content);
        if (message.AdditionalFields.Contains(ContentNames.Run)
            && message.Payload is { ValueKind: JsonValueKind.Object } payload
            && payload.TryGetProperty(ContentNames.Contents, out var contents)
            && contents.ValueKind is JsonValueKind.Array)
        {
            foreach (var content in contents.EnumerateArray().Where(content => content.ValueKind is JsonValueKind.Object))
            {
                Add(text, content);
            }
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, JsonElement content)
    {
        switch (Member(content, ContentNames.Type))
        {
            case "functionCall":
                text.Append(" calls ").Append(Member(content, "name")).Append(' ').Append(Member(content, "arguments"));
                break;
            case "functionResult":
                text.Append(" result ").Append(Member(content, "result"));
                break;
            default:
                break;
        }
    }

    private static string? Member(JsonElement content, string name) => content.TryGetProperty(name, out var value)
        ? value.ValueKind is JsonValueKind.String ? value.GetString() : value.GetRawText()
        : null;
}
