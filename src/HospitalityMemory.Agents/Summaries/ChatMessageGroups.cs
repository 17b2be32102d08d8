using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>
/// Finds what messages belong together: a result to its call, an answer to the request for approval, and those to each other
/// where they are of one call. A call begins a group of its own where an earlier one of its id has its result: some models give
/// the same id again and again.
/// </summary>
internal sealed class ChatMessageGroups
{
    /// <summary>A result without a call, which no model takes: it is the first to go.</summary>
    private const long Orphaned = 0;

    // Each message knows an earlier one of its group; the first of a group knows itself.
    private readonly int[] _earlier;
    private readonly Dictionary<(bool IsRequest, string Id), Link> _latest = [];
    private readonly HashSet<int> _orphans = [];

    private ChatMessageGroups(IReadOnlyList<ChatMessage> messages)
    {
        _earlier = [.. Enumerable.Range(0, messages.Count)];
        for (var i = 0; i < _earlier.Length; i++)
        {
            foreach (var content in messages[i].Contents)
            {
                Place(i, content);
            }
        }
    }

    /// <summary>Whether a message makes, asks for or answers a call.</summary>
    public static bool BelongsToCall(ChatMessage message) => message.Contents.Any(static content => Keys(content).Length > 0);

    /// <summary>The number of each message's group, from 1 in the order of their first messages.</summary>
    public static long[] Of(IReadOnlyList<ChatMessage> messages)
    {
        var groups = new ChatMessageGroups(messages);
        return [.. groups._earlier.Select((_, index) => groups.NumberOf(index))];
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

    private static bool IsAnswer(bool isToRequest, AIContent content) =>
        isToRequest ? content is InputResponseContent : content is ToolResultContent;

    private void Place(int index, AIContent content)
    {
        var begins = content is ToolCallContent or InputRequestContent;
        foreach (var key in Keys(content))
        {
            var isKnown = _latest.TryGetValue(key, out var link) && !(begins && link.IsAnswered && link.Index != index);
            if (isKnown)
            {
                Join(link.Index, index);
            }
            else if (!begins && FirstOf(index) == index)
            {
                _orphans.Add(index);
            }

            _latest[key] = new(index, IsAnswer(key.IsRequest, content) || (isKnown && link.IsAnswered));
        }
    }

    private void Join(int a, int b)
    {
        var (low, high) = (Math.Min(FirstOf(a), FirstOf(b)), Math.Max(FirstOf(a), FirstOf(b)));
        if (low != high)
        {
            _earlier[high] = low;
            _orphans.Remove(high);
        }
    }

    private long NumberOf(int index) => FirstOf(index) is var first && _orphans.Contains(first) ? Orphaned : first + 1L;

    private int FirstOf(int index)
    {
        while (_earlier[index] != index)
        {
            index = _earlier[index];
        }

        return index;
    }

    /// <summary>The last message of an id, and whether it was answered.</summary>
    private readonly record struct Link(int Index, bool IsAnswered);
}
