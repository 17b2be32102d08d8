using System.Globalization;
using HospitalityMemory.Orchestrator.Catalogue;
using HospitalityMemory.Orchestrator.Model;
using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Orchestrator.Agents;

/// <summary>
/// The three agents, gathered for a turn of one conversation. The outer agent has the history, once for all of them. The inner agents have
/// the tools, and what is known of the guest.
/// </summary>
internal sealed class AgentTeam(IChatClient model, PropertyCatalogue catalogue, AgentMemory memory)
{
    private const string Style = "You work for a booking service. Answer in the guest's language, briefly. Never invent a property or a price.";

    /// <param name="conversation">The conversation.</param>
    /// <param name="startAt">The agent that hears the guest first. It is the one that spoke last.</param>
    public AIAgent Gather(GuestConversation conversation, string startAt)
    {
        var inquiry = Agent(
            AgentNames.Inquiry,
            "Inquiry: finds out where, when, for how many and for how much.",
            "You find out where, when, for how many and for how much, one friendly question at a time, and keep it. When city, both days and the "
                + "number of guests are known, hand over to availability. Greet a guest you know with what you remember.",
            GuestToolSet.SetSlots | GuestToolSet.RememberWish | GuestToolSet.ForgetWish,
            []);
        var availability = Agent(
            AgentNames.Availability,
            "Availability: searches the catalogue and offers three.",
            "You search the catalogue, rank what you found for this guest, and offer the best three, numbered, with price and reasons. Keep what "
                + "the guest changes and search again. When the guest chooses one, hand over to booking.",
            GuestToolSet.SetSlots | GuestToolSet.RankProperties | GuestToolSet.RememberWish | GuestToolSet.ForgetWish,
            [SearchTool.Over(catalogue)]);
        var booking = Agent(
            AgentNames.Booking,
            "Booking: books what the guest chose.",
            "You book the property that the guest chose, once, and tell the booking number. When the guest then speaks of another trip, start "
                + "a new one and hand over to inquiry.",
            GuestToolSet.CompleteBooking | GuestToolSet.RememberWish,
            [NewTrip(conversation)]);

        var first = startAt switch
        {
            AgentNames.Availability => availability,
            AgentNames.Booking => booking,
            _ => inquiry,
        };
        var workflow = AgentWorkflowBuilder.CreateHandoffBuilderWith(first)
            .WithHandoffs(inquiry, [availability])
            .WithHandoffs(availability, [booking])
            .WithHandoffs(booking, [inquiry, availability])
            .Build();
        return workflow.AsAIAgent(name: "orchestrator").AsBuilder().UseHospitalityMemory(memory, conversation).Build();

        ChatClientAgent Agent(string name, string description, string instructions, GuestToolSet tools, IReadOnlyList<AITool> own) => new(
            model,
            new ChatClientAgentOptions
            {
                Id = name,
                Name = name,
                Description = description,
                ChatOptions = new() { Instructions = $"{Style} {instructions} Today is {Today()}.", Tools = [.. own] },
                AIContextProviders = [new GuestContextProvider(memory, new() { Conversation = conversation, Tools = tools })],
            });
    }

    /// <summary>The agent from which an update comes; null if it comes from none.</summary>
    public static string? Speaker(AgentResponseUpdate update) =>
        update.AuthorName is AgentNames.Inquiry or AgentNames.Availability or AgentNames.Booking ? update.AuthorName : null;

    private string Today() => memory.TimeProvider.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private AIFunction NewTrip(GuestConversation conversation) => AIFunctionFactory.Create(
        async (CancellationToken cancellationToken) =>
        {
            await memory.ShortTerm.ClearSlotsAsync(conversation.SessionId, cancellationToken);
            return new NewTripAnswer(Success: true);
        },
        new AIFunctionFactoryOptions
        {
            Name = ToolNames.StartNewTrip,
            Description = "Forgets where, when and for how many the last stay was. Call it when the guest, whose stay is booked, speaks of another one.",
            SerializerOptions = SearchTool.Json,
        });

    private sealed record NewTripAnswer(bool Success);
}
