using System.Text.Json;
using System.Text.Json.Nodes;

namespace HospitalityMemory.Agents;

/// <summary>Forgets what a guest said of their taste.</summary>
internal sealed class ForgetWishFunction(AgentMemory memory, GuestConversation conversation) : GuestFunction(memory, conversation, Text)
{
    private static readonly ToolDescription Text = new(
        "forget_wish",
        "Forgets a wish that the guest stated before. Call it when the guest says that it no longer holds, with the kind and value "
            + "as get_guest tells them.",
        JsonElement.Parse(
            """
            {
              "type": "object",
              "properties": {
                "kind": { "type": "string", "enum": ["city", "amenity", "property_type", "price_range", "other"] },
                "value": { "type": "string", "description": "The value as it was stated, whatever its case; of a price range the currency." }
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

        var kind = Wishes.ReadKind(arguments);
        if (arguments.Text("value", "currency") is not { } value)
        {
            arguments.Refuse("value", "is missing; it is the value as it was stated.");
            return ToolAnswer.Refused(arguments.Errors);
        }

        if (kind is null)
        {
            return ToolAnswer.Refused(arguments.Errors);
        }

        if (await Memory.LongTerm.RemoveStatedPreferenceAsync(userId, kind.Value, value, cancellationToken).ConfigureAwait(false))
        {
            return ToolAnswer.Success(("forgotten", true));
        }

        var context = await Memory.LongTerm.GetPersonalizationContextAsync(userId, null, cancellationToken).ConfigureAwait(false);
        return ToolAnswer.Failure("No such wish is kept. These are.", ("wishes", ToolAnswer.Array(context.StatedPreferences, Wishes.Show)));
    }
}
