using Microsoft.Extensions.AI;

namespace HospitalityMemory;

/// <summary>What a list of messages is to fit.</summary>
public sealed class MemoryChatReducerOptions
{
    /// <summary>How many messages may stay: at least 1, by default 50.</summary>
    public int MaxMessages { get; set; } = 50;

    /// <summary>What they may weigh together, in tokens: at least 1; null, the default, for no such limit.</summary>
    public int? MaxTokens { get; set; }

    /// <summary>
    /// Counts the tokens of a message, at least 0; null (the default) for an estimate: four ASCII characters or one and a half
    /// others are a token, and four tokens frame a message. Asked only where <see cref="MaxTokens"/> is set.
    /// </summary>
    public Func<ChatMessage, int>? CountTokens { get; set; }

    internal MemoryChatReducerOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMessages, 1);
        if (MaxTokens is { } tokens)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1, nameof(MaxTokens));
        }

        return (MemoryChatReducerOptions)MemberwiseClone();
    }
}
