using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>
/// Finds what messages belong together: a result to its call, an answer to the request for approval, and those to each other
/// where they are of one call. A call begins a group of its own where an earlier one of its id has its result: some models give
/// the same id again and again.
/// </summary>
internal static class ChatMessageGroups
{
    /// <summary>A result without a call, which no model takes: it is the first to go.</summary>
    private const long Orphaned = 0;

    /// <summary>Whether a message makes, asks for or answers a call.</summary>
    public static bool BelongsToCall(ChatMessage message) => message.Contents.Any(static content => Keys(content).Length > 0);

    /// <summary>The number of each message's group, from 1 in the order of their first messages.</summary>
    // Not split: its local functions share what is found so far; a class for it would be more than they are.
    public static long[] Of(IReadOnlyList<ChatMessage> messages)
    {
        var first = new int[messages.Count];
        var open = new Dictionary<(bool IsRequest, string Id), Link>();
        var orphans = new HashSet<int>();
        for (var i = 0; i < first.Length; i++)
        {
            first[i] = i;
            foreach (var content in messages[i].Contents)
            {
                Place(i, content);
            }
        }

        return [.. first.Select((_, index) => FirstOf(index)).Select(root => orphans.Contains(root) ? Orphaned : root + 1L)];

        void Place(int index, AIContent content)
        {
            var begins = content is ToolCallContent or InputRequestContent;
            foreach (var key in Keys(content))
            {
                var isAnswer = key.IsRequest ? content is InputResponseContent : content is ToolResultContent;
                if (open.TryGetValue(key, out var link) && !(begins && link.IsAnswered && link.Index != index))
                {
                    Join(link.Index, index);
                    open[key] = new(index, isAnswer || link.IsAnswered);
                }
                else
                {
                    if (!begins && FirstOf(index) == index)
                    {
                        orphans.Add(index);
                    }

                    open[key] = new(index, isAnswer);
                }
            }
        }

        void Join(int a, int b)
        {
            var (rootA, rootB) = (FirstOf(a), FirstOf(b));
            if (rootA != rootB)
            {
                var (low, high) = (Math.Min(rootA, rootB), Math.Max(rootA, rootB));
                first[high] = low;
                orphans.Remove(high);
            }
        }

        int FirstOf(int index)
        {
            while (first[index] != index)
            {
                index = first[index];
            }

            return index;
        }
    }

    private static (bool IsRequest, string Id)[] Keys(AIContent content) => content switch
    {
        ToolCallContent call => [(false, call.CallId)],
        ToolResultContent result => [(false, result.CallId)],
        ToolApprovalRequestContent request => [(true, request.RequestId), (false, request.ToolCall.CallId)],
        ToolApprovalResponseContent response => [(true, response.RequestId), (false, response.ToolCall.CallId)],
        InputRequestContent request => [(true, request.RequestId)],
        InputResponseContent response => [(true, response.RequestId)],
        _ => [],
    };

    /// <summary>The last message of an id, and whether it was answered.</summary>
    private readonly record struct Link(int Index, bool IsAnswered);
}
