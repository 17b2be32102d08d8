using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests;

/// <summary>A model that answers from a script and remembers the requests. Deterministic, without network.</summary>
/// <param name="script">Answers a request. Requests are numbered from 0.</param>
internal sealed class ScriptedChatClient(Func<IReadOnlyList<ChatMessage>, ChatOptions?, int, ChatMessage> script) : IChatClient
{
    private readonly Lock _lock = new();
    private readonly List<IReadOnlyList<ChatMessage>> _requests = [];
    private readonly List<ChatOptions?> _options = [];

    public ScriptedChatClient(params string[] answers)
        : this((_, _, request) => new(ChatRole.Assistant, answers[Math.Min(request, answers.Length - 1)]))
    {
    }

    /// <summary>The messages of each request so far.</summary>
    public IReadOnlyList<IReadOnlyList<ChatMessage>> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>The options of each request so far.</summary>
    public IReadOnlyList<ChatOptions?> Options
    {
        get
        {
            lock (_lock)
            {
                return [.. _options];
            }
        }
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new ChatResponse(Answer(messages, options)));
    }

    /// <summary>Streams text word by word, and other contents one by one.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var answer = Answer(messages, options);
        foreach (var part in answer.Contents.SelectMany(Parts))
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new(answer.Role, [part]) { MessageId = answer.MessageId, AuthorName = answer.AuthorName };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static IEnumerable<AIContent> Parts(AIContent content) => content is TextContent { Text: var text }
        ? text.Split(' ').Select((word, index) => new TextContent(index is 0 ? word : $" {word}"))
        : [content];

    private ChatMessage Answer(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        IReadOnlyList<ChatMessage> request = [.. messages];
        int number;
        lock (_lock)
        {
            number = _requests.Count;
            _requests.Add(request);
            _options.Add(options);
        }

        return script(request, options, number);
    }
}
