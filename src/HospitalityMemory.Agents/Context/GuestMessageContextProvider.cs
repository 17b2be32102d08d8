using HospitalityMemory.Agents;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory;

/// <summary>
/// What <see cref="GuestContextProvider"/> tells, as one message after those of the run: for agents of any kind, which may have
/// no instructions that can be added to.
/// </summary>
/// <remarks>
/// The message has the role of the user, as those of the framework's own providers have, and is marked as a provider's, so that
/// the history of this package does not store it. Tools cannot be given this way. Thread safe.
/// </remarks>
public sealed class GuestMessageContextProvider : MessageAIContextProvider
{
    private const string DefaultStateKey = "HospitalityMemory.MessageContext";

    private readonly ConversationBinding _binding;
    private readonly GuestContextReader _reader;
    private readonly string[] _stateKeys;

    /// <summary>Makes a provider.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="options">What the agent is told; copied.</param>
    /// <exception cref="ArgumentException">An option is not allowed, or tools are asked for; the error names it.</exception>
    public GuestMessageContextProvider(AgentMemory memory, GuestContextOptions options)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(options);
        options = options.Checked(DefaultStateKey);
        if (options.Tools is not GuestToolSet.None)
        {
            throw new ArgumentException(
                "Tools cannot be given with a message. Give them to the agent by GuestTools.Create, or use GuestContextProvider.",
                nameof(options));
        }

        _binding = new(options.Conversation, options.StateKey!);
        _reader = new(memory, options.MaxCharacters);
        _stateKeys = [_binding.StateKey];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateKeys => _stateKeys;

    /// <summary>Reads the context.</summary>
    /// <param name="context">The run that is about to begin.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>One message; none where memory has nothing to give.</returns>
    /// <exception cref="InvalidOperationException">The agent's session does not say which conversation it is of.</exception>
    /// <exception cref="SessionOwnershipException">The session is another guest's.</exception>
    protected override async ValueTask<IEnumerable<ChatMessage>> ProvideMessagesAsync(
        InvokingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var text = await _reader.ReadAsync(_binding.Of(context.Session), cancellationToken).ConfigureAwait(false);
        return text is null ? [] : [new(ChatRole.User, text)];
    }
}
