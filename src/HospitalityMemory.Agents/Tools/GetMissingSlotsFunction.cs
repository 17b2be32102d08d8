using System.Text.Json;
using System.Text.Json.Nodes;

namespace HospitalityMemory.Agents;

/// <summary>Tells what is still to be asked.</summary>
internal sealed class GetMissingSlotsFunction(AgentMemory memory, GuestConversation conversation)
    : GuestFunction(memory, conversation, Text)
{
    private static readonly ToolDescription Text = new(
        "get_missing_slots",
        "Tells what is already known of the stay that the guest wants and what is still to be asked. Call it before you ask the "
            + "guest for details, and before you look for properties.",
        JsonElement.Parse("""{"type":"object","properties":{}}"""));

    protected override string WhenFailed => "It cannot be read now: memory is out of reach. Go on with what was said in this conversation.";

    protected override async ValueTask<JsonObject> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var info = await Run.GetInfoAsync(cancellationToken).ConfigureAwait(false);
        return ToolAnswer.Success(("missing", ToolAnswer.Names(info.Slots.MissingSlots)), ("slots", ToolAnswer.Slots(info.Slots)));
    }
}
