using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HospitalityMemory.Agents;

/// <summary>Makes the answers of tools: short JSON in the words of the arguments. Null values are left out.</summary>
internal static class ToolAnswer
{
    /// <summary>How many characters of a text of the guest or the platform a model is shown.</summary>
    private const int MaxShown = 100;

    public static JsonObject Success(params ReadOnlySpan<(string Name, JsonNode? Value)> members) => Object([("success", true), .. members]);

    public static JsonObject Failure(string error, params ReadOnlySpan<(string Name, JsonNode? Value)> members) =>
        Object([("success", false), ("error", error), .. members]);

    public static JsonObject NoGuest() => Failure("The guest is not signed in, so nothing is kept of them beyond this conversation.");

    public static JsonObject Refused(IReadOnlyList<ArgumentError> errors) =>
        Failure("Nothing was changed. Call again with the arguments put right; ask the guest where you do not know.", ("errors", Errors(errors)));

    public static JsonArray Errors(IReadOnlyList<ArgumentError> errors) =>
        Array(errors, static error => Object([("field", Shown(error.Field)), ("problem", error.Problem)]));

    public static JsonObject Object(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var json = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                json[name] = value;
            }
        }

        return json;
    }

    public static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> make)
    {
        var json = new JsonArray();
        foreach (var item in items)
        {
            json.Add(make(item));
        }

        return json;
    }

    public static JsonArray Names(IEnumerable<string> names) => Array(names, static name => JsonValue.Create(name));

    public static JsonObject Slots(BookingSlots slots)
    {
        var json = Object(
            (SlotNames.City, Shown(slots.City)),
            (SlotNames.CheckInDate, Day(slots.CheckInDate)),
            (SlotNames.CheckOutDate, Day(slots.CheckOutDate)),
            (SlotNames.NumberOfNights, slots.NumberOfNights),
            (SlotNames.NumberOfGuests, slots.NumberOfGuests),
            (SlotNames.Budget, slots.Budget),
            (SlotNames.BudgetCurrency, slots.BudgetCurrency));
        foreach (var name in slots.OpenSlotNames)
        {
            json[name] = SlotText.DoesNotMatter;
        }

        foreach (var (name, value) in slots.Extras)
        {
            json[name] = value.ValueKind is JsonValueKind.String ? Shown(value.GetString()) : ArgumentJson.Node(value);
        }

        return json;
    }

    public static JsonNode? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A text of the guest or the platform in a form that is fit for a model.</summary>
    public static JsonNode? Shown(string? text) => text is null ? null : QuotedText.Plain(text, MaxShown);

    public static JsonElement ToElement(JsonObject json) => JsonElement.Parse(json.ToJsonString());
}
