using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>The calls that a message makes or answers.</summary>
internal static class CallIds
{
    /// <summary>The ids of the calls and approvals that a message makes or answers, each of them once.</summary>
    public static IEnumerable<string> Of(ChatMessage message) =>
        message.Contents.SelectMany(Of).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Of(AIContent content) => content switch
    {
        ToolCallContent call => [call.CallId],
        ToolResultContent result => [result.CallId],
        ToolApprovalRequestContent request => [request.RequestId, request.ToolCall.CallId],
        ToolApprovalResponseContent response => [response.RequestId, response.ToolCall.CallId],
        InputRequestContent request => [request.RequestId],
        InputResponseContent response => [response.RequestId],
        _ => [],
    };
}
