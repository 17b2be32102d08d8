using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>
/// Puts messages into the order that models accept: what one run said stands together, results stand right behind their
/// calls, and what has lost its other half is left out.
/// </summary>
internal static class HistoryOrder
{
    /// <summary>What a model is given of the stored messages.</summary>
    /// <param name="stored">The messages in the order of the store, where those of runs at the same time may be mixed.</param>
    /// <param name="request">What the caller adds behind them; it may hold the results that stored calls wait for.</param>
    public static List<ChatMessage> ForModel(IReadOnlyList<StoredChatMessage> stored, IReadOnlyList<ChatMessage> request)
    {
        var messages = ByRun(stored);
        if (!messages.Exists(HasHalves))
        {
            return messages;
        }

        var pairs = MessagePairs.Find(messages, request);
        var (ordered, last) = (new List<ChatMessage>(messages.Count), new List<ChatMessage>());
        foreach (var (caller, message) in Arranged(messages, pairs))
        {
            if (Whole(message, pairs) is { } whole)
            {
                (pairs.IsAnsweredByRequest(caller) ? last : ordered).Add(whole);
            }
        }

        ordered.AddRange(last);
        return ordered;
    }

    /// <summary>The messages with each result behind its call; nothing is left out.</summary>
    public static List<ChatMessage> Paired(List<ChatMessage> messages) =>
        messages.Exists(HasHalves)
            ? [.. Arranged(messages, MessagePairs.Find(messages, [])).Select(item => item.Message)]
            : messages;

    /// <summary>Whether a function is called whose result is not there.</summary>
    public static bool HasOpenCall(List<ChatMessage> messages)
    {
        var pairs = MessagePairs.Find(messages, []);
        return messages.Exists(message => message.Contents.Any(content => content is FunctionCallContent && pairs.IsHalf(content)));
    }

    /// <summary>The calls that have their results, with those, and nothing else.</summary>
    public static List<ChatMessage> FinishedCalls(List<ChatMessage> messages)
    {
        var pairs = MessagePairs.Find(messages, []);
        return [.. messages
            .Select(message => With(message, [.. message.Contents.Where(content => IsOfCall(content) && !pairs.IsHalf(content))]))
            .Where(message => message.Contents.Count > 0)];
    }

    private static bool HasHalves(ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            if (content is ToolCallContent or ToolResultContent or InputRequestContent or InputResponseContent)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfCall(AIContent content) => content is FunctionCallContent or FunctionResultContent;

    /// <summary>The messages with those of a run together, where its first one stands. One without a run stands where it is.</summary>
    private static List<ChatMessage> ByRun(IReadOnlyList<StoredChatMessage> stored)
    {
        var runs = new Dictionary<string, int>(StringComparer.Ordinal);
        var places = new int[stored.Count];
        var isOrdered = true;
        for (var i = 0; i < places.Length; i++)
        {
            var run = stored[i].RunId;
            places[i] = run is null || runs.TryAdd(run, i) ? i : runs[run];
            isOrdered &= i is 0 || places[i] >= places[i - 1];
        }

        var messages = stored.Select(message => message.Message);
        return isOrdered ? [.. messages] : [.. messages.Zip(places).OrderBy(item => item.Second).Select(item => item.First)];
    }

    /// <summary>Each message, and behind it the results of its calls, with the index of the message that leads.</summary>
    private static IEnumerable<(int Caller, ChatMessage Message)> Arranged(List<ChatMessage> messages, MessagePairs pairs)
    {
        var results = new Dictionary<int, List<ChatMessage>>();
        var rest = new ChatMessage?[messages.Count];
        for (var i = 0; i < messages.Count; i++)
        {
            rest[i] = Separate(messages[i], i, pairs, results);
        }

        for (var i = 0; i < messages.Count; i++)
        {
            if (rest[i] is { } message)
            {
                yield return (i, message);
            }

            foreach (var result in results.GetValueOrDefault(i, []))
            {
                yield return (i, result);
            }
        }
    }

    /// <summary>Takes the results of other messages' calls out of a message; returns what is left, null for nothing.</summary>
    private static ChatMessage? Separate(ChatMessage message, int index, MessagePairs pairs, Dictionary<int, List<ChatMessage>> results)
    {
        List<AIContent>? rest = null;
        foreach (var group in message.Contents.Select(content => (content, Caller: pairs.CallerOf(content) ?? index)).GroupBy(item => item.Caller))
        {
            List<AIContent> contents = [.. group.Select(item => item.content)];
            if (group.Key == index)
            {
                rest = contents;
            }
            else
            {
                results.TryAdd(group.Key, []);
                results[group.Key].Add(With(message, contents));
            }
        }

        return rest is null && message.Contents.Count > 0 ? null : With(message, rest ?? []);
    }

    /// <summary>The message without the contents that have lost their other half; null where nothing worth saying is left.</summary>
    private static ChatMessage? Whole(ChatMessage message, MessagePairs pairs)
    {
        if (!message.Contents.Any(pairs.IsHalf))
        {
            return message;
        }

        List<AIContent> contents = [.. message.Contents.Where(content => !pairs.IsHalf(content))];

        // Models refuse the thoughts that led to a call without the call.
        return contents.TrueForAll(content => content is TextReasoningContent or UsageContent) ? null : With(message, contents);
    }

    private static ChatMessage With(ChatMessage message, List<AIContent> contents)
    {
        if (contents.Count == message.Contents.Count)
        {
            return message;
        }

        var part = message.Clone();
        part.Contents = contents;
        return part;
    }
}
