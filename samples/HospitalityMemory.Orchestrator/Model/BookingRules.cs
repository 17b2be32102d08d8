using System.Text.Json;
using HospitalityMemory.Orchestrator.Agents;
using HospitalityMemory.Orchestrator.Catalogue;

namespace HospitalityMemory.Orchestrator.Model;

/// <summary>The booking agent's rules: book what was chosen, and hand the next trip over to the first agent.</summary>
internal static class BookingRules
{
    public static Step Decide(Turn turn)
    {
        if (turn.Answer(ToolNames.CompleteBooking) is { } answer)
        {
            return new Step.Say(Booked(answer, turn));
        }

        if (turn.Calls(ToolNames.StartNewTrip) > 0 && turn.HandOff(AgentNames.Inquiry) is { } toInquiry)
        {
            return toInquiry;
        }

        var offers = Offers.Of(turn);
        if (Offers.Chosen(offers, turn) is { } chosen)
        {
            return new Step.Call(ToolNames.CompleteBooking, Arguments(chosen.Property));
        }

        if (turn.Said.HasStay)
        {
            // Before the booking, the guest is changing this stay; after it, the guest is speaking of another one.
            return offers is not [] && turn.HandOff(AgentNames.Availability) is { } toAvailability
                ? toAvailability
                : new Step.Call(ToolNames.StartNewTrip, new Dictionary<string, object?>());
        }

        return Listening.Next(turn, turn.Said) ?? new Step.Say(
            Listening.Acknowledged(turn.Said) + (offers is [] ? "Your stay is booked. Tell me where you would like to go next." : "Which one shall I book: 1, 2 or 3?"));
    }

    private static Dictionary<string, object?> Arguments(Property property) => new()
    {
        ["property_id"] = property.Id,
        ["city"] = property.City,
        ["country"] = property.Country,
        ["property_type"] = property.Type,
        ["price_per_night"] = property.PricePerNight,
        ["currency"] = property.Currency,
        ["amenities"] = property.Amenities,
    };

    private static string Booked(JsonElement answer, Turn turn)
    {
        if (!answer.TryGetProperty("booking", out var booking))
        {
            return $"I could not book it. {Text(answer, "error")} Shall I try again? Say which one.";
        }

        var id = Text(booking, "property_id");
        var property = turn.Latest(ToolNames.SearchProperties)?.Result is { } found
            ? Offers.Found(found).FirstOrDefault(known => known.Id == id)
            : null;
        return $"It is booked: {property?.Name ?? "your place"} in {Text(booking, "city")}, "
            + $"{Day(booking, "check_in_date")} to {Day(booking, "check_out_date")}. "
            + $"Your booking number is {Text(booking, "booking_id")}. I will remember what you liked. Where to next?";
    }

    private static string Day(JsonElement json, string name) =>
        DateOnly.TryParseExact(Text(json, name), "yyyy-MM-dd", out var day) ? Words.Day(day) : "an open day";

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
