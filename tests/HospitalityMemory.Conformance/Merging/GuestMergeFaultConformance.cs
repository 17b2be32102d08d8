using Microsoft.Extensions.DependencyInjection;
using static HospitalityMemory.Conformance.MergeWorld;

namespace HospitalityMemory.Conformance;

/// <summary>
/// A merge that breaks off at any call of a store and is called again, and what others do at any moment of one.
/// </summary>
public abstract class GuestMergeFaultConformance
{
    /// <summary>Of so many calls of a merge one is tried, beginning with each of the first: 1 for all.</summary>
    protected virtual int Stride => 1;

    /// <summary>Empty stores. Skips the test where their server is not there.</summary>
    protected abstract IRawStores Create();

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Broken_off_at_any_call_and_called_again_it_ends_in_the_same_state(bool afterwards)
    {
        await using var undisturbed = new MergeWorld(Create());
        await undisturbed.PrepareAsync();
        await undisturbed.MergeAsync();
        var expected = await undisturbed.ContentAsync();

        var struck = await AtEachCallAsync(afterwards, hook: null, async (world, fault) =>
        {
            await Assert.ThrowsAsync<MemoryUnavailableException>(() => world.MergeAsync().AsTask());
            world.BreakWith(Fault.None);

            var merge = await world.MergeAsync();

            Assert.True(merge.IsComplete);
            Assert.Equal(expected, await world.ContentAsync());
        });
        Assert.True(struck >= 15 / Stride, $"Only {struck} calls were broken.");
    }

    [SkippableFact]
    public async Task What_another_server_writes_at_any_moment_is_not_lost()
    {
        var struck = await AtEachCallAsync(afterwards: false, WriteAsync, async (world, fault) =>
        {
            await world.MergeAsync();

            // What came after its last look comes with the next one.
            Assert.True((await world.MergeAsync()).IsComplete);
            await world.AssertGoneAsync();
            var bookings = await world.BookingsAsync();
            Assert.True(bookings.ContainsKey("late"), "A booking recorded for the guest who goes.");
            Assert.True(bookings.ContainsKey("late of the other"), "A booking recorded for the guest who stays.");
            Assert.Equal(BookingStatus.Cancelled, bookings["b2"].Status);
            var profile = (await world.LongTerm.GetUserProfileAsync(Into))!;
            Assert.Contains("late wish", profile.StatedPreferences.Select(wish => wish.Value));
            Assert.Equal(["late session", "s1", "s2", "session of the one who stays"], await world.SessionsAsync(Into));

            // Where the guest is there still when it is amended, the amendment comes along, also of what was copied.
            if (bookings.TryGetValue("f2", out var amended) && _amended)
            {
                Assert.Equal(777, amended.PricePerNight);
            }
        });
        Assert.True(struck >= 15 / Stride, $"Only {struck} calls were interrupted.");
    }

    [SkippableFact]
    public async Task A_refusal_at_any_moment_holds()
    {
        await AtEachCallAsync(afterwards: false, async world => await Other(world).SetConsentAsync(From, granted: false), async (world, fault) =>
        {
            await world.MergeAsync();

            Assert.Equal(ConsentStatus.Withdrawn, (await world.MergeAsync()).Consent);
            Assert.Empty((await world.LongTerm.GetUserPreferencesAsync(Into)).PreferredCities);
            await world.AssertGoneAsync();
        });
    }

    [SkippableFact]
    public async Task The_guest_who_stays_is_erased_at_any_moment_and_not_made_anew()
    {
        await AtEachCallAsync(afterwards: true, async world => await EraseAsync(world, Into), async (world, fault) =>
        {
            try
            {
                await world.MergeAsync();
            }
            catch (ProfileNotFoundException exception)
            {
                Assert.Equal(Into, exception.UserId);
                await Assert.ThrowsAsync<ProfileNotFoundException>(() => world.MergeAsync().AsTask());

                // All, or nothing where the one who stays was erased after all had come.
                Assert.Contains((await world.BookingsAsync(From)).Count, (int[])[0, 4]);
                Assert.DoesNotContain("merging_into", await world.Guests.ExportGuestAsync(From), StringComparison.Ordinal);

                // Nothing is in the way of another merge.
                await world.LongTerm.InitializeUserProfileAsync("third");
                Assert.True((await world.Administration.MergeGuestsAsync(From, "third")).IsComplete);
            }

            await world.AssertGoneAsync(Into);
            await world.AssertGoneAsync(From);
        });
    }

