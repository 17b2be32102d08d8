using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory.Agents;

/// <summary>Reads a conversation as a model gets it.</summary>
internal sealed partial class HistoryReader(
    MessageMapper mapper, GuestChatHistoryOptions options, string sourceId, TimeProvider timeProvider, ILogger logger)
{
    private const string SummaryField = "conversation_summary";

    private readonly ILogger _logger = logger;

    /// <summary>The messages that come before a request: the summary, the stored ones, and what the run has said so far.</summary>
    /// <param name="run">The run's part in the conversation.</param>
    /// <param name="request">What the caller adds. What of it is in the history already stands there only.</param>
    /// <param name="isWanted">Whether a stored message is wanted.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask<List<ChatMessage>> ReadAsync(
        RunConversation run, IReadOnlyList<ChatMessage> request, Func<StoredChatMessage, bool> isWanted, CancellationToken cancellationToken)
    {
        Session session;
        try
        {
            session = await run.GetSessionAsync(cancellationToken).ConfigureAwait(false);
            run.History.Begin(await MapAsync(run, session, cancellationToken).ConfigureAwait(false));
        }
        catch (HospitalityMemoryException exception) when (options.ContinueWithoutHistory && exception is not SessionOwnershipException)
        {
            LogNoHistory(exception.GetType().Name);
            return [];
        }

        var given = request.Select(MessageIdentity.IdOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        List<StoredChatMessage> wanted = [.. run.History.All.Where(stored =>
            isWanted(stored) && !(MessageIdentity.IdOf(stored.Message) is { } id && given.Contains(id)))];
        var messages = HistoryOrder.ForModel(wanted, request);
        if (options.IncludeSummary && session.Context.GetString(SummaryField) is { Length: > 0 } summary)
        {
            messages.Insert(0, new(ChatRole.System, $"Summary of the conversation so far:\n{summary}") { CreatedAt = timeProvider.GetUtcNow() });
        }

        return [.. messages.Select(message => message.WithAgentRequestMessageSource(AgentRequestMessageSourceType.ChatHistory, sourceId))];
    }

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
