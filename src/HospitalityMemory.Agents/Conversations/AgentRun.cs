using System.Runtime.CompilerServices;
using Microsoft.Agents.AI;

namespace HospitalityMemory.Agents;

/// <summary>
/// One run of an agent. What it read of a conversation is read once for all that take part: the history, the context, the
/// tools, and the agents within a workflow.
/// </summary>
internal sealed class AgentRun
{
    private static readonly ConditionalWeakTable<object, AgentRun> Runs = [];
    private static readonly AsyncLocal<AgentRun?> Outer = new();

    private readonly Lock _lock = new();
    private readonly List<RunConversation> _conversations = [];

    /// <summary>The run in which the caller is; a new one outside of any.</summary>
    /// <remarks>
    /// An agent that was not given a session gets one within its run, and the framework then makes a new context for the
    /// same run: the two are told to be one by the list of messages that they share.
    /// </remarks>
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

            if (Runs.TryGetValue(context, out var run))
            {
                return run;
            }

            run = context.Session is not null && Runs.TryGetValue(context.RequestMessages, out var begun) ? begun : new();
            if (context.Session is null)
            {
                Runs.AddOrUpdate(context.RequestMessages, run);
            }
            else
            {
                Runs.Remove(context.RequestMessages);
            }

            return Runs.GetValue(context, _ => run);
        }
    }

    /// <summary>The name of this run, written beside its messages.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N")[..12];

    /// <summary>Makes this the run of all that is called from here on, until the caller's method ends.</summary>
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
