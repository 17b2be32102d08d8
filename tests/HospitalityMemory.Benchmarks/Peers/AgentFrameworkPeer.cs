using System.Collections.Concurrent;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// The Agent Framework's InMemoryChatHistoryProvider. Its list in an agent's session is not thread safe, and is copied under a
/// lock.
/// </summary>
internal readonly struct AgentFrameworkPeer(
    InMemoryChatHistoryProvider provider, ConcurrentDictionary<string, AgentFrameworkPeer.GuestSession> sessions) : ISessionPeer
{
    public static string Name => "Agent Framework's in-memory history";

    public static string Lacks => ChatHistoryPeer.Lacks;

    public static AgentFrameworkPeer New() => new(new(), new(StringComparer.Ordinal));

    public void Create(string sessionId, IReadOnlyList<string> contents)
    {
        var session = new GuestSession();
        provider.SetMessages(session, [.. contents.Select(content => new ChatMessage(ChatRole.User, content))]);
        sessions[sessionId] = session;
    }

    public object Get(string sessionId)
    {
        var session = sessions[sessionId];
        lock (session)
        {
            return new List<ChatMessage>(provider.GetMessages(session));
        }
    }

    public void Append(string sessionId, MessageRole role, string content)
    {
        var session = sessions[sessionId];
        lock (session)
        {
            var messages = provider.GetMessages(session);
            messages.Add(new ChatMessage(role == MessageRole.User ? ChatRole.User : ChatRole.Assistant, content));
            if (messages.Count > SampleSessions.MaxMessages)
            {
                messages.RemoveAt(0);
            }
        }
    }

    public void UpdateSlots(string sessionId, BookingSlots changes) => throw new NotSupportedException("The history holds messages only.");

    public long CountWrites(string sessionId) => throw new NotSupportedException("The history does not number its messages.");

    internal sealed class GuestSession : AgentSession;
}
