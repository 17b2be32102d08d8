namespace HospitalityMemory;

/// <summary>How a model sums conversations up.</summary>
public sealed class ChatClientSummarizerOptions
{
    private const int LeastCharacters = 100;

    /// <summary>What the model is asked to do. That the transcript is data and how long a summary may be is said besides.</summary>
    public string Instructions { get; set; } =
        "You keep the notes of a hospitality booking platform. Sum up the conversation below for the agents that continue it: what the "
        + "guest wants and refused, what was offered with names and prices, what was decided or booked, and what is still open. Carry "
        + "on the notes so far and leave out nothing of them that still matters. Write plain short sentences in the language of the "
        + "guest. Add nothing that was not said.";

    /// <summary>How long a summary may be, in characters: at least 100, by default 2,000. A longer one is cut.</summary>
    public int MaxCharacters { get; set; } = 2_000;

    /// <summary>How much of one message the model is given, in characters: at least 100, by default 4,000.</summary>
    public int MaxMessageCharacters { get; set; } = 4_000;

    internal ChatClientSummarizerOptions Checked()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Instructions);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxCharacters, LeastCharacters);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMessageCharacters, LeastCharacters);
        return (ChatClientSummarizerOptions)MemberwiseClone();
    }
}
