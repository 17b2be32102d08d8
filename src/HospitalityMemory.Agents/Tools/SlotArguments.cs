using System.Text.Json;
using System.Text.Json.Nodes;

namespace HospitalityMemory.Agents;

/// <summary>
/// Collects the slots among a model's arguments in one object. Some models put all slots, or the extras, into a member of their own.
/// </summary>
internal static class SlotArguments
{
    public static JsonObject Of(ToolArguments arguments)
    {
        var slots = new JsonObject();
        var all = arguments.All().ToArray();
        if (all is [{ Name: "slots", Value.ValueKind: JsonValueKind.Object } only])
        {
            all = [.. new ToolArguments(only.Value).All()];
        }

        foreach (var argument in all)
        {
            foreach (var slot in IsGroupOfExtras(argument) ? new ToolArguments(argument.Value).All() : [argument])
            {
                slots[slot.Name] = ArgumentJson.Node(slot.Value);
            }
        }

        return slots;
    }

    private static bool IsGroupOfExtras(JsonProperty argument) => argument.Value.ValueKind is JsonValueKind.Object
        && (ToolArguments.IsSameName(argument.Name, "other") || ToolArguments.IsSameName(argument.Name, "extras"));
}
