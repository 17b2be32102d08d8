using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using static HospitalityMemory.Testing.Conformance.ProfileSamples;

namespace HospitalityMemory.Firestore.Tests.Rest;

/// <summary>What a host sees that listens to every activity.</summary>
[Collection(UsesEmulator.Name)]
public sealed class TracesTests(FirestoreEmulator emulator)
{
    private static readonly string[] Secrets =
        ["secret-guest", "secret-booking", FirestoreNames.EncodeId("secret-guest"), FirestoreNames.EncodeId("secret-booking")];

    [SkippableFact]
    public async Task No_activity_names_a_guest_or_a_booking()
    {
        var services = new ServiceCollection();
        var host = emulator.Host;
        services.AddHospitalityMemory(static options => options.LongTerm.Timeout = TimeSpan.FromMinutes(1)).UseFirestoreProfiles(
            FirestoreEmulator.NewProject(), static _ => new("unused"), options => options.EmulatorHost = host);
        await using var provider = services.BuildServiceProvider();
        var memory = provider.GetRequiredService<ILongTermMemory>();

        var seen = await ListenAsync(async () =>
        {
            await memory.AddBookingToHistoryAsync("secret-guest", Booking("secret-booking"));
            Assert.Single(await memory.GetBookingHistoryAsync("secret-guest").ToListAsync());
            await memory.DeleteUserProfileAsync("secret-guest");
        });

        Assert.Contains(seen, activity => activity.Contains("HospitalityMemory", StringComparison.Ordinal));
        Assert.All(seen, activity => Assert.All(Secrets, secret => Assert.DoesNotContain(secret, activity, StringComparison.Ordinal)));
    }

    [SkippableFact]
    public async Task What_a_client_of_its_own_would_have_told_is_seen_by_the_test()
    {
        using var store = new TestStore(emulator.Host);

        var seen = await ListenAsync(async () => await store.Store.CountBookingsAsync("secret-guest", CancellationToken.None));

        Assert.Contains(seen, activity => activity.Contains(FirestoreNames.EncodeId("secret-guest"), StringComparison.Ordinal));
    }

    /// <summary>Source, name, tags and events of the activities of these calls, as text.</summary>
    private static async Task<IReadOnlyCollection<string>> ListenAsync(Func<Task> calls)
    {
        var seen = new ConcurrentQueue<string>();
        using var root = new Activity("test").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == root.TraceId)
                {
                    seen.Enqueue($"{activity.Source.Name} {activity.DisplayName} {string.Join(' ', activity.TagObjects.Concat(activity.Events.SelectMany(e => e.Tags)))} {activity.StatusDescription}");
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await calls();
        return seen;
    }
}
