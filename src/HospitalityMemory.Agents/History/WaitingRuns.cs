using System.Runtime.CompilerServices;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>
/// Runs of which nothing is stored yet, because calls in their last answer have no result. The caller may bring the result, or an approval,
/// with the next run on the same agent session. Thread safe.
/// </summary>
internal sealed class WaitingRuns
{
    /// <summary>How many runs an agent's session remembers. If a run is abandoned, nobody says that nothing more comes of it.</summary>
    private const int Most = 8;

    private readonly ConditionalWeakTable<AgentSession, List<RunConversation>> _waiting = [];

    /// <summary>Remembers a run.</summary>
    public void Add(AgentSession session, RunConversation run)
    {
        var runs = _waiting.GetOrCreateValue(session);
        lock (runs)
        {
            runs.Remove(run);
            runs.Add(run);
            if (runs.Count > Most)
            {
                runs.RemoveAt(0);
            }
        }
    }

    /// <summary>Lets a run continue the waiting run for which its request brings the results.</summary>
    public void Resume(AgentSession session, RunConversation run, IReadOnlyList<ChatMessage> request)
    {
        if (FindWaiting(session, run, request) is { } waiting)
        {
            run.History.Resume(waiting.History);
        }
    }

    /// <summary>Forgets a run that is stored, and the runs that it continued.</summary>
    public void Remove(AgentSession session, RunConversation run)
    {
        if (_waiting.TryGetValue(session, out var runs))
        {
            lock (runs)
            {
                runs.RemoveAll(waiting => waiting == run || run.History.HasResumed(waiting.History));
            }
        }
    }

    private RunConversation? FindWaiting(AgentSession session, RunConversation run, IReadOnlyList<ChatMessage> request)
    {
        if (!_waiting.TryGetValue(session, out var runs))
        {
            return null;
        }

        var brought = request.SelectMany(CallIds.Of).ToHashSet(StringComparer.Ordinal);
        lock (runs)
        {
            return runs.FindLast(waiting =>
                waiting != run && waiting.Conversation == run.Conversation && brought.Overlaps(waiting.History.HeldBackCalls));
        }
    }
}
