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

    /// <summary>Lets a run go on where an earlier one of the agent's session waits for what the request brings.</summary>
    public void Resume(AgentSession? session, RunConversation run, IReadOnlyList<ChatMessage> request)
    {
        if (_options.FailedRuns is FailedRunPolicy.KeepNothing && session is not null)
        {
            _waiting.Resume(session, run, request);
        }
    }

    /// <summary>Keeps what a run asked and answered; of a failed one as much as the options say.</summary>
    /// <param name="run">The run's part in the conversation.</param>
    /// <param name="session">The agent's session, where a later run on it may bring what this one waits for; null for none.</param>
    /// <param name="request">What was asked, without the history.</param>
    /// <param name="response">What was answered or, by a run that failed, done.</param>
    /// <param name="isLast">Whether no more comes of this run.</param>
    /// <param name="isFailed">Whether the run failed, was cancelled or was left.</param>
    /// <returns>The places of what was stored; null where something could not be.</returns>
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
