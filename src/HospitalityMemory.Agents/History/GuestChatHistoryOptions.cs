using System.Text.Json;

namespace HospitalityMemory;

/// <summary>What the history of a conversation does where there is a choice.</summary>
public sealed class GuestChatHistoryOptions
{
    /// <summary>The least that <see cref="LargeContentBytes"/> may be.</summary>
    internal const int LeastLargeContentBytes = 256;

    /// <summary>
    /// The one conversation in which the agent works; null (the default) where each agent session says it
    /// (<see cref="AgentSessionExtensions.SetGuestConversation"/>).
    /// </summary>
    public GuestConversation? Conversation { get; set; }

    /// <summary>What is kept of a run that failed, was cancelled or was left in the middle of its stream.</summary>
    public FailedRunPolicy FailedRuns { get; set; }

    /// <summary>
    /// How contents are written as JSON; null (the default) for those of the framework. Types of one's own are registered in it
    /// by <c>AddAIContentType</c>; with them it must know the types of the framework.
    /// </summary>
    public JsonSerializerOptions? JsonSerializerOptions { get; set; }

    /// <summary>Where large contents are kept; null (the default) for the conversation itself.</summary>
    public IContentStore? ContentStore { get; set; }

    /// <summary>From how many bytes on a data content goes to the <see cref="ContentStore"/>: at least 256, by default 32,768.</summary>
    public int LargeContentBytes { get; set; } = 32 * 1024;

    /// <summary>
    /// Whether a run goes on without history where the memory cannot be read (false by default: it fails before a model is
    /// asked).
    /// </summary>
    public bool ContinueWithoutHistory { get; set; }

    /// <summary>Whether the summary of what was trimmed comes before the messages, as a message of the role system (true by default).</summary>
    public bool IncludeSummary { get; set; } = true;

    /// <summary>
    /// Called with what could not be kept, or not whole, after a model has answered; such a run does not fail. What it
    /// throws is logged.
    /// </summary>
    public Action<UnstoredMessages>? OnUnstored { get; set; }

    /// <summary>The name under which the ids stand in an agent's session; another one where an agent has two histories.</summary>
    public string StateKey { get; set; } = "HospitalityMemory.History";

    internal GuestChatHistoryOptions Checked()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(StateKey);
        ArgumentOutOfRangeException.ThrowIfLessThan(LargeContentBytes, LeastLargeContentBytes);
        return Enum.IsDefined(FailedRuns)
            ? (GuestChatHistoryOptions)MemberwiseClone()
            : throw new ArgumentOutOfRangeException(nameof(FailedRuns), FailedRuns, "It is one of KeepWhatWasDone and KeepNothing.");
    }
}
