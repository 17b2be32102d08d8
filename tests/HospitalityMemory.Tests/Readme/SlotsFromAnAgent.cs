using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Tests.Readme;

/// <summary>The block of docs/slots.md on an update that is refused.</summary>
internal static class SlotsFromAnAgent
{
    public static async Task RunAsync()
    {
        await using var provider = new ServiceCollection().AddHospitalityMemory().Services.BuildServiceProvider();
        var conversation = provider.GetRequiredService<IShortTermMemory>();
        await conversation.CreateSessionAsync("session-1");

        // snippet
        using var extracted = JsonDocument.Parse("""{ "city": "Miami", "number_of_guests": 0, "check_in_date": "soon" }""");
        try
        {
            await conversation.UpdateSlotsFromJsonAsync("session-1", extracted.RootElement);
        }
        catch (SlotValidationException refused)
        {
            Console.WriteLine(refused.Message); // names both slots, for the agent to ask again; refused.Errors has them one by one
        }
        // end of snippet

        var session = await conversation.GetSessionAsync("session-1");
        Assert.Null(session!.Slots.City);
    }
}
