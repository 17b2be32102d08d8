using System.Runtime.InteropServices;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>Puts together the messages of a stream, in which messages of simultaneous agents may be mixed.</summary>
internal static class StreamedMessages
{
    /// <summary>The messages in the order in which they began.</summary>
    public static List<ChatMessage> Of(IEnumerable<AgentResponseUpdate> updates)
    {
        var groups = new Dictionary<(string? MessageId, string? Speaker, ChatRole? Role), List<AgentResponseUpdate>>();
        var ordered = new List<List<AgentResponseUpdate>>();
        List<AgentResponseUpdate>? nameless = null;

        // An update without contents is a workflow's event, not something that an agent says.
        foreach (var update in updates.Where(update => update.Contents.Count > 0))
        {
            if (update.MessageId is null)
            {
                // Updates without an id belong together as long as the same agent speaks.
                nameless = nameless is not null && IsOfSame(nameless[^1], update) ? nameless : Begin(ordered);
                nameless.Add(update);
                continue;
            }

            nameless = null;
            if (update.Role == ChatRole.Tool)
            {
                // The results of all rounds of a run have the same id. If they were put together, later results would stand before their calls.
                ordered.Add([update]);
                continue;
            }

            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(
                groups, (update.MessageId, SpeakerOf(update), update.Role), out _);
            (group ??= Begin(ordered)).Add(update);
        }

        return [.. ordered.SelectMany(group => group.ToAgentResponse().Messages).Where(message => message.Contents.Count > 0)];
    }

    private static List<AgentResponseUpdate> Begin(List<List<AgentResponseUpdate>> ordered)
    {
        ordered.Add([]);
        return ordered[^1];
    }

    private static bool IsOfSame(AgentResponseUpdate one, AgentResponseUpdate other) =>
        one.Role == other.Role && SpeakerOf(one) == SpeakerOf(other);

    private static string? SpeakerOf(AgentResponseUpdate update) => update.AuthorName ?? update.AgentId;
}
