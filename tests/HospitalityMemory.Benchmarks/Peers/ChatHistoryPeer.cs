using System.Collections.Concurrent;
using Microsoft.SemanticKernel.ChatCompletion;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// Semantic Kernel's ChatHistory, a list that is not thread safe. There is one per session, copied under a lock.
/// </summary>
internal readonly struct ChatHistoryPeer(ConcurrentDictionary<string, ChatHistory> histories) : ISessionPeer
{
    public static string Name => "Semantic Kernel's ChatHistory";

    public static string Lacks => "slots, times, lifetime, limits; the messages of a copy are shared and can be changed";

    public static ChatHistoryPeer New() => new(new(StringComparer.Ordinal));

    public void Create(string sessionId, IReadOnlyList<string> contents)
    {
        var history = new ChatHistory();
        foreach (var content in contents)
        {
            history.AddUserMessage(content);
        }

        histories[sessionId] = history;
    }

    public object Get(string sessionId)
    {
        var history = histories[sessionId];
        lock (history)
        {
            return new ChatHistory(history);
        }
    }

    public void Append(string sessionId, MessageRole role, string content)
    {
        var history = histories[sessionId];
        lock (history)
        {
            history.AddMessage(role == MessageRole.User ? AuthorRole.User : AuthorRole.Assistant, content);
            if (history.Count > SampleSessions.MaxMessages)
            {
                history.RemoveAt(0);
            }
        }
    }

    public void UpdateSlots(string sessionId, BookingSlots changes) => throw new NotSupportedException("ChatHistory holds messages only.");

    public long CountWrites(string sessionId) => throw new NotSupportedException("ChatHistory does not number its messages.");
}
