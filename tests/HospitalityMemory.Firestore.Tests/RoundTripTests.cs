using Microsoft.Extensions.DependencyInjection;
using static HospitalityMemory.Testing.Conformance.ProfileSamples;

namespace HospitalityMemory.Firestore.Tests;

[Collection(UsesEmulator.Name)]
public sealed class RoundTripTests(FirestoreEmulator emulator)
{
    [SkippableFact]
    public async Task A_booking_with_what_it_teaches_costs_two_round_trips_first_and_later()
    {
        using var counting = new CountingHandler();
        await using var provider = Provider(counting);
        var memory = provider.GetRequiredService<ILongTermMemory>();

        for (var booking = 0; booking < 60; booking++)
        {
            counting.Clear();
            await memory.AddBookingToHistoryAsync("guest", Booking($"b{booking}", new DateOnly(2025, 1, 1).AddDays(booking)));
            Assert.Equal(["batchGet", "commit"], counting.Methods);
        }
    }

    [SkippableFact]
    public async Task The_same_booking_again_costs_one_and_a_read_one()
    {
        using var counting = new CountingHandler();
        await using var provider = Provider(counting);
        var memory = provider.GetRequiredService<ILongTermMemory>();
        await memory.AddBookingToHistoryAsync("guest", Booking("b"));

        counting.Clear();
        await memory.AddBookingToHistoryAsync("guest", Booking("b"));
        await memory.GetUserProfileAsync("guest");

        Assert.Equal(["batchGet", "batchGet"], counting.Methods);
    }

    [SkippableFact]
    public async Task A_refused_commit_and_a_deletion_of_few_bookings_cost_no_more_than_they_must()
    {
        using var counting = new CountingHandler();
        using var store = new TestStore(emulator.Host, counting);
        var first = await CommitAsync(store.Store, Profile("guest"));
        var second = await CommitAsync(store.Store, first, Booking("a"), Booking("b"));

        counting.Clear();
        Assert.Null(await store.Store.TryCommitAsync(first, [], CancellationToken.None));
        Assert.Equal(["commit"], counting.Methods);

        counting.Clear();
        await store.Store.DeleteAsync("guest", CancellationToken.None);
        Assert.Equal(["batchGet", "runQuery", "commit"], counting.Methods);
        Assert.NotEqual(0, second.Version);
    }

    private ServiceProvider Provider(HttpMessageHandler handler)
    {
        var host = emulator.Host;
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseFirestoreProfiles(
            FirestoreEmulator.NewProject(), static _ => new("unused"), options => options.EmulatorHost = host);
        services.AddHttpClient(FirestoreTransport.ClientName).ConfigurePrimaryHttpMessageHandler(() => handler);
        return services.BuildServiceProvider();
    }
}
