using System.Collections.Concurrent;
using CsCheck;
using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;
using static HospitalityMemory.Testing.Conformance.ProfileSamples;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>What any profile store must do when many write at once.</summary>
internal sealed class ProfileStoreConcurrencyCases(CaseRun<IProfileStore> run) : StoreCases<IProfileStore>(run)
{
    [Case]
    public async Task Parallel_histories_end_as_some_sequence_of_them_would()
    {
        // One store for all histories, a guest of its own for each: what guests do to one another would show, too.
        var store = await CreateStoreAsync();
        var guests = 0;
        var initial = Gen.Const(0).Select(_ => new GuestHistory(store, $"guest-{Interlocked.Increment(ref guests)}"));

        Check.SampleParallel(
            initial,
            Gen.Int[0, 3].Operation<GuestHistory>(id => $"book b{id}", (history, id) => history.Book($"b{id}")),
            Gen.Int[1, 5].Operation<GuestHistory>(rating => $"rate b0 {rating}", (history, rating) => history.Rate("b0", rating)),
            Gen.Const(0).Operation<GuestHistory>(_ => "delete", (history, _) => history.Delete()),
            equal: (left, right) => left.State() == right.State(),
            iter: Options.ConcurrentHistories,
            threads: 2,
            print: history => history.State());
    }

