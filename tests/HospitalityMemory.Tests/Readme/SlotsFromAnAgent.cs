using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Tests.Readme;

internal static class SlotsFromAnAgent
{
    public static async Task RunAsync()
    {
        await using var provider = new ServiceCollection().AddHospitalityMemory().Services.BuildServiceProvider();
        var conversation = provider.GetRequiredService<IShortTermMemory>();
        await conversation.CreateSessionAsync("session-1");
        var answers = new List<string>();

        // snippet
        using var extracted = JsonDocument.Parse("""{ "city": "Miami", "number_of_guests": 0, "check_in_date": "soon" }""");
        try
        {
            await conversation.UpdateSlotsAsync("session-1", extracted.RootElement);
        }
        catch (SlotValidationException refused)
        {
            answers.AddRange(refused.Errors.Select(error => $"{error.Slot}: {error.Problem}")); // both, for the agent to ask again
        }
        // end of snippet

        var session = await conversation.GetSessionAsync("session-1");
        Assert.Equal(2, answers.Count);
        Assert.Null(session!.Slots.City);
    }
}
