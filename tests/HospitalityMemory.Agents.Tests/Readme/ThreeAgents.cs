using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Agents.Tests.Readme;

/// <summary>The blocks of docs/agents.md on several agents.</summary>
internal static class ThreeAgents
{
    public static async Task RunAsync(IChatClient chatClient, IServiceProvider provider)
    {
        // snippet
        var memory = provider.GetRequiredService<AgentMemory>();
        var conversation = new GuestConversation("session-1", "guest-1");

        // The agents within: what is known of the guest, and the tools of each; no history of their own.
        ChatClientAgent Inner(string name, string description, GuestToolSet tools) => new(chatClient, new ChatClientAgentOptions
        {
            Name = name,
            Description = description,
        }.UseHospitalityMemory(memory, conversation, options =>
        {
            options.KeepHistory = false;
            options.Tools = tools;
        }));

        var inquiry = Inner("inquiry", "Finds out what the guest wants.", GuestToolSet.SetSlots | GuestToolSet.GetMissingSlots);
        var availability = Inner("availability", "Offers what is free.", GuestToolSet.RankProperties);
        var booking = Inner("booking", "Books.", GuestToolSet.CompleteBooking);

        // The agent around them has the history.
        var team = AgentWorkflowBuilder.CreateHandoffBuilderWith(inquiry)
            .WithHandoffs(inquiry, [availability, booking])
            .WithHandoffs(availability, [inquiry, booking])
            .Build()
            .AsAIAgent(name: "team")
            .AsBuilder()
            .UseHospitalityMemory(memory, conversation)
            .Build();

        await team.RunAsync("A villa in Miami for four, please.");
        // end of snippet
    }

    public static async Task OthersAsync(AIAgent first, AIAgent second, AgentMemory memory, GuestConversation conversation)
    {
        // snippet
        var sequence = AgentWorkflowBuilder.BuildSequential(first, second);
        var together = AgentWorkflowBuilder.BuildConcurrent([first, second]);
        var group = AgentWorkflowBuilder
            .CreateGroupChatBuilderWith(agents => new RoundRobinGroupChatManager(agents) { MaximumIterationCount = 4 })
            .AddParticipants(first, second)
            .Build();

        var team = sequence.AsAIAgent().AsBuilder().UseHospitalityMemory(memory, conversation).Build();
        // end of snippet

        Assert.Equal(3, new[] { sequence, together, group }.Length);
        await team.RunAsync("Hello");
    }
}
