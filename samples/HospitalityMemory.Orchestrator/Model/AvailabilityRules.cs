using System.Text;
using HospitalityMemory.Orchestrator.Agents;
using HospitalityMemory.Orchestrator.Catalogue;

namespace HospitalityMemory.Orchestrator.Model;

/// <summary>The availability agent's rules: search, rank, offer three, and hand over a guest who has chosen.</summary>
internal static class AvailabilityRules
{
    public static Step Decide(Turn turn)
    {
        var offers = Offers.Of(turn);
        if (Offers.Chosen(offers, turn) is not null && turn.Calls(ToolNames.SearchProperties) is 0 && turn.HandOff(AgentNames.Booking) is { } handOff)
        {
            return handOff;
        }

        if (Listening.Next(turn, turn.Said) is { } next)
        {
            return next;
        }

        var stay = Stay.Of(turn);
        if (stay.Missing is not [])
        {
            return new Step.Say($"{Listening.Refusals(turn)}Please tell me {Words.List(stay.Missing)}.");
        }

        if (turn.Calls(ToolNames.SearchProperties) is 0)
        {
            return new Step.Call(ToolNames.SearchProperties, Query(stay));
        }

        var found = turn.Answer(ToolNames.SearchProperties) is { } answer ? Offers.Found(answer) : [];
        if (found is [])
        {
            return new Step.Say(Nothing(turn, stay));
        }

        return turn.Calls(ToolNames.RankProperties) is 0 && turn.Has(ToolNames.RankProperties)
            ? new Step.Call(ToolNames.RankProperties, new Dictionary<string, object?> { ["properties"] = found.Select(Candidate).ToList() })
            : new Step.Say(Listening.Acknowledged(turn.Said) + Listening.Refusals(turn) + Offer(stay, found.Count, Offers.Of(turn)));
    }

    private static Dictionary<string, object?> Query(Stay stay) => new()
    {
        ["city"] = stay.City,
        ["guests"] = stay.Guests,
        ["budget"] = stay.Budget,
        ["currency"] = stay.Currency,
        ["amenities"] = stay.Amenities,
        ["type"] = stay.Type,
    };

    private static Dictionary<string, object?> Candidate(Property property) => new()
    {
        ["id"] = property.Id,
        ["name"] = property.Name,
        ["city"] = property.City,
        ["country"] = property.Country,
        ["type"] = property.Type,
        ["amenities"] = property.Amenities,
        ["price"] = property.PricePerNight,
        ["currency"] = property.Currency,
    };

    private static string Nothing(Turn turn, Stay stay)
    {
        var wishes = new[]
        {
            stay.Budget is { } budget ? $"under {Words.Amount(budget, stay.Currency)}" : null,
            stay.Amenities is [] ? null : $"with {Words.List(stay.Amenities)}",
            stay.Guests is { } guests ? $"for {Words.Count(guests, "guest")}" : null,
        };
        return $"{Listening.Acknowledged(turn.Said)}I found nothing in {stay.City} {string.Join(", ", wishes.OfType<string>())}. "
            + "Another budget, another city or another day may do: what shall I change?";
    }

    private static string Offer(Stay stay, int found, IReadOnlyList<Offer> offers)
    {
        var text = new StringBuilder($"{Words.Count(found, "place")} in {stay.City} would do from {Words.Day(stay.CheckIn!.Value)} ");
        text.Append($"to {Words.Day(stay.CheckOut!.Value)}. My choice for you:");
        foreach (var (index, offer) in offers.Index())
        {
            var property = offer.Property;
            text.Append($"\n{index + 1}. {property.Name}: {property.Type}, {Words.Amount(property.PricePerNight, property.Currency)} a night, ");
            text.Append($"rated {property.Rating}, with {Words.List(property.Amenities)}.");
            if (offer.Reasons is not [])
            {
                text.Append($" For you: {string.Join("; ", offer.Reasons)}.");
            }
        }

        var numbers = offers.Count switch
        {
            1 => "1",
            2 => "1 or 2",
            _ => "1, 2 or 3",
        };
        return text.Append($"\nWhich one shall I book? Say {numbers}, or tell me what to change.").ToString();
    }
}
