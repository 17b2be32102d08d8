using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory.Agents;

/// <summary>
/// Stores what a run said. A model was paid by then: so what the memory cannot take whole is shortened, what it cannot take
/// at all is reported, and nothing is thrown.
/// </summary>
internal sealed partial class HistoryWriter(MessageMapper mapper, GuestChatHistoryOptions options, ILogger logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>Stores messages in one step, so that those of another run do not come between.</summary>
    /// <returns>Their places; null where they could not be stored.</returns>
    public async ValueTask<IReadOnlyList<long>?> AppendAsync(RunConversation run, List<IdentifiedMessage> messages)
    {
        if (messages.Count is 0)
        {
            return [];
        }

        try
        {
            return await StoreAsync(run, messages).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever the store or the host's content store throws: the answer is there, and the run goes on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Report(run, messages, kept: false, exception);
            return null;
        }
    }

    private async ValueTask<IReadOnlyList<long>> StoreAsync(RunConversation run, List<IdentifiedMessage> messages)
    {
        var mapped = await MapAsync(run, messages, content => content).ConfigureAwait(false);
        try
        {
            return await AddAsync(run, messages, mapped).ConfigureAwait(false);
        }
        catch (SessionTooLargeException exception)
        {
            Report(run, messages, kept: true, exception);
        }

        foreach (var budget in ContentShortener.Budgets)
        {
            try
            {
                mapped = await MapAsync(run, messages, content => ContentShortener.Shorten(content, budget)).ConfigureAwait(false);
                return await AddAsync(run, messages, mapped).ConfigureAwait(false);
            }
            catch (SessionTooLargeException) when (budget != ContentShortener.Budgets[^1])
            {
                // Shorter still.
            }
        }

        throw new InvalidOperationException("The last budget either stores or throws.");
    }

    private async ValueTask<SessionMessage[]> MapAsync(
        RunConversation run, List<IdentifiedMessage> messages, Func<AIContent, AIContent> change)
    {
        var mapped = new SessionMessage[messages.Count];
        for (var i = 0; i < mapped.Length; i++)
        {
            var message = messages[i].Message;
            List<AIContent> contents = [.. message.Contents.Select(change)];
            if (!contents.SequenceEqual(message.Contents))
            {
                message = message.Clone();
                message.Contents = contents;
            }

            mapped[i] = await mapper.ToMemoryAsync(run.Conversation, message, messages[i].Id, run.RunId, CancellationToken.None).ConfigureAwait(false);
        }

        return mapped;
    }

    // The run's own token may be cancelled already: what was said is stored all the same, within the memory's time for a call.
    private static async ValueTask<IReadOnlyList<long>> AddAsync(RunConversation run, List<IdentifiedMessage> messages, SessionMessage[] mapped)
    {
        var stored = await AddOnceMoreAsync(run, mapped).ConfigureAwait(false);
        List<SessionMessage> others = [];
        for (var i = 0; i < mapped.Length; i++)
        {
            // A model that uses an id again: under it the memory has an answer of long ago, and this one is not stored yet.
            if (messages[i].IsNew && stored[i].Sequence <= run.History.LastRead)
            {
                others.Add(mapped[i] with { MessageId = $"{mapped[i].MessageId}#{run.RunId}" });
            }
        }

        if (others.Count > 0)
        {
            stored = [.. stored, .. await AddOnceMoreAsync(run, others).ConfigureAwait(false)];
        }

        return [.. stored.Select(message => message.Sequence)];
    }

    // Ids make it safe to repeat what may have been stored; a session that ended meanwhile is begun again.
    private static async ValueTask<IReadOnlyList<SessionMessage>> AddOnceMoreAsync(RunConversation run, IReadOnlyList<SessionMessage> messages)
    {
        var (memory, conversation) = (run.Memory, run.Conversation);
        try
        {
            return await memory.AddMessagesAsync(conversation.SessionId, messages, CancellationToken.None).ConfigureAwait(false);
        }
        catch (SessionNotFoundException)
        {
            await memory.GetOrCreateSessionAsync(conversation.SessionId, conversation.UserId, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is MemoryUnavailableException or MemoryConcurrencyException)
        {
            // Once more.
        }

        return await memory.AddMessagesAsync(conversation.SessionId, messages, CancellationToken.None).ConfigureAwait(false);
    }

    private void Report(RunConversation run, List<IdentifiedMessage> messages, bool kept, Exception cause)
    {
        LogUnstored(messages.Count, kept ? "in part" : "not at all", cause.GetType().Name);
        options.OnUnstored?.Invoke(new(run.Conversation, [.. messages.Select(message => message.Message)], kept, cause));
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "{Count} messages of an agent's run were kept {Kept} ({Error}).")]
    private partial void LogUnstored(int count, string kept, string error);
}
