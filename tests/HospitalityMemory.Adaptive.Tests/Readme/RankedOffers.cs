using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Adaptive.Tests.Readme;

/// <summary>The blocks of docs/learning.md.</summary>
public sealed class RankedOffers
{
    [Fact]
    public async Task The_ranking_does_what_it_says()
    {
        var services = new ServiceCollection();

        // snippet
        services.AddHospitalityMemory().UseAdaptiveLearner();
        // end of snippet

        await using var provider = services.BuildServiceProvider();
        var longTerm = provider.GetRequiredService<ILongTermMemory>();
        var villa = new Booking { BookingId = "b-1", City = "Miami", CheckIn = new(2026, 10, 2), PropertyType = "villa" };
        await longTerm.AddBookingToHistoryAsync("guest-1", villa);

        // snippet
        PropertyCandidate[] offers =
        [
            new() { PropertyId = "p-1", City = "Miami", PropertyType = "villa", PricePerNight = 220, Amenities = ["pool", "wifi"] },
            new() { PropertyId = "p-2", City = "Tampa", PropertyType = "hotel", PricePerNight = 120, Amenities = ["wifi"] },
        ];
        foreach (var ranked in await longTerm.RankPropertiesAsync("guest-1", offers))
        {
            Console.WriteLine($"{ranked.Property.PropertyId} {ranked.Score:0.00}: {string.Join(", ", ranked.Reasons)}");
        }
        // end of snippet

        var best = (await longTerm.RankPropertiesAsync("guest-1", offers))[0];
        Assert.Equal(("p-1", "1 stay in Miami"), (best.Property.PropertyId, Assert.Single(best.Reasons)));
    }
}
