using System.Runtime.CompilerServices;
using Microsoft.Agents.AI;

namespace HospitalityMemory.Agents;

/// <summary>
/// One run of an agent. All that take part in it share what it read of a conversation: the history, the context, the tools, and the agents
/// within a workflow.
/// </summary>
internal sealed class AgentRun
{
    private static readonly ConditionalWeakTable<object, AgentRun> Runs = [];
    private static readonly AsyncLocal<AgentRun?> Outer = new();

    private readonly Lock _lock = new();
    private readonly List<RunConversation> _conversations = [];
    private WeakReference<AgentSession>? _session;

    /// <summary>The caller's run; a new one if the caller is in none.</summary>
    public static AgentRun Current
    {
        get
        {
            if (Outer.Value is { } outer)
            {
                return outer;
            }

            if (AIAgent.CurrentRunContext is not { } context)
            {
                return new();
            }

            return Runs.TryGetValue(context, out var run) ? run : Runs.GetValue(context, _ => Of(context));
        }
    }

    /// <summary>The name of this run. It is stored with the run's messages.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N")[..12];

    // If an agent was given no session, it makes one within its run. The framework then creates new contexts for the same run, one more at
    // each step of a stream. Contexts of one run are recognized by the list of messages and the session that they share.
    private static AgentRun Of(AgentRunContext context)
    {
        if (context.Session is not { } session)
        {
            var begun = new AgentRun();
            Runs.AddOrUpdate(context.RequestMessages, begun);
            return begun;
        }

        return Runs.TryGetValue(context.RequestMessages, out var run) && run.IsIn(session) ? run : new();
    }

    private bool IsIn(AgentSession session)
    {
        lock (_lock)
        {
            _session ??= new(session);
            return _session.TryGetTarget(out var own) && ReferenceEquals(own, session);
        }
    }

    /// <summary>Makes this the run of everything that is called from here on, until the caller's method ends.</summary>
    public void Enter() => Outer.Value = this;

    /// <summary>The run's part in a conversation.</summary>
    public RunConversation In(AgentMemory memory, GuestConversation conversation)
    {
        lock (_lock)
        {
            var found = _conversations.Find(known => ReferenceEquals(known.Memory, memory.ShortTerm) && known.Conversation == conversation);
            if (found is null)
            {
                _conversations.Add(found = new(memory, conversation, Id));
            }

            return found;
        }
    }
}
