using System.Text.Json;
using System.Text.Json.Nodes;

namespace HospitalityMemory.Agents;

/// <summary>Keeps what the guest says of the stay: what is allowed is kept, what is not is told back.</summary>
internal sealed class SetSlotsFunction(AgentMemory memory, GuestConversation conversation) : GuestFunction(memory, conversation, Text)
{
    private static readonly ToolDescription Text = new(
        "set_slots",
        "Keeps what the guest says of the stay they want. Call it at once whenever the guest says or changes where, when, for how "
            + "many or for how much, with only what they said. What is refused comes back with the reason: ask the guest again for it. "
            + "Never guess.",
        JsonElement.Parse(
            """
            {
              "type": "object",
              "properties": {
                "city": { "type": "string", "description": "Where, 1 to 200 characters." },
                "check_in_date": { "type": "string", "description": "The day of check-in, yyyy-MM-dd, not in the past." },
                "check_out_date": { "type": "string", "description": "The day of check-out, yyyy-MM-dd, after check-in." },
                "number_of_guests": { "type": "integer", "description": "How many guests, 1 to 1000." },
                "budget": { "type": "number", "description": "What one night may cost, above 0, without a currency." },
                "budget_currency": { "type": "string", "description": "ISO 4217 code of the budget, such as USD." },
                "other": { "type": "object", "description": "Anything else that the guest wants for this stay, by short names." }
              }
            }
            """));

    protected override async ValueTask<JsonObject> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var given = new GivenSlots(arguments);
        var run = Run;
        var before = await run.GetInfoAsync(cancellationToken).ConfigureAwait(false);
        var after = before;
        while (!given.IsEmpty)
        {
            try
            {
                // All or none: what is refused goes, and the rest is tried again. Refusing writes nothing.
                after = await Memory.ShortTerm
                    .UpdateSlotsFromJsonAsync(Conversation.SessionId, given.ToJson(), cancellationToken).ConfigureAwait(false);
                run.Note(after);
                break;
            }
            catch (SlotValidationException exception)
            {
                given.Remove(exception.Errors);
            }
        }

        return Answer(given.Refused, before.Slots, after.Slots);
    }

    private static JsonObject Answer(IReadOnlyList<SlotError> refused, BookingSlots before, BookingSlots after)
    {
        var (was, now) = (ToolAnswer.Slots(before), ToolAnswer.Slots(after));
        var changed = now.Where(slot => !JsonNode.DeepEquals(slot.Value, was[slot.Key])).Select(slot => slot.Key).ToArray();
        var cleared = was.Where(slot => !now.ContainsKey(slot.Key)).Select(slot => slot.Key).ToArray();
        return ToolAnswer.Object(
            ("success", refused.Count is 0),
            ("changed", ToolAnswer.Names(changed)),
            ("cleared", cleared is [] ? null : ToolAnswer.Names(cleared)),
            ("refused", refused.Count is 0 ? null : ToolAnswer.Errors([.. refused.Select(error => new ArgumentError(error.Slot, error.Problem))])),
            ("missing", ToolAnswer.Names(after.MissingSlots)),
            ("slots", now));
    }
}
