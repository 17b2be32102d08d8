using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;
using static HospitalityMemory.Testing.Conformance.ProfileSamples;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>What any profile store must do with profiles: versions and commits.</summary>
internal sealed class ProfileStoreCases(CaseRun<IProfileStore> run) : StoreCases<IProfileStore>(run)
{
    [Case]
    public async Task It_has_a_short_name_and_can_be_pinged()
    {
        var store = await CreateStoreAsync();

        Assert.Matches("^[a-z0-9_-]{1,32}$", store.Name);
        await store.PingAsync(CaseToken.Current);
    }

    [Case]
    public async Task Of_a_stranger_there_is_nothing()
    {
        var store = await CreateStoreAsync();

        Assert.Null(await store.GetAsync("nobody", CaseToken.Current));
        Assert.Equal(default, await store.GetForUpdateAsync("nobody", "b", CaseToken.Current));
        Assert.Empty(await BookingsAsync(store, "nobody"));
        Assert.Equal(0, await store.CountBookingsAsync("nobody", CaseToken.Current));
        Assert.Equal(new ProfileDeletion(0, 0), await store.DeleteAsync("nobody", CaseToken.Current));
    }

    [Case]
    public async Task What_was_committed_is_read_with_its_version()
    {
        var store = await CreateStoreAsync();
        var committed = await CommitAsync(store, Profile("guest"));

        var read = await store.GetAsync("guest", CaseToken.Current);
        var forUpdate = await store.GetForUpdateAsync("guest", null, CaseToken.Current);

        Assert.NotEqual(0, committed.Version);
        Assert.Equal(committed.Version, read!.Version);
        Assert.Equal(committed.Version, forUpdate.Profile!.Version);
        Assert.Equal(Text(committed), Text(read));
        Assert.Equal(Text(committed), Text(forUpdate.Profile));
        Assert.Null(forUpdate.Booking);
    }

    [Case]
    public async Task Every_field_of_a_profile_and_of_a_booking_comes_back_as_it_went()
    {
        var store = await CreateStoreAsync();
        var (profile, booking) = Full("guest-é-東");
        await CommitAsync(store, profile, [.. MemoryJson.LatestBookings(profile)]);

        var read = await store.GetForUpdateAsync(profile.UserId, booking.BookingId, CaseToken.Current);

        Assert.Equal(Text(profile), Text(read.Profile!));
        Assert.Equal(Text(booking), Text(read.Booking!));
        Assert.Equal(Text(profile), Text((await store.GetAsync(profile.UserId, CaseToken.Current))!));
        Assert.Equal(Text(booking), Text((await BookingsAsync(store, profile.UserId))[^1]));
    }

    [Case]
    public async Task Version_0_creates_and_is_refused_where_there_is_a_profile()
    {
        var store = await CreateStoreAsync();
        var first = await CommitAsync(store, Profile("guest"));

        var second = await store.TryCommitAsync(
            Profile("guest") with { Consent = ConsentStatus.Withdrawn }, [Booking("b")], CaseToken.Current);

        Assert.Null(second);
        await HoldsOnly(store, first);
    }

    [Case]
    public async Task A_stale_version_writes_neither_the_profile_nor_the_booking()
    {
        var store = await CreateStoreAsync();
        var first = await CommitAsync(store, Profile("guest"));
        var second = await CommitAsync(store, first with { Consent = ConsentStatus.Granted });

        var stale = await store.TryCommitAsync(
            first with { Consent = ConsentStatus.Withdrawn }, [Booking("b")], CaseToken.Current);

        Assert.Null(stale);
        Assert.NotEqual(first.Version, second.Version);
        await HoldsOnly(store, second);
    }

    [Case]
    public async Task A_version_of_a_guest_who_is_not_there_is_refused()
    {
        var store = await CreateStoreAsync();

        Assert.Null(await store.TryCommitAsync(Profile("guest", version: 1), [Booking("b")], CaseToken.Current));
        Assert.Null(await store.GetAsync("guest", CaseToken.Current));
        Assert.Equal(0, await store.CountBookingsAsync("guest", CaseToken.Current));
    }

    [Case]
    public async Task No_two_commits_of_a_guest_have_the_same_version_also_across_deletions()
    {
        var store = await CreateStoreAsync();
        var versions = new HashSet<long>();
        for (var life = 0; life < 3; life++)
        {
            var profile = Profile("guest");
            for (var commit = 0; commit < 4; commit++)
            {
                profile = await CommitAsync(store, profile);
                Assert.True(versions.Add(profile.Version), $"Version {profile.Version} was given twice.");
            }

            await store.DeleteAsync("guest", CaseToken.Current);
        }

        Assert.DoesNotContain(0, versions);
    }

    [Case]
    public async Task What_was_made_from_a_deleted_profile_never_lands_in_its_successor()
    {
        var store = await CreateStoreAsync();
        var erased = await CommitAsync(store, Profile("guest"), Booking("old"));
        await store.DeleteAsync("guest", CaseToken.Current);

        Assert.Null(await store.TryCommitAsync(erased, [Booking("late")], CaseToken.Current));
        var successor = await CommitAsync(store, Profile("guest"));
        Assert.Null(await store.TryCommitAsync(erased, [Booking("late")], CaseToken.Current));
        await HoldsOnly(store, successor);
    }

