using Microsoft.Agents.AI;

namespace HospitalityMemory;

/// <summary>Binds an agent's session to a conversation of a guest.</summary>
public static class AgentSessionExtensions
{
    private const string StateKey = "HospitalityMemory.Conversation";

    /// <summary>Binds an agent's session to a conversation; only the two ids are kept in it.</summary>
    /// <param name="session">The agent's session, before its first run.</param>
    /// <param name="conversation">The conversation.</param>
    /// <exception cref="InvalidOperationException">The session is bound to another conversation.</exception>
    public static void SetGuestConversation(this AgentSession session, GuestConversation conversation)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(conversation);
        if (session.GetGuestConversation() is { } bound && bound != conversation)
        {
            throw new InvalidOperationException("The agent's session is bound to another conversation already.");
        }

        session.StateBag.SetValue(StateKey, conversation, Agents.AgentsJsonContext.Default.Options);
    }

    /// <summary>The conversation to which an agent's session is bound.</summary>
    /// <param name="session">The agent's session.</param>
    /// <returns>The conversation; null where it is not bound.</returns>
    public static GuestConversation? GetGuestConversation(this AgentSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.StateBag.TryGetValue<GuestConversation>(StateKey, out var bound, Agents.AgentsJsonContext.Default.Options) ? bound : null;
    }
}
