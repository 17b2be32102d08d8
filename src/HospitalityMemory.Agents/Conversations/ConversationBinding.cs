using Microsoft.Agents.AI;

namespace HospitalityMemory.Agents;

/// <summary>Binds an agent's session to a conversation. The agent's session keeps nothing but the ids.</summary>
internal sealed class ConversationBinding
{
    private readonly GuestConversation? _only;
    private readonly ProviderSessionState<GuestConversation> _state;

    /// <param name="only">The one conversation in which the agent works; null if its sessions name theirs.</param>
    /// <param name="stateKey">The key in an agent's session.</param>
    public ConversationBinding(GuestConversation? only, string stateKey)
    {
        _only = only;
        _state = new(First, stateKey, AgentsJsonContext.Default.Options);
    }

    public string StateKey => _state.StateKey;

    /// <summary>The conversation of an agent's session.</summary>
    /// <exception cref="InvalidOperationException">The session has no conversation, or two different ones.</exception>
    public GuestConversation Of(AgentSession? session)
    {
        var bound = _state.GetOrInitializeState(session);
        ThrowIfAnother(bound, session?.GetGuestConversation());
        ThrowIfAnother(bound, _only);
        return bound;
    }

    private GuestConversation First(AgentSession? session) =>
        session?.GetGuestConversation() ?? _only ?? throw new InvalidOperationException(
            "The agent's session does not say in which conversation of which guest it works. Call SetGuestConversation on it " +
            "before the run, or give the agent a conversation of its own.");

    private static void ThrowIfAnother(GuestConversation bound, GuestConversation? other)
    {
        if (other is not null && other != bound)
        {
            throw new InvalidOperationException(
                "The agent's session is bound to another conversation or guest than this agent. Each conversation needs an agent session of its own.");
        }
    }
}