    [Case]
    public async Task A_guest_is_deleted_only_in_the_version_that_was_read_where_that_is_asked_for()
    {
        var store = await CreateStoreAsync();
        Assert.Null(await store.TryDeleteAsync("guest", 7, CaseToken.Current));
        var read = await CommitAsync(store, Profile("guest"), Booking("old"));
        var newer = await CommitAsync(store, read, Booking("new"));
        await CommitAsync(store, Profile("other"), Booking("old"));

        Assert.Null(await store.TryDeleteAsync("guest", read.Version, CaseToken.Current));
        Assert.Equal(2, await store.CountBookingsAsync("guest", CaseToken.Current));
        Assert.Equal(new ProfileDeletion(1, 2), await store.TryDeleteAsync("guest", newer.Version, CaseToken.Current));

        Assert.Null(await store.GetAsync("guest", CaseToken.Current));
        Assert.Equal(0, await store.CountBookingsAsync("guest", CaseToken.Current));
        Assert.Null(await store.TryDeleteAsync("guest", newer.Version, CaseToken.Current));
        Assert.Equal(1, await store.CountBookingsAsync("other", CaseToken.Current));
    }

    [Case]
    public async Task A_snapshot_never_changes()
    {
        var store = await CreateStoreAsync();
        var (full, booking) = Full("guest");
        var committed = await CommitAsync(store, full, [.. MemoryJson.LatestBookings(full)]);
        var snapshot = (await store.GetAsync("guest", CaseToken.Current))!;
        var before = Text(snapshot);

        var other = Booking("other");
        await CommitAsync(store, committed with { Consent = ConsentStatus.Withdrawn, Bookings = committed.Bookings.Add(other) }, other);
        await store.DeleteAsync("guest", CaseToken.Current);

        Assert.Equal(before, Text(snapshot));
        Assert.Equal(committed.Version, snapshot.Version);
    }

    [Case]
    public async Task Guests_are_apart()
    {
        var store = await CreateStoreAsync();
        var left = await CommitAsync(store, Profile("left"), Booking("same-id") with { City = "Rome" });
        var right = await CommitAsync(store, Profile("right"), Booking("same-id") with { City = "Oslo" });

        await CommitAsync(store, left with { Consent = ConsentStatus.Withdrawn });
        Assert.Equal("Oslo", (await store.GetForUpdateAsync("right", "same-id", CaseToken.Current)).Booking!.City);
        Assert.Equal(new ProfileDeletion(1, 1), await store.DeleteAsync("left", CaseToken.Current));

        Assert.Equal(right.Version, (await store.GetAsync("right", CaseToken.Current))!.Version);
        Assert.Equal("Oslo", Assert.Single(await BookingsAsync(store, "right")).City);
    }

    [Case]
    public async Task Hostile_ids_do_not_collide()
    {
        var store = await CreateStoreAsync();
        string[] ids =
        [
            "a:b", "a/b", "a%2Fb", "a%3Ab", "a\\b", "a b", "a", "A", "b", ".", "..", "__x__", "__", "%", "%2E", "*", "?", "[a]", "{a}", "'", "\"", "--", "a.b",
            "é", "e\u0301", "🏖", "🏖🏖", "~", "#", "a#b", "$", "0", "00", new('x', 256), new('x', 255), new('é', 256), new('/', 256),
            string.Concat(Enumerable.Repeat("🏖", 128)),
        ];
        foreach (var id in ids)
        {
            await CommitAsync(store, Profile(id), Booking(id), Booking(id + "2") with { BookingId = id.Length < 256 ? id + "2" : "2" });
        }

        foreach (var id in ids)
        {
            var read = await store.GetForUpdateAsync(id, id, CaseToken.Current);
            Assert.Equal(id, read.Profile!.UserId);
            Assert.Equal(id, read.Booking!.BookingId);
            Assert.Equal(2, await store.CountBookingsAsync(id, CaseToken.Current));
        }

        // All bookings of one guest, too.
        var version = (await store.GetAsync("a", CaseToken.Current))!.Version;
        foreach (var id in ids)
        {
            version = (await CommitAsync(store, Profile("a", version), Booking(id) with { PropertyId = id })).Version;
        }

        var stored = (await BookingsAsync(store, "a")).Where(booking => booking.PropertyId is not null).ToDictionary(booking => booking.BookingId);
        Assert.Equal(ids.Length, stored.Count);
        Assert.All(ids, id => Assert.Equal(id, stored[id].PropertyId));

        foreach (var id in ids)
        {
            Assert.Equal(1, (await store.DeleteAsync(id, CaseToken.Current)).Profiles);
        }
    }

    [Case]
    public async Task A_call_that_was_cancelled_before_does_nothing()
    {
        var store = await CreateStoreAsync();
        var committed = await CommitAsync(store, Profile("guest"), Booking("b"));
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var cancelled = source.Token;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.GetAsync("guest", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.GetForUpdateAsync("guest", "b", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.TryCommitAsync(committed, [Booking("c")], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.CountBookingsAsync("guest", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.DeleteAsync("guest", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.PingAsync(cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Drain(store.GetBookingsAsync("guest", cancelled)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Drain(store.DeleteInactiveAsync(DateTimeOffset.MaxValue, DateOnly.MaxValue, cancelled)));

        Assert.Equal(committed.Version, (await store.GetAsync("guest", CaseToken.Current))!.Version);
        Assert.Equal(1, await store.CountBookingsAsync("guest", CaseToken.Current));

        static async Task Drain<T>(IAsyncEnumerable<T> stream)
        {
            await foreach (var _ in stream)
            {
            }
        }
    }

    private static async Task HoldsOnly(IProfileStore store, UserProfile profile)
    {
        var read = await store.GetForUpdateAsync(profile.UserId, "b", CaseToken.Current);
        Assert.Equal(profile.Version, read.Profile!.Version);
        Assert.Equal(Text(profile), Text(read.Profile));
        Assert.Null(read.Booking);
        Assert.Empty(await BookingsAsync(store, profile.UserId));
    }
}
