using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>
/// Finds which messages belong together: a result with its call, an answer with its request for approval, and all of these with each other
/// if they concern one call. If an earlier call with the same id already has its result, a new call begins a group of its own: some models
/// give the same id again and again.
/// </summary>
internal sealed class ChatMessageGroups
{
    /// <summary>The group of a result without a call. No model takes such a result, and it is the first to go.</summary>
    private const long Orphaned = 0;

    // For each message an earlier one of its group. The first message of a group has itself.
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

    /// <summary>The last message with an id, and whether it was answered.</summary>
    private readonly record struct Link(int Index, bool IsAnswered);
}
