using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>
/// Estimates tokens without a model's vocabulary, as the memory does: four ASCII characters or one and a half others are a
/// token, and four tokens frame a message.
/// </summary>
internal static class ChatTokens
{
    private const int Frame = 4;

    // Not split: a table with a case for each type of content that a model is given.
    public static int Estimate(ChatMessage message)
    {
        var (ascii, other) = (0L, 0L);
        foreach (var content in message.Contents)
        {
            Add(content);
        }

        return (int)Math.Min(int.MaxValue, Frame + (long)Math.Ceiling((ascii / 4.0) + (other / 1.5)));

        void Add(AIContent content)
        {
            switch (content)
            {
                case TextContent text:
                    AddText(text.Text);
                    break;
                case TextReasoningContent reasoning:
                    AddText(reasoning.Text);
                    break;
                case FunctionCallContent call:
                    AddText(call.Name);
                    foreach (var (name, value) in call.Arguments ?? new Dictionary<string, object?>())
                    {
                        AddText(name);
                        AddText(value?.ToString());
                    }

                    break;
                case FunctionResultContent result:
                    AddText(result.Result?.ToString());
                    break;
                case DataContent data:
                    ascii += data.Base64Data.Length;
                    break;
                case ToolApprovalRequestContent request:
                    Add(request.ToolCall);
                    break;
                default:
                    break;
            }
        }

        void AddText(string? text)
        {
            foreach (var unit in text ?? "")
            {
                (ascii, other) = char.IsAscii(unit) ? (ascii + 1, other) : (ascii, other + 1);
            }
        }
    }
}
