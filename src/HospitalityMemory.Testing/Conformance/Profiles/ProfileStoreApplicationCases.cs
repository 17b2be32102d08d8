using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;
using static HospitalityMemory.Testing.Conformance.ProfileSamples;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>Applications on one server or one file see nothing of each other's guests.</summary>
internal sealed class ProfileStoreApplicationCases(CaseRun<IProfileStore> run) : StoreCases<IProfileStore>(run)
{
    private static readonly DateOnly Later = new(2027, 1, 1);

    [Case]
    public async Task One_id_is_a_guest_of_its_own_in_each_application()
    {
        var (blue, red) = (await OpenAsync("blue"), await CreateStoreAsync());
        await CommitAsync(blue, "guest", Booking("b1"), Booking("b2", new DateOnly(2026, 6, 1), 2));
        Assert.Null(await red.GetAsync("guest", CaseToken.Current));
        Assert.Equal(default, await red.GetForUpdateAsync("guest", "b1", CaseToken.Current));
        Assert.Empty(await HistoryAsync(red, "guest"));
        await CommitAsync(red, "guest", Booking("b1") with { City = "Austin" });

        Assert.Equal(["b2 Miami", "b1 Miami"], await HistoryAsync(blue, "guest"));
        Assert.Equal(["b1 Austin"], await HistoryAsync(red, "guest"));
        Assert.Equal(2, await blue.CountBookingsAsync("guest", CaseToken.Current));
        Assert.Equal(1, await red.CountBookingsAsync("guest", CaseToken.Current));
        Assert.Equal("Austin", (await red.GetForUpdateAsync("guest", "b1", CaseToken.Current)).Booking!.City);
        Assert.Equal(
            ["Miami"], (await blue.FindBookingsAsync("guest", ["b1", "none"], CaseToken.Current)).Select(booking => booking.City));
        Assert.Empty(await red.FindBookingsAsync("guest", ["b2"], CaseToken.Current));
        Assert.Equal(
            ["b1"], (await red.GetBookingsBeforeAsync("guest", null, 10, CaseToken.Current)).Select(booking => booking.BookingId));
    }

    [Case]
    public async Task Erasure_and_cleanup_leave_the_other_application_alone()
    {
        var (blue, red) = (await OpenAsync("blue"), await CreateStoreAsync());
        foreach (var store in (IProfileStore[])[blue, red])
        {
            await CommitAsync(store, "erased", Booking("b1"));
            await CommitAsync(store, "inactive", Booking("b1"));
        }

        Assert.Equal(new ProfileDeletion(1, 1), await blue.DeleteAsync("erased", CaseToken.Current));
        Assert.Equal(["b1 Miami"], await HistoryAsync(red, "erased"));
        Assert.Equal(["inactive"], await DeleteInactiveAsync(blue));
        Assert.Equal(["b1 Miami"], await HistoryAsync(red, "inactive"));
        Assert.Equal(["erased", "inactive"], (await DeleteInactiveAsync(red)).Order(StringComparer.Ordinal));
        Assert.Equal(new ProfileDeletion(0, 0), await red.DeleteAsync("erased", CaseToken.Current));
    }

    [Case]
    public async Task No_name_of_an_application_and_no_id_is_taken_for_another()
    {
        var stores = new Dictionary<string, IProfileStore>();
        foreach (var name in Applications.Names)
        {
            stores[name] = await OpenAsync(name);
            foreach (var id in Applications.Ids)
            {
                await CommitAsync(stores[name], id, Booking(name));
            }
        }

        foreach (var (name, store) in stores)
        {
            foreach (var id in Applications.Ids)
            {
                Assert.Equal([$"{name} Miami"], await HistoryAsync(store, id));
            }

            Assert.Equal(Applications.Ids.Order(StringComparer.Ordinal), (await DeleteInactiveAsync(store)).Order(StringComparer.Ordinal));
        }
    }

    private static async Task CommitAsync(IProfileStore store, string userId, params Booking[] bookings)
    {
        var profile = bookings.Aggregate(Profile(userId), (profile, booking) => profile with { Bookings = profile.Bookings.Add(booking) });
        Assert.NotNull(await store.TryCommitAsync(profile, bookings, CaseToken.Current));
    }

    private static async Task<List<string>> HistoryAsync(IProfileStore store, string userId)
    {
        var bookings = new List<string>();
        await foreach (var booking in store.GetBookingsAsync(userId, CaseToken.Current))
        {
            bookings.Add($"{booking.BookingId} {booking.City}");
        }

        return bookings;
    }

    private static async Task<List<string>> DeleteInactiveAsync(IProfileStore store)
    {
        var deleted = new List<string>();
        await foreach (var userId in store.DeleteInactiveAsync(Now.AddDays(1), Later, CaseToken.Current))
        {
            deleted.Add(userId);
        }

        return deleted;
    }
}