    [Case]
    public async Task Of_writers_with_the_same_version_one_wins_and_the_others_leave_no_trace()
    {
        const int Writers = 8;
        var store = await CreateStoreAsync();
        var profile = Profile("guest");
        for (var round = 0; round < 10; round++)
        {
            var start = profile;
            var versions = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () => await store.TryCommitAsync(
                start with { Attributes = start.Attributes.Set("writer", writer) }, [Booking($"r{round}w{writer}")], CaseToken.Current))));

            var winner = Assert.Single(Enumerable.Range(0, Writers), writer => versions[writer] is not null);
            var read = await store.GetForUpdateAsync("guest", $"r{round}w{winner}", CaseToken.Current);
            profile = read.Profile!;
            Assert.Equal(versions[winner], profile.Version);
            Assert.Equal(start.Attributes.Set("writer", winner), profile.Attributes);
            Assert.NotNull(read.Booking);
            Assert.Equal(round + 1, await store.CountBookingsAsync("guest", CaseToken.Current));
        }
    }

    [Case]
    public async Task A_writer_who_retries_loses_no_booking_and_profile_and_booking_are_seen_as_of_one_moment()
    {
        // Not split: the reader and the writers are one scene.
        const int Writers = 4;
        const int PerWriter = 25;
        var store = await CreateStoreAsync();
        await CommitAsync(store, Profile("guest") with { Attributes = JsonFields.Empty.Set("count", 0) }, Booking("counter") with { PricePerNight = 1 });
        using var stop = new CancellationTokenSource();
        var torn = new ConcurrentBag<string>();
        var reader = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var read = await store.GetForUpdateAsync("guest", "counter", CaseToken.Current);
                if (Counted(read.Profile!) + 1 != read.Booking!.PricePerNight)
                {
                    torn.Add($"{Counted(read.Profile!)} against {read.Booking.PricePerNight}");
                }

                await Task.Yield();
            }
        });

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; number < PerWriter; number++)
            {
                while (true)
                {
                    var profile = (await store.GetForUpdateAsync("guest", null, CaseToken.Current)).Profile!;
                    var count = Counted(profile) + 1;
                    if (await store.TryCommitAsync(
                        profile with { Attributes = profile.Attributes.Set("count", count) },
                        [Booking($"w{writer}n{number}"), Booking("counter") with { PricePerNight = count + 1 }],
                        CaseToken.Current) is not null)
                    {
                        break;
                    }

                    await Task.Yield();
                }
            }
        })));
        await stop.CancelAsync();
        await reader;

        Assert.Empty(torn);
        Assert.Equal(Writers * PerWriter, Counted((await store.GetAsync("guest", CaseToken.Current))!));
        Assert.Equal((Writers * PerWriter) + 1, await store.CountBookingsAsync("guest", CaseToken.Current));
    }

    [Case]
    public async Task A_deletion_among_writers_leaves_a_profile_with_its_bookings_or_neither()
    {
        var store = await CreateStoreAsync();
        for (var round = 0; round < 30; round++)
        {
            var userId = $"guest-{round}";
            await Task.WhenAll(
                Task.Run(() => BookAsync(store, userId, "a")),
                Task.Run(() => BookAsync(store, userId, "b")),
                Task.Run(async () => await store.DeleteAsync(userId, CaseToken.Current)));

            // The profile, if there is one, knows exactly the bookings that are stored.
            var profile = (await store.GetForUpdateAsync(userId, null, CaseToken.Current)).Profile;
            var known = profile?.Bookings.Latest.Select(booking => booking.BookingId).Order() ?? Enumerable.Empty<string>().Order();
            Assert.Equal(known, (await BookingsAsync(store, userId)).Select(booking => booking.BookingId).Order());
        }
    }

    [Case]
    public async Task Each_profile_that_was_created_is_deleted_once_or_is_there_at_the_end()
    {
        const int Rounds = 100;
        var store = await CreateStoreAsync();
        var created = 0;
        var deleted = 0;

        await Task.WhenAll(Task.Run(CreateAsync), Task.Run(CreateAsync), Task.Run(DeleteAsync), Task.Run(DeleteAsync));

        var left = (await store.GetForUpdateAsync("guest", null, CaseToken.Current)).Profile is null ? 0 : 1;
        Assert.Equal(created, deleted + left);
        Assert.Equal(left, await store.CountBookingsAsync("guest", CaseToken.Current));

        async Task CreateAsync()
        {
            for (var round = 0; round < Rounds; round++)
            {
                if (await store.TryCommitAsync(Profile("guest"), [Booking("b")], CaseToken.Current) is not null)
                {
                    Interlocked.Increment(ref created);
                }
            }
        }

        async Task DeleteAsync()
        {
            for (var round = 0; round < Rounds; round++)
            {
                var deletion = await store.DeleteAsync("guest", CaseToken.Current);
                Assert.Equal(deletion.Profiles, deletion.Bookings);
                Interlocked.Add(ref deleted, deletion.Profiles);
            }
        }
    }

    /// <summary>Guests are deleted one at a time: while one is told of, the others come back.</summary>
    [Case]
    public async Task Guests_who_come_back_while_the_inactive_ones_go_stay_with_all_they_have()
    {
        // Not split: it is one story, told in the order in which it happens.
        const int Guests = 300;
        var store = await CreateStoreAsync();
        var inactive = new Dictionary<string, UserProfile>();
        for (var number = 0; number < Guests; number++)
        {
            var profile = Profile($"guest-{number}") with { LastActiveAt = Now.AddDays(-2) };
            inactive[profile.UserId] = await CommitAsync(store, profile, Booking("before"));
        }

        var deleted = new List<string>();
        var back = new List<string>();
        await foreach (var userId in store.DeleteInactiveAsync(Now.AddDays(-1), new DateOnly(2026, 3, 1), CaseToken.Current))
        {
            if (deleted.Count is 0)
            {
                // Some are deleted already but not reported yet. A write to one of those is refused.
                foreach (var profile in inactive.Values)
                {
                    if (await store.TryCommitAsync(profile with { LastActiveAt = Now }, [Booking("after")], CaseToken.Current) is not null)
                    {
                        back.Add(profile.UserId);
                    }
                }
            }

            deleted.Add(userId);
        }

        Assert.NotEmpty(back);
        Assert.Equal(inactive.Keys.Order(StringComparer.Ordinal), deleted.Concat(back).Order(StringComparer.Ordinal));
        foreach (var userId in back)
        {
            Assert.NotNull(await store.GetAsync(userId, CaseToken.Current));
            Assert.Equal(2, await store.CountBookingsAsync(userId, CaseToken.Current));
        }

        foreach (var userId in deleted)
        {
            Assert.Null(await store.GetAsync(userId, CaseToken.Current));
            Assert.Equal(0, await store.CountBookingsAsync(userId, CaseToken.Current));
        }
    }

    private static decimal Counted(UserProfile profile) => profile.Attributes.TryGetJson("count", out var count) ? count.GetDecimal() : 0;

    private static async Task BookAsync(IProfileStore store, string userId, string bookingId)
    {
        while (true)
        {
            var current = await store.GetForUpdateAsync(userId, bookingId, CaseToken.Current);
            var profile = current.Profile ?? Profile(userId);
            if (current.Booking is not null || await store.TryCommitAsync(
                profile with { Bookings = profile.Bookings.Add(Booking(bookingId)) }, [Booking(bookingId)], CaseToken.Current) is not null)
            {
                return;
            }
        }
    }

    /// <summary>
    /// What happens to one guest. The operations of a history are tried in parallel, and in every sequence.
    /// </summary>
    private sealed class GuestHistory(IProfileStore store, string userId)
    {
        public void Book(string bookingId) => Run(BookAsync(store, userId, bookingId));

        public void Rate(string bookingId, int rating) => Run(RateAsync(bookingId, rating));

        public void Delete() => Run(store.DeleteAsync(userId, CaseToken.Current).AsTask());

        /// <summary>
        /// Without sequence numbers: which of two bookings came first is theirs to settle, that both are there is not.
        /// </summary>
        public string State()
        {
            var profile = store.GetForUpdateAsync(userId, null, CaseToken.Current).AsTask().GetAwaiter().GetResult().Profile;
            var bookings = BookingsAsync(store, userId).GetAwaiter().GetResult();
            return $"{profile is not null}: {string.Join(", ", profile?.Bookings.Latest.Select(Show) ?? [])}; {string.Join(", ", bookings.Select(Show))}";

            static string Show(Booking booking) => $"{booking.BookingId}={booking.GuestRating}";
        }

        private async Task RateAsync(string bookingId, int rating)
        {
            while (true)
            {
                var current = await store.GetForUpdateAsync(userId, bookingId, CaseToken.Current);
                if (current is not { Profile: { } profile, Booking: { } booking })
                {
                    return;
                }

                var known = profile.Bookings.Latest.Single(known => known.BookingId == bookingId);
                var rated = booking with { GuestRating = rating };
                if (await store.TryCommitAsync(
                    profile with { Bookings = profile.Bookings.Replace(known, known with { GuestRating = rating })! }, [rated], CaseToken.Current) is not null)
                {
                    return;
                }
            }
        }

        private static void Run(Task task) => task.GetAwaiter().GetResult();
    }
}
