using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>Instructions that a host gives as messages. Usually they are the same with each request.</summary>
internal static class SystemMessages
{
    /// <summary>Whether two messages give the same instructions and count as one message.</summary>
    public static bool AreSame(ChatMessage one, ChatMessage other) =>
        one.Role == ChatRole.System && other.Role == ChatRole.System && one.Text.Length > 0 && one.Text == other.Text;

    /// <summary>Joins the history and the request. Instructions at the beginning of the request stand before both.</summary>
    public static List<ChatMessage> Join(IReadOnlyList<ChatMessage> history, IReadOnlyList<ChatMessage> request)
    {
        var leading = request.TakeWhile(message => message.Role == ChatRole.System).Count();
        return [.. request.Take(leading), .. history, .. request.Skip(leading)];
    }
}