    [SkippableFact]
    public async Task The_guest_who_goes_is_erased_at_any_moment_and_not_made_anew()
    {
        await AtEachCallAsync(afterwards: true, async world => await EraseAsync(world, From), async (world, fault) =>
        {
            await world.MergeAsync();
            Assert.True((await world.MergeAsync()).IsComplete);

            await world.AssertGoneAsync(From);
            var bookings = await world.BookingsAsync();
            Assert.All((string[])["b1", "b2", "both", "own"], id => Assert.Contains(id, bookings));
            await EraseAsync(world, Into);
            await world.AssertGoneAsync(Into);
        });
    }

    [SkippableFact]
    public async Task Merged_into_each_other_at_once_both_ways_nothing_is_lost()
    {
        await AtEachCallAsync(afterwards: false, async world => await TryAsync(() => OtherAdministration(world).MergeGuestsAsync(Into, From).AsTask()), async (world, fault) =>
        {
            await TryAsync(() => world.MergeAsync().AsTask());
            world.BreakWith(Fault.None);

            // Whichever broke off is called again.
            await TryAsync(() => world.MergeAsync().AsTask());
            await TryAsync(() => OtherAdministration(world).MergeGuestsAsync(Into, From).AsTask());

            var (from, into) = (await world.BookingsAsync(From), await world.BookingsAsync());
            Assert.True(from.Count is 0 || into.Count is 0, "Each has something.");
            Assert.Equal(
                ["Bergen", "Lisbon", "Oslo", "Oslo", "Porto", "Porto", "Rome"],
                from.Values.Concat(into.Values).Select(booking => booking.City).Order());
        });
    }

    /// <summary>Runs a test for each call of a store that a merge makes: one in which that call breaks, or others act at that moment.</summary>
    private async Task<int> AtEachCallAsync(bool afterwards, Func<MergeWorld, Task>? hook, Func<MergeWorld, Fault, Task> test)
    {
        var calls = await CountCallsAsync();
        var struck = 0;
        for (var call = 1; call <= calls; call += Stride)
        {
            await using var world = new MergeWorld(Create());
            await world.PrepareAsync();
            var fault = new Fault(call, afterwards) { Instead = hook is null ? null : () => hook(world) };
            world.BreakWith(fault);
            await test(world, fault);
            world.BreakWith(Fault.None);
            Assert.True(fault.HasStruck);
            struck++;
        }

        return struck;
    }

    private async Task<int> CountCallsAsync()
    {
        await using var world = new MergeWorld(Create());
        await world.PrepareAsync();
        var counter = new Fault(int.MaxValue, afterwards: false);
        world.BreakWith(counter);
        await world.MergeAsync();
        return counter.Calls;
    }

    private bool _amended;

    private async Task WriteAsync(MergeWorld world)
    {
        var memory = Other(world);
        _amended = await memory.GetUserProfileAsync(From) is not null;
        if (_amended)
        {
            await memory.AmendBookingAsync(From, "f2", booking => booking with { PricePerNight = 777 });
        }

        await memory.AddBookingToHistoryAsync(From, Stay("late", "Kyoto", 300));
        await memory.AddStatedPreferenceAsync(From, new() { Kind = PreferenceKind.Other, Value = "late wish" });
        await memory.AddBookingToHistoryAsync(Into, Stay("late of the other", "Osaka", 310));
        await memory.CancelBookingAsync(Into, "b2");
        await world.Other.GetRequiredService<IShortTermMemory>().CreateSessionAsync("late session", From);
    }

    private static ILongTermMemory Other(MergeWorld world) => world.Other.GetRequiredService<ILongTermMemory>();

    private static IMemoryAdministration OtherAdministration(MergeWorld world) => world.Other.GetRequiredService<IMemoryAdministration>();

    private static async Task EraseAsync(MergeWorld world, string guest) =>
        Assert.True((await world.Other.GetRequiredService<IGuestMemory>().EraseGuestAsync(guest)).IsComplete);

    /// <summary>Two merges at once may stand in each other's way.</summary>
    private static async Task TryAsync(Func<Task> merge)
    {
        try
        {
            await merge();
        }
        catch (Exception exception) when (exception is GuestMergeConflictException or ProfileNotFoundException)
        {
        }
    }
}
