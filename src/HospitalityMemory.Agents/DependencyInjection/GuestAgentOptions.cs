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
    public bool KeepHistory { get; set; } = true;

    /// <summary>Whether what is known of the guest is told (true by default).</summary>
    public bool IncludeContext { get; set; } = true;

    /// <summary>
    /// What the history does where there is a choice. Its conversation is <see cref="Conversation"/>; another one set here is an
    /// <see cref="ArgumentException"/>.
    /// </summary>
    public GuestChatHistoryOptions History { get; } = new();

    /// <summary>
    /// What the agent is told. Its conversation and tools are <see cref="Conversation"/> and <see cref="Tools"/>; others set here are
    /// an <see cref="ArgumentException"/>.
    /// </summary>
    public GuestContextOptions Context { get; } = new();

    internal static GuestAgentOptions Make(GuestConversation? conversation, Action<GuestAgentOptions>? configure)
    {
        var options = new GuestAgentOptions { Conversation = conversation };
        configure?.Invoke(options);
        options.ThrowIfSaidTwice();
        options.History.Conversation = options.Conversation;
        options.Context.Conversation = options.Conversation;
        options.Context.Tools = options.Tools;
        return options;
    }

    private void ThrowIfSaidTwice()
    {
        if (Context.Tools is not GuestToolSet.None && Context.Tools != Tools)
        {
            throw new ArgumentException("The tools of an agent are set by GuestAgentOptions.Tools. Leave Context.Tools as it is.", "Context.Tools");
        }

        ThrowIfAnother(Context.Conversation, "Context.Conversation");
        ThrowIfAnother(History.Conversation, "History.Conversation");
    }

    private void ThrowIfAnother(GuestConversation? conversation, string member)
    {
        if (conversation is not null && conversation != Conversation)
        {
            throw new ArgumentException($"The conversation of an agent is set by GuestAgentOptions.Conversation. Leave {member} as it is.", member);
        }
    }
}
