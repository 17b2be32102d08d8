using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using HospitalityMemory.Orchestrator.Agents;
using HospitalityMemory.Orchestrator.Errors;
using HospitalityMemory.Orchestrator.Guests;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Orchestrator.Chat;

/// <summary>Runs one turn. The agent that spoke last hears the guest first, and the session is told who speaks at the end.</summary>
internal sealed partial class ChatTurns(AgentTeam team, IShortTermMemory memory, ILogger<ChatTurns> logger)
{
    /// <summary>The events of a turn. If something goes wrong, the last event says so.</summary>
    public async IAsyncEnumerable<ChatEvent> RunAsync(
        Session session, Guest guest, string text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return ChatEvent.InSession(session.SessionId);
        var events = SpeakAsync(session, guest, text, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (events)
        {
            while (true)
            {
                var problem = default(ChatEvent);
                try
                {
                    if (!await events.MoveNextAsync())
                    {
                        break;
                    }
                }
                catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
                {
                    problem = Problem(exception);
                }

                if (problem is not null)
                {
                    yield return problem;
                    break;
                }

                yield return events.Current;
            }
        }
    }

    private async IAsyncEnumerable<ChatEvent> SpeakAsync(
        Session session, Guest guest, string text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = AgentNames.OrFirst(session.CurrentAgent);
        var conversation = new GuestConversation(session.SessionId, guest.Id);
        var agent = team.Gather(conversation, before);
        var agentSession = await agent.CreateSessionAsync(cancellationToken);
        agentSession.SetGuestConversation(conversation);

        var speaker = default(string);
        await foreach (var update in agent.RunStreamingAsync(new ChatMessage(ChatRole.User, text), agentSession, options: null, cancellationToken))
        {
            if (AgentTeam.Speaker(update) is { } name && name != speaker)
            {
                speaker = name;
                yield return ChatEvent.Speaks(name);
            }

            foreach (var content in update.Contents)
            {
                if (Event(content, update.Role) is { } told)
                {
                    yield return told;
                }
            }
        }

        var after = speaker ?? before;
        var info = await memory.UpdateSessionAsync(session.SessionId, state => state with { CurrentAgent = after }, cancellationToken);
        yield return ChatEvent.Knows(info.Slots);
        yield return ChatEvent.Done(after);
    }

    private static ChatEvent? Event(AIContent content, ChatRole? role) => content switch
    {
        TextContent { Text.Length: > 0 } text when role != ChatRole.Tool && role != ChatRole.User => ChatEvent.Says(text.Text),
        FunctionCallContent call => ChatEvent.Calls(call.Name),
        ErrorContent error => Rethrow(error),
        _ => null,
    };

    // A workflow reports an agent's failure in the stream. The guest learns only that there was one; the log has the details.
    private static ChatEvent? Rethrow(ErrorContent error)
    {
        ExceptionDispatchInfo.Throw(new InvalidOperationException($"An agent failed: {error.ErrorCode} {error.Message}"));
        return null;
    }

    private ChatEvent Problem(Exception exception)
    {
        var problem = Problems.Of(exception);
        if (!Problems.IsExpected(exception))
        {
            LogFailure(exception);
        }

        return ChatEvent.Failed(problem.Status ?? StatusCodes.Status500InternalServerError, problem.Detail ?? "");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A turn failed.")]
    private partial void LogFailure(Exception exception);
}
