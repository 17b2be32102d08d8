using System.Text.Json;
using System.Text.Json.Nodes;

namespace HospitalityMemory.Agents;

/// <summary>The slots that a model gave, and which of them were refused. Used by one call.</summary>
internal sealed class GivenSlots
{
    private const string Other = "other";
    private const string Extras = "extras";

    private static readonly string[] Names =
        [SlotNames.City, SlotNames.CheckInDate, SlotNames.CheckOutDate, SlotNames.NumberOfGuests, SlotNames.Budget, SlotNames.BudgetCurrency];

    private readonly JsonObject _slots = [];
    private readonly List<SlotError> _refused = [];

    public GivenSlots(ToolArguments arguments)
    {
        // Some models put all of it into one member.
        var all = arguments.All().ToArray();
        if (all is [{ Name: "slots", Value.ValueKind: JsonValueKind.Object } only])
        {
            all = [.. new ToolArguments(only.Value).All()];
        }

        foreach (var argument in all)
        {
            if (IsGroupOfExtras(argument))
            {
                foreach (var extra in new ToolArguments(argument.Value).All())
                {
                    Set(extra);
                }
            }
            else
            {
                Set(argument);
            }
        }
    }

    public bool IsEmpty => _slots.Count is 0;

    public IReadOnlyList<SlotError> Refused => _refused;

    public JsonElement ToJson() => ToolAnswer.ToElement(_slots);

    /// <summary>Takes out what was refused.</summary>
    public void Remove(IReadOnlyList<SlotError> errors)
    {
        var before = _slots.Count;
        foreach (var error in errors)
        {
            _refused.Add(error);
            if (!_slots.Remove(error.Slot) && !Names.Contains(error.Slot))
            {
                // Too many extras, or one whose name is shown otherwise than it is: it cannot be told which.
                RemoveExtras();
            }
        }

        if (_slots.Count == before)
        {
            _slots.Clear();
        }
    }

    private static bool IsGroupOfExtras(JsonProperty argument) => argument.Value.ValueKind is JsonValueKind.Object
        && (ToolArguments.IsSameName(argument.Name, Other) || ToolArguments.IsSameName(argument.Name, Extras));

    private void RemoveExtras()
    {
        foreach (var name in _slots.Select(slot => slot.Key).Except(Names).ToArray())
        {
            _slots.Remove(name);
        }
    }

    private void Set(JsonProperty argument)
    {
        var name = Array.Find(Names, name => ToolArguments.IsSameName(name, argument.Name)) ?? argument.Name;
        _slots[name] = argument.Value.ValueKind is JsonValueKind.String && argument.Value.GetString() is { } text
            ? name switch
            {
                SlotNames.CheckInDate or SlotNames.CheckOutDate => ToolArguments.WithoutTime(text),
                SlotNames.BudgetCurrency => text.Trim().ToUpperInvariant(),
                _ => text,
            }
            : ArgumentJson.Node(argument.Value);
    }
}
