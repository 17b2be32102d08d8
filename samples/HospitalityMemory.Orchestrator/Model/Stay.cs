using System.Globalization;
using System.Text.Json;

namespace HospitalityMemory.Orchestrator.Model;

/// <summary>The stay as it is after what the guest has just said.</summary>
internal sealed record Stay(
    string? City, DateOnly? CheckIn, DateOnly? CheckOut, int? Guests, decimal? Budget, string? Currency, IReadOnlyList<string> Amenities, string? Type)
{
    /// <summary>What must be known before a search is possible, in words.</summary>
    public IReadOnlyList<string> Missing =>
    [
        .. new[]
        {
            City is null ? "where you would like to stay" : null,
            CheckIn is null ? "when you arrive" : null,
            CheckOut is null ? "when you leave" : null,
            Guests is null ? "how many of you there are" : null,
        }.OfType<string>(),
    ];

    /// <summary>Takes the stay from the memory's answer if slots were set in this turn, or else from the instructions.</summary>
    public static Stay Of(Turn turn) => turn.Answer(ToolNames.SetSlots) is { } answer && answer.TryGetProperty("slots", out var slots)
        ? Of(slots)
        : turn.Calls(ToolNames.StartNewTrip) > 0
            ? new(null, null, null, null, null, null, [], null)
            : new(
                turn.Told.City, turn.Told.CheckIn, turn.Told.CheckOut, turn.Told.Guests, turn.Told.Budget, turn.Told.Currency,
                turn.Told.WantedAmenities, turn.Told.WantedType);

    private static Stay Of(JsonElement slots) => new(
        Text(slots, SlotArguments.City),
        Day(Text(slots, SlotArguments.CheckIn)),
        Day(Text(slots, SlotArguments.CheckOut)),
        Number(slots, SlotArguments.Guests) is { } guests ? (int)guests : null,
        Number(slots, SlotArguments.Budget),
        Text(slots, SlotArguments.Currency),
        Text(slots, SlotArguments.Amenities)?.Split(", ", StringSplitOptions.RemoveEmptyEntries) ?? [],
        Text(slots, SlotArguments.Type));

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static decimal? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number ? value.GetDecimal() : null;

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
