using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace HospitalityMemory.Agents;

/// <summary>The history of conversations: what a run is given of it, and what is kept of the run.</summary>
internal sealed class ConversationHistory
{
    private readonly GuestChatHistoryOptions _options;
    private readonly HistoryReader _reader;
    private readonly HistoryWriter _writer;
    private readonly WaitingRuns _waiting = new();

    public ConversationHistory(AgentMemory memory, GuestChatHistoryOptions options, string sourceId)
    {
        var logger = memory.LoggerFactory?.CreateLogger(sourceId) ?? NullLogger.Instance;
        var mapper = new MessageMapper(options.JsonSerializerOptions, options.ContentStore, options.LargeContentBytes);
        _options = options;
        _reader = new(mapper, options, sourceId, memory.TimeProvider, logger);
        _writer = new(mapper, options, logger);
    }

    /// <inheritdoc cref="HistoryReader.ReadAsync"/>
    public ValueTask<List<ChatMessage>> ReadAsync(
        RunConversation run,
        IReadOnlyList<ChatMessage> request,
        Func<StoredChatMessage, bool> isWanted,
        AgentRequestMessageSourceType mark,
        CancellationToken cancellationToken) =>
        _reader.ReadAsync(run, request, isWanted, mark, cancellationToken);

    /// <summary>Lets a run continue an earlier one of the agent's session, if that one waits for what the request brings.</summary>
    public void Resume(AgentSession? session, RunConversation run, IReadOnlyList<ChatMessage> request)
    {
        if (_options.FailedRuns is FailedRunPolicy.KeepNothing && session is not null)
        {
            _waiting.Resume(session, run, request);
        }
    }

    /// <summary>Keeps what a run asked and answered. Of a failed run it keeps as much as the options say.</summary>
    /// <param name="run">The run's part in the conversation.</param>
    /// <param name="session">The agent's session, if a later run on it may bring what this one waits for; null if not.</param>
    /// <param name="request">What was asked, without the history.</param>
    /// <param name="response">What was answered, or what a failed run has done.</param>
    /// <param name="isLast">Whether this is the last that the run says.</param>
    /// <param name="isFailed">Whether the run failed, was cancelled or was abandoned.</param>
    /// <returns>The places of the stored messages; null if they could not be stored.</returns>
    public async ValueTask<IReadOnlyList<long>?> KeepAsync(
        RunConversation run, AgentSession? session, List<IdentifiedMessage> request, List<IdentifiedMessage> response, bool isLast, bool isFailed)
    {
        var history = run.History;
        if (_options.FailedRuns is FailedRunPolicy.KeepNothing && isFailed)
        {
            history.TakeHeldBack();
            return [];
        }

        var said = history.Add([.. request, .. response], run.RunId);
        if (_options.FailedRuns is FailedRunPolicy.KeepNothing)
        {
            history.HoldBack(said);
            said = HeldUntil(isLast, run, session);
        }

        return await _writer.AppendAsync(run, said).ConfigureAwait(false);
    }

    private List<IdentifiedMessage> HeldUntil(bool isLast, RunConversation run, AgentSession? session)
    {
        if (session is not null)
        {
            if (isLast)
            {
                _waiting.Remove(session, run);
            }
            else
            {
                _waiting.Add(session, run);
            }
        }

        return isLast ? run.History.TakeHeldBack() : [];
    }
}
