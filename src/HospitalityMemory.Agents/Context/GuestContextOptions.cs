namespace HospitalityMemory;

/// <summary>What an agent is told of its guest, and which tools it gets.</summary>
public sealed class GuestContextOptions
{
    private const int LeastCharacters = 200;

    /// <summary>
    /// The one conversation in which the agent works; null (the default) where each agent session says it
    /// (<see cref="AgentSessionExtensions.SetGuestConversation"/>).
    /// </summary>
    public GuestConversation? Conversation { get; set; }

    /// <summary>
    /// The name under which the ids stand in an agent's session; another one where an agent has two such providers. Null (the
    /// default) for <c>HospitalityMemory.Context</c>, and <c>HospitalityMemory.MessageContext</c> where the context is a message.
    /// </summary>
    public string? StateKey { get; set; }

    /// <summary>The tools that the agent gets with the context; none by default.</summary>
    public GuestToolSet Tools { get; set; }

    /// <summary>How long the text on the guest may be, in characters: at least 200, by default 4,000. That on the slots comes on top.</summary>
    public int MaxCharacters { get; set; } = 4_000;

    internal GuestContextOptions Checked(string stateKey)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxCharacters, LeastCharacters);
        GuestTools.ThrowIfUnknown(Tools, nameof(Tools));
        var options = (GuestContextOptions)MemberwiseClone();
        options.StateKey ??= stateKey;
        ArgumentException.ThrowIfNullOrWhiteSpace(options.StateKey, nameof(StateKey));
        return options;
    }
}
