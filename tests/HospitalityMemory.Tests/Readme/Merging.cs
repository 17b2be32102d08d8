using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Tests.Readme;

/// <summary>The block of docs/privacy.md.</summary>
internal static class Merging
{
    public static async Task MergeAsync()
    {
        await using var provider = new ServiceCollection().AddHospitalityMemory().Services.BuildServiceProvider();
        var longTerm = provider.GetRequiredService<ILongTermMemory>();
        foreach (var (guest, city) in (List<(string, string)>)[("guest-7-old", "Rome"), ("guest-7", "Oslo")])
        {
            await longTerm.AddBookingToHistoryAsync(guest, new() { BookingId = "b", City = city, CheckIn = new(2025, 5, 1) });
        }

        var administration = provider.GetRequiredService<IMemoryAdministration>();

        // snippet
        var preview = await administration.PreviewMergeGuestsAsync("guest-7-old", "guest-7");
        foreach (var renamed in preview.RenamedBookings)
        {
            Console.WriteLine($"{renamed.BookingId} will be {renamed.NewBookingId}");
        }

        var merge = await administration.MergeGuestsAsync("guest-7-old", "guest-7");
        Console.WriteLine($"{merge.Bookings} bookings and {merge.Sessions} sessions came; complete: {merge.IsComplete}");
        // end of snippet

        Assert.Single(preview.RenamedBookings);
        Assert.Equal((1, true), (merge.Bookings, merge.IsComplete));
        Assert.Equal(2, (await longTerm.GetUserProfileAsync("guest-7"))!.BookingHistory.Count);
    }
}
