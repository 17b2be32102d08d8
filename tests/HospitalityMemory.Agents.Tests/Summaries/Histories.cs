using CsCheck;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.Summaries;

/// <summary>Random conversations with calls, results in any order, approvals and repeated ids.</summary>
internal static class Histories
{
    private static readonly Gen<Turn> OneTurn = Gen.Select(
        Gen.Int[0, 20], Gen.Int[0, 3], Gen.Int[1, 3], Gen.Bool, Gen.Bool, (kind, rounds, calls, reusesIds, asks) => new Turn(kind, rounds, calls, reusesIds, asks));

    /// <summary>A complete conversation: each call has its result, and each request its answer.</summary>
    public static Gen<ChatMessage[]> Whole { get; } = OneTurn.List[1, 8].Select(turns => new Writer().Write(turns).ToArray());

    /// <summary>Why a model could not accept a list of messages; null where it can.</summary>
    public static string? Problem(IReadOnlyList<ChatMessage> messages)
    {
        var (open, requests) = (new HashSet<string>(), new HashSet<string>());
        foreach (var content in messages.SelectMany(message => message.Contents))
        {
            switch (content)
            {
                case FunctionCallContent call when !open.Add(call.CallId):
                    return $"call {call.CallId} twice without a result";
                case FunctionResultContent result when !open.Remove(result.CallId):
                    return $"result {result.CallId} without its call";
                case ToolApprovalRequestContent request when !requests.Add(request.RequestId):
                    return $"request {request.RequestId} twice without an answer";
                case ToolApprovalResponseContent response when !requests.Remove(response.RequestId):
                    return $"answer {response.RequestId} without its request";
                default:
                    break;
            }
        }

        return open.Count + requests.Count is 0 ? null : $"without an answer: {string.Join(", ", open.Concat(requests))}";
    }

    private sealed record Turn(int Kind, int Rounds, int Calls, bool ReusesIds, bool Asks);

    private sealed class Writer
    {
        private readonly List<ChatMessage> _messages = [];
        private int _next;

        public List<ChatMessage> Write(List<Turn> turns)
        {
            foreach (var turn in turns)
            {
                if (turn.Kind is 0)
                {
                    Add(ChatRole.System, new TextContent("rules"));
                }

                Add(ChatRole.User, new TextContent($"question {_next}"));
                for (var round = 0; round < turn.Rounds; round++)
                {
                    Calls(turn);
                }

                Add(ChatRole.Assistant, new TextContent($"answer {_next}"));
            }

            return _messages;
        }

        private void Calls(Turn turn)
        {
            var ids = Enumerable.Range(0, turn.Calls).Select(index => turn.ReusesIds ? $"call_{index}" : $"call_{_next}_{index}").ToArray();
            var calls = ids.Select(id => new FunctionCallContent(id, "tool")).ToArray();
            if (turn.Asks)
            {
                var requests = calls.Select(call => new ToolApprovalRequestContent($"ask_{call.CallId}", call)).ToArray();
                Add(ChatRole.Assistant, [.. requests]);
                Add(ChatRole.User, [.. requests.Select(request => request.CreateResponse(true))]);
            }

            Add(ChatRole.Assistant, [.. calls]);
            if (turn.Kind % 2 is 0)
            {
                Add(ChatRole.Tool, [.. ids.Reverse().Select(id => new FunctionResultContent(id, "done"))]);
            }
            else
            {
                foreach (var id in ids)
                {
                    Add(ChatRole.Tool, new FunctionResultContent(id, "done"));
                }
            }
        }

        private void Add(ChatRole role, params AIContent[] contents) => _messages.Add(new(role, contents) { MessageId = $"m{_next++}" });
    }
}
