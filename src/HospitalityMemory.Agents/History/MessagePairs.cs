using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>Finds which result answers which call, and which request for approval is answered.</summary>
internal sealed class MessagePairs
{
    private readonly Dictionary<AIContent, int> _callers = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<AIContent> _answered = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<int> _answeredByRequest = [];

    // The open calls by id. The latest one is answered first, because an id may be used again after a call that got no answer.
    private readonly Dictionary<string, Stack<(int Index, AIContent Call)>> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AIContent> _requests = new(StringComparer.Ordinal);

    private MessagePairs()
    {
    }

    /// <summary>Finds the pairs among messages and what is added after them.</summary>
    public static MessagePairs Find(List<ChatMessage> messages, IReadOnlyList<ChatMessage> request)
    {
        var pairs = new MessagePairs();
        for (var i = 0; i < messages.Count + request.Count; i++)
        {
            var isRequest = i >= messages.Count;
            foreach (var content in (isRequest ? request[i - messages.Count] : messages[i]).Contents)
            {
                pairs.Add(content, i, isRequest);
            }
        }

        return pairs;
    }

    /// <summary>The index of the message whose call a result answers; null for other contents, and for a result without a call.</summary>
    public int? CallerOf(AIContent content) => _callers.TryGetValue(content, out var caller) ? caller : null;

    /// <summary>Whether what is added after the messages answers a call of that message.</summary>
    public bool IsAnsweredByRequest(int index) => _answeredByRequest.Contains(index);

    /// <summary>Whether a content makes no sense without another one that is missing.</summary>
    public bool IsHalf(AIContent content) => content switch
    {
        FunctionCallContent or ToolApprovalRequestContent => !_answered.Contains(content),
        FunctionResultContent => !_callers.ContainsKey(content),
        ToolApprovalResponseContent => !_answered.Contains(content),
        _ => false,
    };

    private void Add(AIContent content, int index, bool isRequest)
    {
        switch (content)
        {
            case FunctionCallContent call:
                _open.TryAdd(call.CallId, []);
                _open[call.CallId].Push((index, call));
                break;
            case FunctionResultContent result when _open.TryGetValue(result.CallId, out var calls) && calls.TryPop(out var open):
                Answer(open.Index, open.Call, result, isRequest);
                break;
            case ToolApprovalRequestContent approval:
                _requests[approval.RequestId] = approval;
                break;
            case ToolApprovalResponseContent response when _requests.Remove(response.RequestId, out var asked):
                _answered.Add(asked);
                _answered.Add(response);
                break;
        }
    }

    private void Answer(int caller, AIContent call, AIContent result, bool isRequest)
    {
        _answered.Add(call);
        _callers[result] = caller;
        if (isRequest)
        {
            _answeredByRequest.Add(caller);
        }
    }
}
