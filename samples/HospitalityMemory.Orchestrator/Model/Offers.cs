using System.Text.Json;
using HospitalityMemory.Orchestrator.Catalogue;

namespace HospitalityMemory.Orchestrator.Model;

/// <summary>The last offers: the best of what was found, in the memory's ranking.</summary>
internal static class Offers
{
    public const int Most = 3;

    /// <summary>The offers of the latest search, best first; none if the guest has booked since.</summary>
    public static IReadOnlyList<Offer> Of(Turn turn)
    {
        if (turn.Latest(ToolNames.SearchProperties) is not { Result: { } found } search
            || (turn.Latest(ToolNames.CompleteBooking) is { } booked && booked.At > search.At))
        {
            return [];
        }

        var properties = Found(found);
        if (turn.Latest(ToolNames.RankProperties) is not { Result: { } ranking } ranked
            || ranked.At < search.At
            || !ranking.TryGetProperty("ranked", out var order))
        {
            return [.. properties.Take(Most).Select(static property => new Offer(property, []))];
        }

        return
        [
            .. order.EnumerateArray()
                .Select(item => (property: properties.FirstOrDefault(known => known.Id == item.GetProperty("id").GetString()), reasons: Reasons(item)))
                .Where(static pair => pair.property is not null)
                .Take(Most)
                .Select(static pair => new Offer(pair.property!, pair.reasons)),
        ];
    }

    /// <summary>The offer that the guest means; null if the guest means none.</summary>
    public static Offer? Chosen(IReadOnlyList<Offer> offers, Turn turn)
    {
        // The guest may give its name, by typing it or by pressing its button.
        if (offers.FirstOrDefault(offer => turn.GuestText.Contains(offer.Property.Name, StringComparison.OrdinalIgnoreCase)) is { } named)
        {
            return named;
        }

        return (turn.Said.Choice ?? turn.Said.BareNumber) is { } number && number >= 1 && number <= offers.Count ? offers[number - 1] : null;
    }

    public static IReadOnlyList<Property> Found(JsonElement answer) =>
        answer.TryGetProperty("properties", out var list) ? list.Deserialize<IReadOnlyList<Property>>(SearchTool.Json) ?? [] : [];

    private static IReadOnlyList<string> Reasons(JsonElement item) => item.TryGetProperty("reasons", out var reasons)
        ? [.. reasons.EnumerateArray().Select(static reason => reason.GetString()).OfType<string>()]
        : [];
}

/// <summary>One of the offers.</summary>
/// <param name="Property">The property that is offered.</param>
/// <param name="Reasons">Why it fits this guest.</param>
internal sealed record Offer(Property Property, IReadOnlyList<string> Reasons);
