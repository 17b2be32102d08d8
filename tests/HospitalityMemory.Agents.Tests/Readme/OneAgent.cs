using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Agents.Tests.Readme;

/// <summary>The blocks of docs/agents.md and of the README on one agent.</summary>
internal static class OneAgent
{
    public static async Task<string> RunAsync(IChatClient chatClient)
    {
        // snippet
        var services = new ServiceCollection();
        services.AddHospitalityMemory().AddAgentMemory();
        await using var provider = services.BuildServiceProvider();

        var agent = new ChatClientAgent(chatClient, new ChatClientAgentOptions { Name = "concierge" }
            .UseHospitalityMemory(provider, new GuestConversation("session-1", "guest-1")));

        await agent.RunAsync("A villa in Miami for four, please.");
        await agent.RunAsync("In March."); // the model is told what was said before, and what is known of the guest
        // end of snippet

        return (await provider.GetRequiredService<IShortTermMemory>().GetSessionAsync("session-1"))!.Messages[2].Content;
    }

    public static async Task<int> WithToolsAsync(IChatClient chatClient, IServiceProvider provider)
    {
        // snippet
        var memory = provider.GetRequiredService<AgentMemory>();
        var agent = new ChatClientAgent(chatClient, new ChatClientAgentOptions { Name = "booking" }
            .UseHospitalityMemory(memory, conversation: null, options =>
            {
                options.Tools = GuestToolSet.SetSlots | GuestToolSet.GetMissingSlots | GuestToolSet.CompleteBooking;
                options.History.OnUnstored = lost => Console.WriteLine($"{lost.Messages.Count} messages were not kept whole.");
            }));

        var session = await agent.CreateSessionAsync();
        session.SetGuestConversation(new GuestConversation("session-1", "guest-1"));
        await agent.RunAsync("Miami, from 1 to 5 March, two of us.", session);
        // end of snippet

        return (await memory.ShortTerm.GetSessionAsync("session-1"))!.Messages.Count;
    }

    public static async Task<string> ChatClientAloneAsync(IChatClient model, IServiceProvider provider)
    {
        // snippet
        using var client = model.AsBuilder()
            .UseHospitalityMemory()
            .UseFunctionInvocation()
            .Build(provider);

        var options = new ChatOptions();
        options.SetGuestConversation(new GuestConversation("session-1", "guest-1"));
        var answer = await client.GetResponseAsync("A villa in Miami for four, please.", options);
        // end of snippet

        return answer.Text;
    }

    public static async Task SummarizeAsync(IChatClient chatClient)
    {
        // snippet
        var services = new ServiceCollection();
        services.AddSingleton(chatClient); // an IChatClient
        services.AddHospitalityMemory().AddAgentMemory().UseChatClientSummarizer();
        // end of snippet

        await using var provider = services.BuildServiceProvider();
        Assert.NotNull(provider.GetRequiredService<IConversationSummarizer>());
    }
}
