using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Agents.Tests.Readme;

// snippet
/// <summary>A model of a test's own: it says what it is told to.</summary>
internal sealed class Parrot(string answer) : IChatClient
{
    public List<ChatMessage> LastRequest { get; } = [];

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        LastRequest.Clear();
        LastRequest.AddRange(messages);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer)));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        yield return new(ChatRole.Assistant, response.Text);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}

public sealed class ConciergeTests
{
    [Fact]
    public async Task The_concierge_knows_at_the_second_turn_what_was_said_at_the_first()
    {
        await using var provider = new ServiceCollection().AddHospitalityMemory().AddAgentMemory().Services.BuildServiceProvider();
        using var model = new Parrot("With pleasure.");
        var concierge = new ChatClientAgent(model, new ChatClientAgentOptions().UseHospitalityMemory(provider, new GuestConversation("session-1", "guest-1")));

        await concierge.RunAsync("A room with a view, please.");
        await concierge.RunAsync("And breakfast.");

        Assert.Equal(
            ["A room with a view, please.", "With pleasure.", "And breakfast."], model.LastRequest.Select(message => message.Text));
    }
}
// end of snippet
