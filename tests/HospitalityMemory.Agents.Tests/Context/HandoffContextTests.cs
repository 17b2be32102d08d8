using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.Context;

public sealed class HandoffContextTests
{
    [Fact]
    public async Task The_agent_that_takes_over_sees_the_slots_that_the_one_before_it_set_in_the_same_run()
    {
        await using var host = new GuestMemoryHost();
        var inquiryModel = new ScriptedChatClient((_, options, request) => request is 0
            ? new(ChatRole.Assistant, [new FunctionCallContent("c1", "set_slots", new Dictionary<string, object?> { ["city"] = "Porto" })])
            : new(ChatRole.Assistant, [new FunctionCallContent("c2", options!.Tools!.Single(tool => tool.Name.StartsWith("handoff_to_", StringComparison.Ordinal)).Name)]));
        var bookingModel = new ScriptedChatClient("Which days?");
        var inquiry = Agent(host, inquiryModel, "inquiry", GuestToolSet.SetSlots);
        var booking = Agent(host, bookingModel, "booking", GuestToolSet.CompleteBooking);
        var workflow = AgentWorkflowBuilder.CreateHandoffBuilderWith(inquiry).WithHandoff(inquiry, booking, "takes bookings").Build().AsAIAgent();

        var answer = await workflow.RunAsync("A room in Porto, please");

        Assert.Contains("Which days?", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"Porto\"", inquiryModel.Options[0]!.Instructions, StringComparison.Ordinal);
        Assert.Contains("city: \"Porto\"", Assert.Single(bookingModel.Options)!.Instructions, StringComparison.Ordinal);
        Assert.Contains(bookingModel.Options[0]!.Tools!, tool => tool.Name == "complete_booking");
        Assert.DoesNotContain(bookingModel.Options[0]!.Tools!, tool => tool.Name == "set_slots");
    }

    private static ChatClientAgent Agent(GuestMemoryHost host, IChatClient model, string name, GuestToolSet tools) => new(model, new ChatClientAgentOptions
    {
        Id = name,
        Name = name,
        AIContextProviders = [new GuestContextProvider(host.Memory, new() { Conversation = GuestMemoryHost.Conversation, Tools = tools })],
    });
}
