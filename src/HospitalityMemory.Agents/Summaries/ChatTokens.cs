using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>
/// Estimates tokens without a model's vocabulary, as the memory does: four ASCII characters or one and a half other characters are a token,
/// and four tokens frame a message.
/// </summary>
internal static class ChatTokens
{
    private const int Frame = 4;

    public static int Estimate(ChatMessage message)
    {
        var (ascii, other) = (0L, 0L);
        foreach (var text in message.Contents.SelectMany(Texts))
        {
            foreach (var unit in text ?? "")
            {
                (ascii, other) = char.IsAscii(unit) ? (ascii + 1, other) : (ascii, other + 1);
            }
        }

        return (int)Math.Min(int.MaxValue, Frame + (long)Math.Ceiling((ascii / 4.0) + (other / 1.5)));
    }

    private static IEnumerable<string?> Texts(AIContent content) => content switch
    {
        TextContent text => [text.Text],
        TextReasoningContent reasoning => [reasoning.Text],
        FunctionCallContent call => [call.Name, .. (call.Arguments ?? new Dictionary<string, object?>()).SelectMany(Texts)],
        FunctionResultContent result => [result.Result?.ToString()],
        DataContent data => [data.Base64Data.ToString()],
        ToolApprovalRequestContent request => Texts(request.ToolCall),
        _ => [],
    };

    private static IEnumerable<string?> Texts(KeyValuePair<string, object?> argument) => [argument.Key, argument.Value?.ToString()];
}
