using System.Runtime.CompilerServices;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>
/// Gives any agent, such as a workflow, the history of a conversation: it is told what it has not seen, and what it says is kept.
/// </summary>
internal sealed class GuestMemoryAgent : DelegatingAIAgent
{
    // The mark is not that of a chat history. With that one, the agent's own session would not remember what it is told here once.
    private static readonly AgentRequestMessageSourceType Told = new("HospitalityMemory");

    private readonly AgentMemory _memory;
    private readonly ConversationBinding _binding;
    private readonly SeenMessages _seen;
    private readonly ConversationHistory _history;

    public GuestMemoryAgent(AIAgent inner, AgentMemory memory, GuestChatHistoryOptions options)
        : base(inner)
    {
        options = options.Checked();
        _memory = memory;
        _binding = new(options.Conversation, options.StateKey);
        _seen = new($"{options.StateKey}.Seen");
        _history = new(memory, options, typeof(GuestMemoryAgent).FullName!);
    }

    protected override async Task<AgentResponse> RunCoreAsync(
        IEnumerable<ChatMessage> messages, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        var turn = await BeginAsync(messages, session, cancellationToken).ConfigureAwait(false);
        AgentResponse response;
        try
        {
            turn.Run.Enter();
            response = await InnerAgent.RunAsync(turn.Input, turn.Session, options, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await EndAsync(turn, [], isFailed: true).ConfigureAwait(false);
            throw;
        }

        await EndAsync(turn, response.Messages, isFailed: false).ConfigureAwait(false);
        return response;
    }

    protected override async IAsyncEnumerable<AgentResponseUpdate> RunCoreStreamingAsync(
        IEnumerable<ChatMessage> messages,
        AgentSession? session = null,
        AgentRunOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var turn = await BeginAsync(messages, session, cancellationToken).ConfigureAwait(false);
        var updates = RememberedStream.ReadAsync(
            turn.Run,
            stop => InnerAgent.RunStreamingAsync(turn.Input, turn.Session, options, stop),
            (given, isWhole) =>
            {
                var said = StreamedMessages.Of(given);
                return EndAsync(turn, isWhole ? said : HistoryOrder.FinishedCalls(said), isFailed: !isWhole);
            },
            cancellationToken);
        await foreach (var update in updates.ConfigureAwait(false))
        {
            yield return update;
        }
    }

    private async ValueTask<Turn> BeginAsync(IEnumerable<ChatMessage> messages, AgentSession? session, CancellationToken cancellationToken)
    {
        session ??= await InnerAgent.CreateSessionAsync(cancellationToken).ConfigureAwait(false);
        var run = new AgentRun();
        var conversation = run.In(_memory, _binding.Of(session));
        List<ChatMessage> given = [.. messages];
        var request = MessageIdentity.OfRequest([.. given.Where(IsSaid)], run.Id, Id);
        var history = await _history
            .ReadAsync(conversation, given, stored => _seen.IsNew(session, stored), Told, cancellationToken).ConfigureAwait(false);
        List<ChatMessage> input = [.. request.Select(Named), .. given.Where(message => !IsSaid(message))];
        return new(run, conversation, session, request, SystemMessages.Join(history, input));
    }

    // Messages of a context provider around this agent come anew with each run, and are not kept.
    private static bool IsSaid(ChatMessage message) =>
        message.GetAgentRequestMessageSourceType() != AgentRequestMessageSourceType.AIContextProvider;

    // The copy has the id: programs that pass the message on, or store it and read it again, then hand in the same message.
    private static ChatMessage Named(IdentifiedMessage identified)
    {
        var message = identified.Message.Clone();
        message.MessageId = identified.Id;
        return message;
    }

    // An unfinished text does not count. A failed run has only the calls that were carried out.
    private async ValueTask EndAsync(Turn turn, IList<ChatMessage> said, bool isFailed)
    {
        var answers = MessageIdentity.OfResponse(
            HistoryOrder.Paired([.. said.Where(message => message.Contents.Count > 0)]), turn.Run.Id, Id, areNew: false);
        var places = await _history.KeepAsync(turn.Conversation, session: null, turn.Request, answers, isLast: true, isFailed).ConfigureAwait(false);
        if (!isFailed)
        {
            _seen.Add(turn.Session, turn.Conversation.History, places);
        }
    }

    private sealed record Turn(
        AgentRun Run, RunConversation Conversation, AgentSession Session, List<IdentifiedMessage> Request, List<ChatMessage> Input);
}
