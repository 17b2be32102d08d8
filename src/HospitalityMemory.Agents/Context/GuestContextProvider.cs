using HospitalityMemory.Agents;
using Microsoft.Agents.AI;

namespace HospitalityMemory;

/// <summary>
/// Tells an agent before each run what is known of its guest and of the stay that is being planned, and gives it the tools that
/// change it.
/// </summary>
/// <remarks>
/// <para>The context is given as instructions, never as messages, which would be stored with the conversation each time. It is
/// read at each run, so that an agent which takes a conversation over sees what the one before it wrote. Of an anonymous
/// conversation it is the slots alone.</para>
/// <para>Where memory fails, the run goes on without what could not be read, which is logged. That a session is another guest's
/// is no such failure: the run fails. Thread safe.</para>
/// </remarks>
public sealed class GuestContextProvider : AIContextProvider
{
    internal const string DefaultStateKey = "HospitalityMemory.Context";

    private readonly AgentMemory _memory;
    private readonly GuestToolSet _tools;
    private readonly ConversationBinding _binding;
    private readonly GuestContextReader _reader;
    private readonly string[] _stateKeys;

    /// <summary>Makes a provider.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="options">What the agent is told; copied.</param>
    /// <exception cref="ArgumentException">An option is not allowed; the error names it.</exception>
    public GuestContextProvider(AgentMemory memory, GuestContextOptions options)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(options);
        options = options.Checked(DefaultStateKey);
        (_memory, _tools) = (memory, options.Tools);
        _binding = new(options.Conversation, options.StateKey!);
        _reader = new(memory, options.MaxCharacters);
        _stateKeys = [_binding.StateKey];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateKeys => _stateKeys;

    /// <summary>Reads the context.</summary>
    /// <param name="context">The run that is about to begin.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>The instructions and the tools that are added to the run's.</returns>
    /// <exception cref="InvalidOperationException">The agent's session does not say which conversation it is of.</exception>
    /// <exception cref="SessionOwnershipException">The session is another guest's.</exception>
    protected override async ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var conversation = _binding.Of(context.Session);
        return new()
        {
            Instructions = await _reader.ReadAsync(conversation, cancellationToken).ConfigureAwait(false),
            Tools = _tools is GuestToolSet.None ? null : GuestTools.Create(_memory, conversation, _tools),
        };
    }
}
