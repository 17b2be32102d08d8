using HospitalityMemory.Stores;
using static HospitalityMemory.Testing.Conformance.ProfileSamples;

namespace HospitalityMemory.Firestore.Tests;

/// <summary>Deletion of guests with more bookings than one commit can delete.</summary>
[Collection(UsesEmulator.Name)]
public sealed class DeletionTests(FirestoreEmulator emulator)
{
    private const int Many = (2 * StoredDocuments.PageSize) + 60;

    [SkippableFact]
    public async Task A_guest_with_many_bookings_is_deleted_whole()
    {
        using var store = new TestStore(emulator.Host);
        await BookManyAsync(store, Now);

        Assert.Equal(new(1, Many), await store.Store.DeleteAsync("guest", CancellationToken.None));
        await AssertNothingIsLeftAsync(store);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_deletion_that_broke_off_leaves_nothing_to_read_and_is_finished_by_the_next(int commits)
    {
        using var network = new InterposedHandler();
        using var store = new TestStore(emulator.Host, network, configure: options => options.MaxAttempts = 1);
        var profile = await BookManyAsync(store, Now);
        network.Before = BreakAfter(commits - 1);

        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Store.DeleteAsync("guest", CancellationToken.None));
        network.Before = null;

        if (commits > 1)
        {
            Assert.Null(await store.Store.GetAsync("guest", CancellationToken.None));
            Assert.Equal(default, await store.Store.GetForUpdateAsync("guest", "b0659", CancellationToken.None));
            Assert.Empty(await BookingsAsync(store.Store, "guest"));
            Assert.Null(await store.Store.TryCommitAsync(profile, [], CancellationToken.None));
            Assert.NotEqual(0, await store.Store.CountBookingsAsync("guest", CancellationToken.None));
        }
        else
        {
            Assert.Equal(Many, (await BookingsAsync(store.Store, "guest")).Count);
        }

        var rest = await store.Store.DeleteAsync("guest", CancellationToken.None);
        Assert.Equal(commits > 1 ? 0 : 1, rest.Profiles);
        Assert.Equal(Many - ((commits - 1) * StoredDocuments.PageSize), rest.Bookings);
        await AssertNothingIsLeftAsync(store);
    }

    [SkippableFact]
    public async Task A_deletion_that_broke_off_is_finished_by_whoever_meets_the_guest_anew()
    {
        using var network = new InterposedHandler();
        using var store = new TestStore(emulator.Host, network, configure: options => options.MaxAttempts = 1);
        await BookManyAsync(store, Now);
        network.Before = BreakAfter(1);
        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Store.DeleteAsync("guest", CancellationToken.None));
        network.Before = null;

        await CommitAsync(store.Store, Profile("guest"), Booking("new"));

