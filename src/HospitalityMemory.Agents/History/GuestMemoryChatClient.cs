using System.Runtime.CompilerServices;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>
/// A chat client that remembers. Each request gets the conversation before it and what is known of the guest, and what is said is kept. It
/// is for hosts that use only Microsoft.Extensions.AI.
/// </summary>
internal sealed class GuestMemoryChatClient : DelegatingChatClient
{
    /// <summary>Stands for the id of an agent, because there is no agent.</summary>
    private const string AgentId = "chat-client";

    private readonly AgentMemory _memory;
    private readonly GuestAgentOptions _options;
    private readonly ConversationHistory _history;
    private readonly GuestContextReader _context;

    public GuestMemoryChatClient(IChatClient inner, AgentMemory memory, GuestAgentOptions options)
        : base(inner)
    {
        _memory = memory;
        _options = options;
        _history = new(memory, options.History.Checked(), typeof(GuestMemoryChatClient).FullName!);
        _context = new(memory, options.Context.Checked(GuestContextProvider.DefaultStateKey).MaxCharacters);
    }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var turn = await BeginAsync(messages, options, cancellationToken).ConfigureAwait(false);
        ChatResponse response;
        try
        {
            turn.Run.Enter();
            response = await base.GetResponseAsync(turn.Input, turn.Options, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await EndAsync(turn, []).ConfigureAwait(false);
            throw;
        }

        await EndAsync(turn, response.Messages, isFailed: false).ConfigureAwait(false);
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var turn = await BeginAsync(messages, options, cancellationToken).ConfigureAwait(false);
        var updates = RememberedStream.ReadAsync(
            turn.Run,
            stop => base.GetStreamingResponseAsync(turn.Input, turn.Options, stop),
            (given, isWhole) =>
            {
                var said = given.ToChatResponse().Messages;
                return EndAsync(turn, isWhole ? said : HistoryOrder.FinishedCalls([.. said]), isFailed: !isWhole);
            },
            cancellationToken);
        await foreach (var update in updates.ConfigureAwait(false))
        {
            yield return update;
        }
    }

    private async ValueTask<Turn> BeginAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var run = new AgentRun();
        run.Enter();
        var conversation = run.In(_memory, ConversationOf(options));
        List<ChatMessage> given = [.. messages];
        var request = MessageIdentity.OfRequest(given, run.Id, AgentId);
        var history = _options.KeepHistory
            ? await _history.ReadAsync(conversation, given, static _ => true, AgentRequestMessageSourceType.ChatHistory, cancellationToken).ConfigureAwait(false)
            : [];
        if (options?.ConversationId is { Length: > 0 })
        {
            // The service has the conversation itself.
            history = [];
        }

        options = await WithContextAsync(options.WithoutGuestConversation(), conversation.Conversation, cancellationToken).ConfigureAwait(false);
        return new(run, conversation, request, SystemMessages.Join(history, given), options);
    }

    private async ValueTask<ChatOptions?> WithContextAsync(
        ChatOptions? options, GuestConversation conversation, CancellationToken cancellationToken)
    {
        var instructions = _options.IncludeContext ? await _context.ReadAsync(conversation, cancellationToken).ConfigureAwait(false) : null;
        if (instructions is null && _options.Tools is GuestToolSet.None)
        {
            return options;
        }

        options = options?.Clone() ?? new();
        options.Instructions = options.Instructions is null || instructions is null
            ? options.Instructions ?? instructions
            : $"{options.Instructions}\n{instructions}";
        if (_options.Tools is not GuestToolSet.None)
        {
            options.Tools = [.. options.Tools ?? [], .. GuestTools.Create(_memory, conversation, _options.Tools)];
        }

        return options;
    }

    private GuestConversation ConversationOf(ChatOptions? options)
    {
        var asked = options.GetGuestConversation();
        return asked is not null && _options.Conversation is not null && asked != _options.Conversation
            ? throw new InvalidOperationException("The options name another conversation than the one that the chat client was made for.")
            : asked ?? _options.Conversation ?? throw new InvalidOperationException(
                "Nobody says in which conversation of which guest the chat client works. Call SetGuestConversation on the options of the request, or give the client one.");
    }

    private async ValueTask EndAsync(Turn turn, IList<ChatMessage> response, bool isFailed = true)
    {
        if (!_options.KeepHistory)
        {
            return;
        }

        var answers = MessageIdentity.OfResponse(response, turn.Run.Id, AgentId, areNew: true);
        await _history.KeepAsync(turn.Conversation, session: null, turn.Request, answers, isLast: true, isFailed).ConfigureAwait(false);
    }

    private sealed record Turn(
        AgentRun Run, RunConversation Conversation, List<IdentifiedMessage> Request, List<ChatMessage> Input, ChatOptions? Options);
}
