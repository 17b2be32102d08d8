using System.Text.Json.Serialization;
using Microsoft.Agents.AI;

namespace HospitalityMemory.Agents;

/// <summary>
/// What an agent's session already knows of a conversation, because it keeps a history of its own. Only places and ids are kept.
/// </summary>
internal sealed class SeenMessages(string stateKey)
{
    private readonly ProviderSessionState<Seen> _state = new(_ => new(0, []), stateKey, AgentsJsonContext.Default.Options);

    /// <summary>Whether a stored message is new to the agent's session.</summary>
    public bool IsNew(AgentSession session, StoredChatMessage stored)
    {
        var seen = _state.GetOrInitializeState(session);
        return stored.Sequence > seen.Through && !(MessageIdentity.IdOf(stored.Message) is { } id && seen.Since.Contains(id));
    }

    /// <summary>Notes that the agent's session has taken part in a run.</summary>
    /// <param name="session">The agent's session.</param>
    /// <param name="history">What the run was given and what it said.</param>
    /// <param name="places">The places of the stored messages; null if they were not stored.</param>
    public void Add(AgentSession session, RunHistory history, IReadOnlyList<long>? places)
    {
        var through = history.LastRead;
        var isNext = places is { Count: > 0 } && places[0] == through + 1 && places[^1] == through + places.Count;
        _state.SaveState(session, isNext ? new(places![^1], []) : new(through, history.OwnIds));
    }

    /// <param name="Through">The place up to which everything is known.</param>
    /// <param name="Since">The ids of known messages after that place. Unknown messages may stand between them.</param>
    internal sealed record Seen(
        [property: JsonPropertyName("through")] long Through, [property: JsonPropertyName("since")] IReadOnlyList<string> Since);
}