        Assert.Equal("new", Assert.Single(await BookingsAsync(store.Store, "guest")).BookingId);
        Assert.Equal(1, await store.Store.CountBookingsAsync("guest", CancellationToken.None));
    }

    [SkippableFact]
    public async Task A_deletion_that_broke_off_is_finished_by_the_cleanup_whenever_the_guest_was_seen()
    {
        using var network = new InterposedHandler();
        using var store = new TestStore(emulator.Host, network, configure: options => options.MaxAttempts = 1);
        await BookManyAsync(store, Now);
        network.Before = BreakAfter(1);
        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Store.DeleteAsync("guest", CancellationToken.None));
        network.Before = null;

        // The guest was not inactive, and must not be reported as inactive.
        Assert.Empty(await DeleteInactiveAsync(store.Store, Now.AddYears(-1), new DateOnly(2026, 3, 1)));
        await AssertNothingIsLeftAsync(store);
    }

    [SkippableTheory]
    [InlineData("cleanup")]
    [InlineData("booking")]
    [InlineData("wish")]
    public async Task A_refusal_stays_where_a_cleanup_broke_off_unless_the_guest_wishes_it_gone(string next)
    {
        using var network = new InterposedHandler();
        using var store = new TestStore(emulator.Host, network, configure: options => options.MaxAttempts = 1);
        await BookManyAsync(store, Now.AddYears(-2));
        var profile = (await store.Store.GetAsync("guest", CancellationToken.None))!;
        var late = Booking("late", new DateOnly(2022, 1, 1));
        await CommitAsync(store.Store, Booked(profile with { Consent = ConsentStatus.Withdrawn, ConsentChangedAt = Now.AddYears(-2) }, late), late);
        network.Before = BreakAfter(1);
        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await DeleteInactiveAsync(store.Store, Now.AddYears(-1), new DateOnly(2030, 3, 1)));
        network.Before = null;

        switch (next)
        {
            case "cleanup":
                Assert.Empty(await DeleteInactiveAsync(store.Store, Now.AddYears(-1), new DateOnly(2030, 3, 1)));
                break;
            case "booking":
                // The guest was read as a stranger. The refusal is there by then, and the write must start from it.
                Assert.Null(await store.Store.TryCommitAsync(Profile("guest"), [Booking("new")], CancellationToken.None));
                break;
            default:
                await store.Store.DeleteAsync("guest", CancellationToken.None);
                await AssertNothingIsLeftAsync(store);
                return;
        }

        var left = (await store.Store.GetForUpdateAsync("guest", null, CancellationToken.None)).Profile!;
        Assert.Equal(Text(RefusedConsent.Alone("guest", Now.AddYears(-2))), Text(left));
        Assert.Equal(0, await store.Store.CountBookingsAsync("guest", CancellationToken.None));
    }

    [SkippableFact]
    public async Task Inactive_guests_on_many_pages_are_all_found_among_those_who_have_a_stay_to_come()
    {
        using var store = new TestStore(emulator.Host);
        var expected = new List<string>();
        for (var number = 0; number < Many; number++)
        {
            // All were seen at the same moment, so only their ids separate the guests of different pages.
            var stays = number % 2 is 0 ? """{"booking_id":"b","city":"Miami","check_in":"2026-05-01"}""" : "";
            await CommitAsync(store.Store, UserProfile.FromJson($$"""
                {"user_id":"guest-{{number:D4}}","created_at":"2024-03-01T12:00:00Z","last_active_at":"2024-03-01T12:00:00Z","booking_history":[{{stays}}]}
                """));
            if (number % 2 is not 0)
            {
                expected.Add($"guest-{number:D4}");
            }
        }

        Assert.Equal(expected, (await DeleteInactiveAsync(store.Store, Now.AddYears(-1), new DateOnly(2026, 3, 1))).Order(StringComparer.Ordinal));
        Assert.NotNull(await store.Store.GetAsync("guest-0000", CancellationToken.None));
        Assert.Null(await store.Store.GetAsync("guest-0659", CancellationToken.None));
    }

    [SkippableFact]
    public async Task An_inactive_guest_who_is_written_to_between_the_query_and_the_deletion_stays()
    {
        using var network = new InterposedHandler();
        using var store = new TestStore(emulator.Host, network);
        using var other = new TestStore(emulator.Host, project: store.Options.ProjectId);
        var old = await CommitAsync(store.Store, Profile("guest") with { LastActiveAt = Now.AddYears(-2) }, Booking("b", new DateOnly(2024, 1, 1)));
        await CommitAsync(store.Store, Profile("other") with { LastActiveAt = Now.AddYears(-2) });
        network.Before = async (method, body) =>
        {
            if (method is "commit" && body.Contains("/users/id-Z3Vlc3Q\"", StringComparison.Ordinal))
            {
                network.Before = null;
                await CommitAsync(other.Store, old with { LastActiveAt = Now });
            }
        };

        Assert.Equal(["other"], await DeleteInactiveAsync(store.Store, Now.AddYears(-1), new DateOnly(2026, 3, 1)));
        Assert.NotNull(await store.Store.GetAsync("guest", CancellationToken.None));
        Assert.Equal(1, await store.Store.CountBookingsAsync("guest", CancellationToken.None));
    }

    [SkippableFact]
    public async Task A_deletion_that_another_one_finished_leaves_the_guest_who_came_after_alone()
    {
        using var network = new InterposedHandler();
        using var store = new TestStore(emulator.Host, network);
        using var other = new TestStore(emulator.Host, project: store.Options.ProjectId);
        await BookManyAsync(store, Now);
        var commits = 0;
        network.Before = async (method, _) =>
        {
            if (method is "commit" && ++commits is 2)
            {
                Assert.Equal(new(0, Many - StoredDocuments.PageSize), await other.Store.DeleteAsync("guest", CancellationToken.None));
                await CommitAsync(other.Store, Profile("guest"), Booking("b0659"));
            }
        };

        Assert.Equal(new(1, StoredDocuments.PageSize), await store.Store.DeleteAsync("guest", CancellationToken.None));
        Assert.NotNull((await other.Store.GetForUpdateAsync("guest", "b0659", CancellationToken.None)).Booking);
    }

    [SkippableFact]
    public async Task A_deletion_that_loses_every_race_gives_up_and_has_deleted_nothing()
    {
        using var network = new InterposedHandler();
        using var store = new TestStore(emulator.Host, network);
        using var other = new TestStore(emulator.Host, project: store.Options.ProjectId);
        var profile = await CommitAsync(store.Store, Profile("guest"), Booking("b"));
        network.Before = async (method, _) => profile = method is "commit" ? await CommitAsync(other.Store, profile) : profile;

        var exception = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Store.DeleteAsync("guest", CancellationToken.None));

        Assert.Contains("Nothing was deleted", exception.Message, StringComparison.Ordinal);
        Assert.NotNull((await other.Store.GetForUpdateAsync("guest", "b", CancellationToken.None)).Booking);
    }

    [SkippableFact]
    public async Task A_booking_that_moves_to_another_day_while_bookings_stream_is_there_once()
    {
        using var store = new TestStore(emulator.Host);
        var profile = await BookManyAsync(store, Now);
        var ids = new List<string>();

        await foreach (var booking in store.Store.GetBookingsAsync("guest", CancellationToken.None))
        {
            if (ids.Count is 0)
            {
                // From the first page to the last, and in the other direction.
                await CommitAsync(
                    store.Store,
                    profile,
                    Booking(booking.BookingId, new DateOnly(1990, 1, 1)),
                    Booking("b0000", new DateOnly(2100, 1, 1)));
            }

            ids.Add(booking.BookingId);
        }

        Assert.Equal(Many, ids.Count);
        Assert.Equal(Many, ids.Distinct().Count());
    }

    private static async Task<UserProfile> BookManyAsync(TestStore store, DateTimeOffset lastActiveAt)
    {
        var profile = Profile("guest") with { LastActiveAt = lastActiveAt };
        for (var index = 0; index < Many; index += 20)
        {
            profile = await CommitAsync(
                store.Store, profile, [.. Enumerable.Range(index, 20).Select(number => Booking($"b{number:D4}", new DateOnly(2020, 1, 1).AddDays(number)))]);
        }

        return profile;
    }

    private static async Task AssertNothingIsLeftAsync(TestStore store)
    {
        Assert.Equal(default, await store.Store.GetForUpdateAsync("guest", "b0000", CancellationToken.None));
        Assert.Equal(0, await store.Store.CountBookingsAsync("guest", CancellationToken.None));
        Assert.Equal(new(0, 0), await store.Store.DeleteAsync("guest", CancellationToken.None));
        await CommitAsync(store.Store, Profile("guest"), Booking("new"));
        Assert.Single(await BookingsAsync(store.Store, "guest"));
    }

    private static Func<string, string, Task> BreakAfter(int commits)
    {
        var seen = 0;
        return (method, _) => method is "commit" && seen++ >= commits
            ? throw new HttpRequestException(HttpRequestError.ConnectionError, "The network is down.")
            : Task.CompletedTask;
    }
}
