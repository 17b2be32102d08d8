using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Tests.Readme;

internal static class QuickStart
{
    public static async Task RunAsync()
    {
        // snippet
        var services = new ServiceCollection();
        services.AddHospitalityMemory();
        await using var provider = services.BuildServiceProvider();
        var guests = provider.GetRequiredService<IGuestMemory>();
        var conversation = provider.GetRequiredService<IShortTermMemory>();

        await guests.BeginSessionAsync("session-1", "guest-1");
        await conversation.AddMessageAsync("session-1", MessageRole.User, "A villa in Miami for four, please.");
        var booking = new Booking { BookingId = "b-1", City = "Miami", CheckIn = new(2027, 3, 15), PropertyType = "villa" };
        await guests.CompleteBookingAsync("session-1", "guest-1", booking);

        var next = await guests.BeginSessionAsync("session-2", "guest-1");
        Console.WriteLine(next.Context.ToPromptText(maxCharacters: 1000)); // a booking to come, and a taste for villas in Miami
        // end of snippet

        Assert.False(next.Context.IsReturningGuest);
        Assert.Equal("b-1", Assert.Single(next.Context.BookingsToCome).BookingId);
        Assert.Equal(["Miami"], next.Context.Preferences.PreferredCities);
        Assert.Equal(["villa"], next.Context.Preferences.PreferredPropertyTypes);
    }
}
