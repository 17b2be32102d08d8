namespace HospitalityMemory;

/// <summary>What <c>UseHospitalityMemory</c> gives an agent.</summary>
public sealed class GuestAgentOptions
{
    /// <summary>The one conversation in which the agent works; null where each agent session (or request) says it.</summary>
    public GuestConversation? Conversation { get; set; }

    /// <summary>Which tools the agent gets; none by default.</summary>
    public GuestToolSet Tools { get; set; }

    /// <summary>
    /// Whether the conversation is kept and given back (true by default). False for the agents within a workflow whose outer agent
    /// has it.
    /// </summary>
    public bool KeepsHistory { get; set; } = true;

    /// <summary>Whether what is known of the guest is told (true by default).</summary>
    public bool TellsContext { get; set; } = true;

    /// <summary>What the history does where there is a choice; its conversation is the one above.</summary>
    public GuestChatHistoryOptions History { get; } = new();

    /// <summary>What the agent is told; its conversation and tools are those above.</summary>
    public GuestContextOptions Context { get; } = new();

    internal static GuestAgentOptions Make(GuestConversation? conversation, Action<GuestAgentOptions>? configure)
    {
        var options = new GuestAgentOptions { Conversation = conversation };
        configure?.Invoke(options);
        options.History.Conversation = options.Conversation;
        options.Context.Conversation = options.Conversation;
        options.Context.Tools = options.Tools;
        return options;
    }
}
