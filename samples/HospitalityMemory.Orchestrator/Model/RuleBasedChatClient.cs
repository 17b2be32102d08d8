using System.Runtime.CompilerServices;
using HospitalityMemory.Orchestrator.Catalogue;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Orchestrator.Model;

/// <summary>
/// A few rules in the place of a model: the sample then needs nothing but the SDK. They read what a model is given, call the tools that
/// they find, and stream. The same request gets the same answer on the same day.
/// </summary>
internal sealed class RuleBasedChatClient(PropertyCatalogue catalogue, TimeProvider time) : IChatClient
{
    private readonly GuestWords _words = new(catalogue);
    private readonly ChatClientMetadata _metadata = new("rules");

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var message = new ChatMessage(ChatRole.Assistant, [.. Contents(messages, options)]) { MessageId = NewId() };
        return Task.FromResult(new ChatResponse(message) { ResponseId = NewId() });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (messageId, responseId) = (NewId(), NewId());
        foreach (var content in Contents(messages, options).SelectMany(Parts))
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new(ChatRole.Assistant, [content]) { MessageId = messageId, ResponseId = responseId };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
    }

    private static string NewId() => Guid.NewGuid().ToString("N");

    // Models stream in small pieces, and so this streams word by word.
    private static IEnumerable<AIContent> Parts(AIContent content) => content is TextContent { Text: var text }
        ? text.Split(' ').Select(static (word, index) => new TextContent(index is 0 ? word : " " + word))
        : [content];

    private IEnumerable<AIContent> Contents(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var turn = new Turn([.. messages], options, _words, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        return Decide(turn) switch
        {
            Step.Call call => [new FunctionCallContent($"call_{NewId()}", call.Tool, call.Arguments.ToDictionary())],
            Step.Say say => [new TextContent(say.Text)],
            _ => [],
        };
    }

    // The tools that an agent has tell which agent it is.
    private Step Decide(Turn turn) =>
        turn.Has(ToolNames.CompleteBooking) ? BookingRules.Decide(turn)
        : turn.Has(ToolNames.SearchProperties) ? AvailabilityRules.Decide(turn)
        : InquiryRules.Decide(turn, catalogue.Cities);
}
