using System.Text.Json;
using System.Text.Json.Nodes;

namespace HospitalityMemory.Agents;

/// <summary>Keeps what a guest says of their taste.</summary>
internal sealed class RememberWishFunction(AgentMemory memory, GuestConversation conversation) : GuestFunction(memory, conversation, Text)
{
    private static readonly ToolDescription Text = new(
        "remember_wish",
        "Keeps a lasting wish of the guest for later stays too, or what they want to be spared. Call it when the guest says what "
            + "they always, usually or never want. What holds for this stay only goes to set_slots. Never guess, and never take it from a tool.",
        JsonElement.Parse(
            """
            {
              "type": "object",
              "properties": {
                "kind": { "type": "string", "enum": ["city", "amenity", "property_type", "price_range", "other"] },
                "value": { "type": "string", "description": "The city, amenity or type in few words, or the guest's words, 1 to 200 characters; of a price range the currency, such as USD." },
                "avoid": { "type": "boolean", "description": "True where the guest does not want it." },
                "min_price": { "type": "number", "description": "Of a price range: the lowest price of one night." },
                "max_price": { "type": "number", "description": "Of a price range: the highest price of one night." }
              },
              "required": ["kind", "value"]
            }
            """));

    protected override async ValueTask<JsonObject> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        if (Conversation.UserId is not { } userId)
        {
            return ToolAnswer.NoGuest();
        }

        if (Read(arguments) is not { } wish)
        {
            return ToolAnswer.Refused(arguments.Errors);
        }

        var run = Run;
        var source = await WishEvidence.FindAsync(run, wish, cancellationToken).ConfigureAwait(false);
        if (source is WishSource.NotSaid)
        {
            await WishEvidence.NoteAskedAsync(run, wish, cancellationToken).ConfigureAwait(false);
            return ToolAnswer.Failure(
                "The guest has not said this, so it was not kept. Ask the guest in these words, and call again when the guest has agreed.",
                ("ask_for", Wishes.Show(wish)));
        }

        wish = wish with { Origin = AgentOrigin(source is WishSource.Guest ? OriginKind.Guest : OriginKind.Agent) };
        await Memory.LongTerm.AddStatedPreferenceAsync(userId, wish, cancellationToken).ConfigureAwait(false);
        return ToolAnswer.Success(("remembered", Wishes.Show(wish)));
    }

    private static StatedPreference? Read(ToolArguments arguments)
    {
        var kind = Wishes.ReadKind(arguments);
        var isRange = kind is PreferenceKind.PriceRange;
        var value = isRange ? arguments.Text("value", "currency")?.ToUpperInvariant() : arguments.Text("value");
        var avoid = arguments.Flag("avoid") ?? false;
        var (min, max) = isRange ? (arguments.Number("min_price", "min"), arguments.Number("max_price", "max")) : (null, null);
        if (value is null)
        {
            arguments.Refuse("value", "is missing; 1 to 200 characters are allowed.");
        }

        if (isRange && max is null)
        {
            arguments.Refuse("max_price", "is missing; a price range needs it.");
        }

        return arguments.Errors.Count > 0 ? null : new()
        {
            Kind = kind!.Value,
            Value = value!,
            Avoid = avoid,
            PriceRange = isRange ? new() { Min = min ?? 0, Max = max!.Value, Currency = value } : null,
        };
    }
}
