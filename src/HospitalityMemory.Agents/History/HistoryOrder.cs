using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>
/// Puts messages into the order that models accept. What one run said stands together, results stand directly behind their calls, and a
/// call or result without its other half is left out.
/// </summary>
internal static class HistoryOrder
{
    /// <summary>The stored messages as a model is given them.</summary>
    /// <param name="stored">The messages in the order of the store. Messages of simultaneous runs may be mixed in it.</param>
    /// <param name="request">What the caller adds after them. It may hold results for which stored calls wait.</param>
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

    /// <summary>Puts each result behind its call. Nothing is left out.</summary>
    public static List<ChatMessage> Paired(List<ChatMessage> messages) =>
        messages.Exists(HasHalves)
            ? [.. Arranged(messages, MessagePairs.Find(messages, [])).Select(item => item.Message)]
            : messages;

    /// <summary>Whether a function call has no result among the messages.</summary>
    public static bool HasOpenCall(List<ChatMessage> messages)
    {
        var pairs = MessagePairs.Find(messages, []);
        return messages.Exists(message => message.Contents.Any(content => content is FunctionCallContent && pairs.IsHalf(content)));
    }

    /// <summary>Only the calls that have results, together with their results.</summary>
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

    /// <summary>Puts the messages of each run together, at the place of its first one. A message without a run stays in its place.</summary>
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

    /// <summary>Each message, followed by the results of its calls, with the index of the message that makes the calls.</summary>
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

    /// <summary>Takes results of other messages' calls out of a message. Returns the rest; null if nothing is left.</summary>
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

    /// <summary>The message without contents whose other half is missing; null if nothing worth saying is left.</summary>
    private static ChatMessage? Whole(ChatMessage message, MessagePairs pairs)
    {
        if (!message.Contents.Any(pairs.IsHalf))
        {
            return message;
        }

        List<AIContent> contents = [.. message.Contents.Where(content => !pairs.IsHalf(content))];

        // Models reject the reasoning that led to a call if the call is missing.
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
