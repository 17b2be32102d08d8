using System.Text.Json;
using System.Text.Json.Nodes;

namespace HospitalityMemory.Agents;

/// <summary>Keeps what the guest says of the stay. Allowed values are kept, and the others are reported back.</summary>
internal sealed class SetSlotsFunction(AgentMemory memory, GuestConversation conversation) : GuestFunction(memory, conversation, Text)
{
    private static readonly ToolDescription Text = new(
        "set_slots",
        "Keeps what the guest says of the stay they want. Call it at once whenever the guest says or changes where, when, for how "
            + "many or for how much, with only what they said, or dontcare for what they say does not matter. What is refused comes back "
            + "with the reason: ask the guest again for it. Never guess.",
        JsonElement.Parse(
            """
            {
              "type": "object",
              "properties": {
                "city": { "type": "string", "description": "Where, 1 to 200 characters." },
                "check_in_date": { "type": "string", "description": "The day of check-in, yyyy-MM-dd, not in the past." },
                "check_out_date": { "type": "string", "description": "The day of check-out, yyyy-MM-dd, after check-in." },
                "number_of_nights": { "type": "integer", "description": "How many nights, 1 to 1000, where the guest says that and no check-out." },
                "number_of_guests": { "type": "integer", "description": "How many guests, 1 to 1000." },
                "budget": { "type": "number", "description": "What one night may cost, above 0, without a currency." },
                "budget_currency": { "type": "string", "description": "ISO 4217 code of the budget, such as USD." },
                "other": { "type": "object", "description": "Anything else that the guest wants for this stay, by short names." }
              }
            }
            """));

    protected override async ValueTask<JsonObject> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var given = SlotArguments.Of(arguments);
        var run = Run;
        var info = await run.GetInfoAsync(cancellationToken).ConfigureAwait(false);
        if (given.Count is 0)
        {
            return Answer(new() { Session = info, Before = info.Slots });
        }

        var update = await Memory.ShortTerm
            .TryUpdateSlotsFromJsonAsync(Conversation.SessionId, ToolAnswer.ToElement(given), cancellationToken).ConfigureAwait(false);
        run.Note(update.Session);
        return Answer(update);
    }

    private static JsonObject Answer(SlotUpdate update)
    {
        var after = update.Session.Slots;
        var (was, now) = (ToolAnswer.Slots(update.Before), ToolAnswer.Slots(after));
        var changed = now.Where(slot => !JsonNode.DeepEquals(slot.Value, was[slot.Key])).Select(slot => slot.Key).ToArray();
        var cleared = was.Where(slot => !now.ContainsKey(slot.Key)).Select(slot => slot.Key).ToArray();
        var near = update.NewExtras.Where(extra => extra.NearestSlot is not null).ToArray();
        return ToolAnswer.Object(
            ("success", update.Refused.Count is 0),
            ("changed", ToolAnswer.Names(changed)),
            ("cleared", cleared is [] ? null : ToolAnswer.Names(cleared)),
            ("refused", update.Refused.Count is 0 ? null : ToolAnswer.Errors([.. update.Refused.Select(error => new ArgumentError(error.Slot, error.Problem))])),
            ("no_slots", near is [] ? null : ToolAnswer.Array(near, extra => ToolAnswer.Object(("name", ToolAnswer.Shown(extra.Name)), ("did_you_mean", extra.NearestSlot)))),
            ("missing", ToolAnswer.Names(after.MissingSlots)),
            ("slots", now));
    }
}
