using HospitalityMemory.Agents;
using HospitalityMemory.Stores;
using Microsoft.Extensions.AI;

namespace HospitalityMemory;

/// <summary>Trims a list of messages by the rule by which the memory trims its conversations (<see cref="MessageTrimming"/>).</summary>
/// <remarks>
/// The oldest go. A call, its results, and a request for approval with its answer go together or not at all; messages of the
/// role system stay, and so do the last message and the guest's message that starts the latest turn, each with what it belongs
/// to; what is kept begins with a message of the guest, systems' apart. So more may stay than is allowed. Thread safe.
/// </remarks>
public sealed class MemoryChatReducer : IChatReducer
{
    private readonly MemoryChatReducerOptions _options;
    private readonly TrimmingLimits _limits;

    /// <summary>Makes a reducer.</summary>
    /// <param name="options">What the messages are to fit; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is not allowed; the error names it.</exception>
    public MemoryChatReducer(MemoryChatReducerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Checked();
        _limits = new(_options.MaxMessages, _options.MaxTokens, long.MaxValue, OtherBytes: 0);
    }

    /// <summary>Trims messages.</summary>
    /// <param name="messages">The messages, oldest first; they are not changed.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Those that stay, in the same order.</returns>
    public Task<IEnumerable<ChatMessage>> ReduceAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<ChatMessage> all = [.. messages];
        var dropped = MessageTrimming.Select(Facts(all), bringsSpared: false, _limits).Dropped.ToHashSet();
        return Task.FromResult<IEnumerable<ChatMessage>>(
            dropped.Count is 0 ? all : [.. all.Where((_, index) => !dropped.Contains(index))]);
    }

    private MessageFacts[] Facts(IReadOnlyList<ChatMessage> messages)
    {
        var groups = ChatMessageGroups.Of(messages);
        var facts = new MessageFacts[messages.Count];
        for (var i = 0; i < facts.Length; i++)
        {
            var message = messages[i];
            facts[i] = new(
                groups[i],
                _options.MaxTokens is null ? 0 : _options.CountTokens?.Invoke(message) ?? ChatTokens.Estimate(message),
                Bytes: 0,
                IsSpared: message.Role == ChatRole.System,
                StartsTurn: message.Role == ChatRole.User && !ChatMessageGroups.BelongsToCall(message));
        }

        return facts;
    }
}
