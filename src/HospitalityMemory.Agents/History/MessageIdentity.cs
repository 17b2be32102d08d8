using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>
/// Gives each message the id by which it is recognized later. A message without an id gets one for its instance. If a framework hands it in
/// again within a run, or passes it to another agent as a copy with the same contents, it is recognized. A guest's second "yes" is another
/// instance, and so another message.
/// </summary>
internal static class MessageIdentity
{
    private static readonly ConditionalWeakTable<object, Known> Instances = [];

    /// <summary>Gives ids to the messages of a request.</summary>
    /// <param name="request">The messages, without those of the history.</param>
    /// <param name="runId">The run.</param>
    /// <param name="agentId">The agent that runs.</param>
    // Not split: one walk from the end, because only later messages tell whether a message was answered.
    public static List<IdentifiedMessage> OfRequest(IReadOnlyList<ChatMessage> request, string runId, string agentId)
    {
        var result = new IdentifiedMessage[request.Count];
        var used = new HashSet<string>(StringComparer.Ordinal);
        var isAnswered = false;
        for (var i = request.Count - 1; i >= 0; i--)
        {
            var message = request[i];
            var known = message.MessageId is { Length: > 0 } ? null : Find(message);

            // Only a guest's message may be the same instance and yet a new message. An answer or a result that is handed in was said before.
            var isSame = known is not null
                && (isAnswered || known.RunId == runId || known.AgentId != agentId || message.Role != ChatRole.User);
            var id = message.MessageId is { Length: > 0 } own ? own
                : isSame && used.Add(known!.Id) ? known.Id
                : New(message, runId, agentId);
            used.Add(id);

            // Whatever stands before a known answer was said before it and is no new message.
            isAnswered |= message.Role == ChatRole.Assistant && (known is not null || message.MessageId is { Length: > 0 });
            result[i] = new(message, id, IsNew: false);
        }

        return [.. result];
    }

    /// <summary>Gives ids to the messages with which a run answers. A message without an id keeps the one that it gets.</summary>
    /// <param name="response">The messages.</param>
    /// <param name="runId">The run.</param>
    /// <param name="agentId">The agent that runs.</param>
    /// <param name="areNew">
    /// Whether a model has just said them. Each is then new, whatever its id. Messages from other sources, such as a workflow, may repeat
    /// what was said before.
    /// </param>
    public static List<IdentifiedMessage> OfResponse(IEnumerable<ChatMessage> response, string runId, string agentId, bool areNew)
    {
        var result = new List<IdentifiedMessage>();
        foreach (var message in response)
        {
            message.MessageId = message.MessageId is { Length: > 0 } own ? own
                : Find(message) is { } known && known.RunId == runId ? known.Id
                : New(message, runId, agentId);
            result.Add(new(message, message.MessageId, areNew));
        }

        return result;
    }

    /// <summary>The id under which an instance is known; null if it is not known.</summary>
    public static string? IdOf(ChatMessage message) => message.MessageId is { Length: > 0 } id ? id : Find(message)?.Id;

    private static string New(ChatMessage message, string runId, string agentId)
    {
        var known = new Known(Guid.NewGuid().ToString("N"), runId, agentId);
        Instances.AddOrUpdate(message, known);
        if (message.Contents is [{ } first, ..])
        {
            Instances.AddOrUpdate(first, known);
        }

        return known.Id;
    }

    private static Known? Find(ChatMessage message) =>
        Instances.TryGetValue(message, out var known) ? known
        : message.Contents is [{ } first, ..] && Instances.TryGetValue(first, out known) ? known
        : null;

    private sealed record Known(string Id, string RunId, string AgentId);
}

/// <summary>A message with the id under which it is stored.</summary>
/// <param name="Message">The message.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsNew">Whether a model has just said it. It is then new, whatever its id.</param>
internal sealed record IdentifiedMessage(ChatMessage Message, string Id, bool IsNew);
