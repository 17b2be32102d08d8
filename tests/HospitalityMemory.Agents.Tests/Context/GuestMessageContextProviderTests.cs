using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.Context;

public sealed class GuestMessageContextProviderTests
{
    private static readonly GuestConversation Anna = GuestMemoryHost.Conversation;

    [Fact]
    public async Task Any_agent_is_told_in_one_message_of_the_users_role_after_those_of_the_run()
    {
        await using var host = new GuestMemoryHost();
        await host.StaysAsync("anna", "Lisbon");
        await host.SlotsAsync(Anna, new() { City = "Porto" });
        var model = new ScriptedChatClient("Hello.");
        var agent = new ChatClientAgent(model).AsBuilder()
            .UseAIContextProviders(new GuestMessageContextProvider(host.Memory, new() { Conversation = Anna })).Build();

        await agent.RunAsync("Hi");

        var request = Assert.Single(model.Requests);
        Assert.Equal(["Hi", request[1].Text], request.Select(message => message.Text));
        Assert.Equal(ChatRole.User, request[1].Role);
        Assert.Equal(AgentRequestMessageSourceType.AIContextProvider, request[1].GetAgentRequestMessageSourceType());
        Assert.Contains("guest: returning", request[1].Text, StringComparison.Ordinal);
        Assert.Contains("city: \"Porto\"", request[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_message_is_not_kept_whether_the_history_is_around_it_or_within(bool isHistoryAround)
    {
        await using var host = new GuestMemoryHost();
        await host.SlotsAsync(Anna, new() { City = "Porto" });
        var model = new ScriptedChatClient("Hello.", "Still here.");
        var context = new GuestMessageContextProvider(host.Memory, new() { Conversation = Anna });
        var builder = new ChatClientAgent(model).AsBuilder();
        var agent = isHistoryAround
            ? builder.UseHospitalityMemory(host.Memory, Anna).UseAIContextProviders(context).Build()
            : builder.UseAIContextProviders(context).UseHospitalityMemory(host.Memory, Anna).Build();

        await agent.RunAsync("Hi");
        await agent.RunAsync("Are you there?");

        Assert.All(model.Requests, request => Assert.Single(request, message => message.Text.Contains("city: \"Porto\"", StringComparison.Ordinal)));
        Assert.Equal(
            ["Hi", "Hello.", "Are you there?", "Still here."], (await host.SessionAsync(Anna)).Messages.Select(message => message.Content));
    }

    [Fact]
    public async Task Where_memory_fails_there_is_no_message()
    {
        await using var host = new GuestMemoryHost();
        var failure = new MemoryUnavailableException("out of reach");
        var memory = host.Memory with
        {
            ShortTerm = Interceptor.Around(host.Memory.ShortTerm, _ => failure).Proxy,
            LongTerm = Interceptor.Around(host.Memory.LongTerm, _ => failure).Proxy,
        };
        var model = new ScriptedChatClient("Hello.");
        var agent = new ChatClientAgent(model).AsBuilder()
            .UseAIContextProviders(new GuestMessageContextProvider(memory, new() { Conversation = Anna })).Build();

        await agent.RunAsync("Hi");

        Assert.Equal("Hi", Assert.Single(Assert.Single(model.Requests)).Text);
        Assert.Equal(2, host.Logged.Count);
    }
}
