using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory;

/// <summary>Keeps what an agent and its guest say in the short-term memory, and gives it back to the agent.</summary>
/// <remarks>
/// <para>Nothing of a message is lost: contents of all types, ids, authors, roles, times with their offsets and additional
/// properties come back as they were (values of no fixed type as <see cref="System.Text.Json.JsonElement"/>;
/// <c>RawRepresentation</c>, which is a client's own object, does not). A message is stored once, however often a framework hands it
/// in. What the model is given begins with the summary, has results right behind their calls, no call without its result and
/// no result without its call, and the messages of runs at the same time apart.</para>
/// <para>In the agent's session stand two ids and nothing else. Before a model was asked, a memory out of reach fails the run,
/// unless the options say to go on; after it, nothing that the memory cannot do fails the run.</para>
/// <para>Thread safe. One instance serves any number of agents and sessions.</para>
/// </remarks>
public sealed class GuestChatHistoryProvider : ChatHistoryProvider
{
    private readonly AgentMemory _memory;
    private readonly Agents.ConversationBinding _binding;
    private readonly Agents.ConversationHistory _history;

    /// <summary>Makes a history.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="options">What it does where there is a choice; later changes to them change nothing.</param>
    /// <exception cref="ArgumentException">An option is not allowed; the error names it.</exception>
    public GuestChatHistoryProvider(AgentMemory memory, GuestChatHistoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(options);
        options = options.Checked();
        _memory = memory;
        _binding = new(options.Conversation, options.StateKey);
        _history = new(memory, options, typeof(GuestChatHistoryProvider).FullName!);
        StateKeys = [options.StateKey];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateKeys { get; }

    /// <inheritdoc/>
    protected override async ValueTask<IEnumerable<ChatMessage>> InvokingCoreAsync(
        InvokingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run = Run(context.Session);
        List<ChatMessage> request = [.. context.RequestMessages];

        // This must come before the history is read: an instance that is said again is another message than the one in the history.
        _ = Agents.MessageIdentity.OfRequest([.. request.Where(IsSaid)], run.RunId, context.Agent.Id);
        _history.Resume(context.Session, run, request);
        var history = await _history
            .ReadAsync(run, request, static _ => true, AgentRequestMessageSourceType.ChatHistory, cancellationToken).ConfigureAwait(false);
        return Agents.SystemMessages.Join(history, request);
    }

    /// <inheritdoc/>
    protected override async ValueTask InvokedCoreAsync(InvokedContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run = Run(context.Session);
        var request = Agents.MessageIdentity.OfRequest(
            [.. context.RequestMessages.Where(IsSaid)], run.RunId, context.Agent.Id);
        if (context.InvokeException is not null)
        {
            await _history.KeepAsync(run, context.Session, request, [], isLast: true, isFailed: true).ConfigureAwait(false);
            return;
        }

        List<ChatMessage> said = [.. context.ResponseMessages ?? []];
        foreach (var message in said.Where(message => message.Role == ChatRole.Assistant))
        {
            // The framework names the speaker only at the end of a run. That is too late if each call of the model is kept.
            message.AuthorName ??= context.Agent.Name;
        }

        var response = Agents.MessageIdentity.OfResponse(said, run.RunId, context.Agent.Id, areNew: true);
        var isLast = !Agents.HistoryOrder.HasOpenCall(said);
        await _history.KeepAsync(run, context.Session, request, response, isLast, isFailed: false).ConfigureAwait(false);
    }

    // Messages of the history are stored already, and those of a context provider come anew with each run.
    private static bool IsSaid(ChatMessage message) => message.GetAgentRequestMessageSourceType() == AgentRequestMessageSourceType.External;

    private Agents.RunConversation Run(AgentSession? session) =>
        Agents.AgentRun.Current.In(_memory, _binding.Of(session));
}
