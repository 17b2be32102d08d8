using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory.Agents;

/// <summary>
/// Stores what a run said. The model has been paid by then. What the memory cannot take whole is therefore shortened, what it cannot take
/// at all is reported, and nothing is thrown.
/// </summary>
internal sealed partial class HistoryWriter(MessageMapper mapper, GuestChatHistoryOptions options, ILogger logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>
    /// Stores messages in one step, which keeps messages of other runs from coming between them. A large message ends its step.
    /// </summary>
    /// <returns>The places of the messages; null if they could not be stored.</returns>
    public async ValueTask<IReadOnlyList<long>?> AppendAsync(RunConversation run, List<IdentifiedMessage> messages)
    {
        if (messages.Count is 0)
        {
            return [];
        }

        try
        {
            if (run.History.Read is null)
            {
                // Nobody has checked yet whose session it is. This happens if a run goes on without history.
                await run.GetSessionAsync(CancellationToken.None).ConfigureAwait(false);
            }

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
        var stored = await StoreLargeAsync(run, messages).ConfigureAwait(false);
        SessionTooLargeException tooLarge;
        try
        {
            return await AddAsync(run, messages, message => message, stored).ConfigureAwait(false);
        }
        catch (SessionTooLargeException exception)
        {
            tooLarge = exception;
        }

        foreach (var budget in ContentShortener.Budgets)
        {
            try
            {
                var places = await AddAsync(run, messages, message => mapper.Shorten(message, stored, budget), stored).ConfigureAwait(false);
                Report(run, messages, kept: true, tooLarge);
                return places;
            }
            catch (SessionTooLargeException) when (budget != ContentShortener.Budgets[^1])
            {
                // The next budget is smaller.
            }
        }

        throw new InvalidOperationException("The last budget either stores or throws.");
    }

    private async ValueTask<StoredContents> StoreLargeAsync(RunConversation run, List<IdentifiedMessage> messages)
    {
        var stored = new StoredContents();
        foreach (var content in messages.SelectMany(message => message.Message.Contents))
        {
            try
            {
                if (await mapper.TryStoreAsync(run.Conversation, content, CancellationToken.None).ConfigureAwait(false) is { } reference)
                {
                    stored.Add(content, reference);
                }
            }
#pragma warning disable CA1031 // Whatever the host's store throws: the conversation keeps the content itself.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogNoContentStore(exception.GetType().Name);
            }
        }

        return stored;
    }

    // The run's own token may be cancelled already. What was said is stored nevertheless, within the memory's own time limit.
    private async ValueTask<IReadOnlyList<long>> AddAsync(
        RunConversation run, List<IdentifiedMessage> messages, Func<ChatMessage, ChatMessage> change, StoredContents contents)
    {
        SessionMessage[] mapped = [.. messages.Select(message => mapper.ToMemory(change(message.Message), message.Id, run.RunId, contents))];
        List<SessionMessage> stored = [];
        foreach (var part in Parts(mapped))
        {
            stored.AddRange(await AddOnceMoreAsync(run, part).ConfigureAwait(false));
        }

        List<SessionMessage> others = [];
        for (var i = 0; i < mapped.Length; i++)
        {
            // The model used an id again. The memory has an earlier answer under it, and this one is not stored yet.
            if (messages[i].IsNew && stored[i].Sequence <= run.History.LastRead)
            {
                others.Add(mapped[i] with { MessageId = $"{mapped[i].MessageId}#{run.RunId}" });
            }
        }

        if (others.Count > 0)
        {
            stored.AddRange(await AddOnceMoreAsync(run, others).ConfigureAwait(false));
        }

        return [.. stored.Select(message => message.Sequence)];
    }

    // If others came after a large message in the same step, the session would silently trim it to make room for them.
    private static IEnumerable<List<SessionMessage>> Parts(SessionMessage[] messages)
    {
        var part = new List<SessionMessage>(messages.Length);
        foreach (var message in messages)
        {
            part.Add(message);
            if (message.Content.Length + BytesOf(message.Payload) > ContentShortener.Budgets[0])
            {
                yield return part;
                part = [];
            }
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    private static int BytesOf(JsonElement? payload) => payload is { } json ? JsonMarshal.GetRawUtf8Value(json).Length : 0;

    // Repeating is safe because messages have ids. A session that ended meanwhile is created again.
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
            // The call below tries once more.
        }

        return await memory.AddMessagesAsync(conversation.SessionId, messages, CancellationToken.None).ConfigureAwait(false);
    }

    private void Report(RunConversation run, List<IdentifiedMessage> messages, bool kept, Exception cause)
    {
        LogUnstored(messages.Count, kept ? "in part" : "not at all", cause.GetType().Name);
        try
        {
            options.OnUnstored?.Invoke(new(run.Conversation, [.. messages.Select(message => message.Message)], kept, cause));
        }
#pragma warning disable CA1031 // Whatever the host throws: the answer is there, and the run goes on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogReportFailed(exception.GetType().Name);
        }
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "{Count} messages of an agent's run were kept {Kept} ({Error}).")]
    private partial void LogUnstored(int count, string kept, string error);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error,
        Message = "The content store failed ({Error}): the conversation keeps a large content itself.")]
    private partial void LogNoContentStore(string error);

    [LoggerMessage(EventId = 4, Level = LogLevel.Error, Message = "OnUnstored failed ({Error}).")]
    private partial void LogReportFailed(string error);
}
