using System.Runtime.CompilerServices;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>Any agent, such as a workflow, with the history of a conversation: it is told what it has not seen, and what it says is kept.</summary>
internal sealed class GuestMemoryAgent : DelegatingAIAgent
{
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
            await EndAsync(turn, null).ConfigureAwait(false);
            throw;
        }

        await EndAsync(turn, response.Messages).ConfigureAwait(false);
        return response;
    }

    protected override async IAsyncEnumerable<AgentResponseUpdate> RunCoreStreamingAsync(
        IEnumerable<ChatMessage> messages,
        AgentSession? session = null,
        AgentRunOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var turn = await BeginAsync(messages, session, cancellationToken).ConfigureAwait(false);
        var updates = new List<AgentResponseUpdate>();
        var isWhole = false;
        turn.Run.Enter();
        var stream = InnerAgent.RunStreamingAsync(turn.Input, turn.Session, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            // Each step of an iterator begins with its caller's context: so the run is entered before each.
            while (await NextAsync(turn.Run, stream).ConfigureAwait(false))
            {
                updates.Add(stream.Current);
                yield return stream.Current;
            }

            isWhole = true;
        }
        finally
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            await EndAsync(turn, isWhole ? updates.ToAgentResponse().Messages : null, updates).ConfigureAwait(false);
        }
    }

    private static ValueTask<bool> NextAsync(AgentRun run, IAsyncEnumerator<AgentResponseUpdate> stream)
    {
        run.Enter();
        return stream.MoveNextAsync();
    }

    private async ValueTask<Turn> BeginAsync(IEnumerable<ChatMessage> messages, AgentSession? session, CancellationToken cancellationToken)
    {
        session ??= await InnerAgent.CreateSessionAsync(cancellationToken).ConfigureAwait(false);
        var run = new AgentRun();
        var conversation = run.In(_memory.ShortTerm, _binding.Of(session));
        List<ChatMessage> given = [.. messages];
        var request = MessageIdentity.OfRequest(given, run.Id, Id);
        var history = await _history
            .ReadAsync(conversation, given, stored => _seen.IsNew(session, stored), cancellationToken).ConfigureAwait(false);
        return new(run, conversation, session, request, [.. history, .. request.Select(Named)]);
    }

    // A copy with its id: so that what passes it on, or writes it down and reads it again, hands in the same message.
    private static ChatMessage Named(IdentifiedMessage identified)
    {
        var message = identified.Message.Clone();
        message.MessageId = identified.Id;
        return message;
    }

    private async ValueTask EndAsync(Turn turn, IList<ChatMessage>? response, List<AgentResponseUpdate>? updates = null)
    {
        var answers = MessageIdentity.OfResponse(
            response is null ? WhatWasDone(updates) : HistoryOrder.Paired([.. response.Where(IsSaid)]),
            turn.Run.Id,
            Id,
            areNew: false);
        var places = await _history
            .KeepAsync(turn.Conversation, turn.Request, answers, isLast: true, isFailed: response is null).ConfigureAwait(false);
        if (response is not null)
        {
            _seen.Add(turn.Session, turn.Conversation.History, places);
        }
    }

    // A workflow tells of its own steps (an agent begins, one ends) in messages without contents. Nobody said them.
    private static bool IsSaid(ChatMessage message) => message.Contents.Count > 0 || message.AdditionalProperties is { Count: > 0 };

    // The calls that were carried out before a stream ended too early. A text that was not finished is none.
    private static List<ChatMessage> WhatWasDone(List<AgentResponseUpdate>? updates) =>
        updates is null or { Count: 0 } ? [] : HistoryOrder.FinishedCalls(HistoryOrder.Paired([.. updates.ToAgentResponse().Messages]));

    private sealed record Turn(
        AgentRun Run, RunConversation Conversation, AgentSession Session, List<IdentifiedMessage> Request, List<ChatMessage> Input);
}
