using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory.Agents;

/// <summary>Reads a conversation in the form in which a model gets it.</summary>
internal sealed partial class HistoryReader(
    MessageMapper mapper, GuestChatHistoryOptions options, string sourceId, TimeProvider timeProvider, ILogger logger)
{
    private const string SummaryField = "conversation_summary";

    private readonly ILogger _logger = logger;

    /// <summary>Reads the messages that come before a request: the summary, the stored messages, and what the run has said so far.</summary>
    /// <param name="run">The run's part in the conversation.</param>
    /// <param name="request">What the caller adds. A message of it that is in the history already is left out of the history.</param>
    /// <param name="isWanted">Whether a stored message is wanted.</param>
    /// <param name="mark">
    /// The source with which the messages are marked. The summary is made anew each time and always has that of a chat history.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask<List<ChatMessage>> ReadAsync(
        RunConversation run,
        IReadOnlyList<ChatMessage> request,
        Func<StoredChatMessage, bool> isWanted,
        AgentRequestMessageSourceType mark,
        CancellationToken cancellationToken)
    {
        Session? session = null;
        try
        {
            session = await run.GetSessionAsync(cancellationToken).ConfigureAwait(false);
            run.History.Begin(await MapAsync(run, session, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (options.ContinueWithoutHistory && IsFailure(exception, cancellationToken))
        {
            // What the run itself has said is still known.
            LogNoHistory(exception.GetType().Name);
        }

        var given = request.Select(MessageIdentity.IdOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        List<ChatMessage> instructions = [.. request.Where(message => message.Role == ChatRole.System)];
        List<StoredChatMessage> wanted = [.. run.History.All.Where(stored =>
            isWanted(stored)
            && !(MessageIdentity.IdOf(stored.Message) is { } id && given.Contains(id))
            && !instructions.Exists(message => SystemMessages.AreSame(message, stored.Message)))];
        List<ChatMessage> messages =
            [.. HistoryOrder.ForModel(wanted, request).Select(message => message.WithAgentRequestMessageSource(mark, sourceId))];
        if (options.IncludeSummary && session?.Context.GetString(SummaryField) is { Length: > 0 } summary)
        {
            messages.Insert(
                0,
                new ChatMessage(ChatRole.System, $"Summary of the conversation so far:\n{summary}") { CreatedAt = timeProvider.GetUtcNow() }
                    .WithAgentRequestMessageSource(AgentRequestMessageSourceType.ChatHistory, sourceId));
        }

        return messages;
    }

    private static bool IsFailure(Exception exception, CancellationToken cancellationToken) => exception is not SessionOwnershipException
        && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested);

    private async ValueTask<IReadOnlyList<StoredChatMessage>> MapAsync(
        RunConversation run, Session session, CancellationToken cancellationToken)
    {
        if (run.History.Read is { } read)
        {
            return read;
        }

        var messages = new List<StoredChatMessage>(session.Messages.Count);
        foreach (var message in session.Messages)
        {
            messages.Add(await mapper.ToFrameworkAsync(run.Conversation, message, cancellationToken).ConfigureAwait(false));
        }

        return messages;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "An agent runs without its history, which could not be read ({Error}).")]
    private partial void LogNoHistory(string error);
}
