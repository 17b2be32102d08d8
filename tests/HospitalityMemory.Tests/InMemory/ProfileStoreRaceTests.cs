using System.Collections;
using HospitalityMemory.Stores;
using static HospitalityMemory.Testing.Conformance.ProfileSamples;

namespace HospitalityMemory.Tests.InMemory;

/// <summary>
/// Calls for a guest whom another call is writing to. The writer reads its bookings while it holds the guest's lock. At that
/// point the test starts the other calls, and continues once they wait for the lock.
/// </summary>
public sealed class ProfileStoreRaceTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly InMemoryProfileStore _store = new();

    [Fact]
    public async Task A_clean_up_that_waits_for_the_write_of_a_guest_who_comes_back_leaves_the_guest()
    {
        var inactive = await CommitAsync(_store, Profile("guest") with { LastActiveAt = Now.AddDays(-2) });
        Waiting<List<string>>? cleanUp = null;

        var version = await _store.TryCommitAsync(
            inactive with { LastActiveAt = Now },
            new ObservedBookings(() => cleanUp = new(() => DeleteInactiveAsync(_store, Now.AddDays(-1), new DateOnly(2026, 3, 1)))),
            None);

        Assert.NotNull(version);
        Assert.Empty(await cleanUp!.EndAsync());
        Assert.Equal(version, (await _store.GetAsync("guest", None))?.Version);
        Assert.Equal(1, await _store.CountBookingsAsync("guest", None));
    }

    [Fact]
    public async Task A_creation_that_waits_behind_a_deletion_creates_the_guest_anew()
    {
        Waiting<ProfileDeletion>? deletion = null;
        Waiting<long?>? creation = null;

        var version = await _store.TryCommitAsync(
            Profile("guest"),
            new ObservedBookings(() =>
            {
                deletion = new(() => _store.DeleteAsync("guest", None).AsTask());
                creation = new(() => _store.TryCommitAsync(Profile("guest"), [Booking("anew")], None).AsTask());
            }),
            None);

        // The call that waits first usually runs first. In the other order, the creation finds that the guest exists already.
        Assert.Equal(new ProfileDeletion(1, 1), await deletion!.EndAsync());
        var anew = await creation!.EndAsync();
        Assert.NotEqual(version, anew);
        Assert.Equal(anew, (await _store.GetAsync("guest", None))?.Version);
        Assert.Equal(anew is null ? [] : ["anew"], (await BookingsAsync(_store, "guest")).Select(booking => booking.BookingId));
    }

    [Fact]
    public async Task Of_deletions_that_wait_for_a_write_one_deletes_what_it_wrote()
    {
        var deletions = new List<Waiting<ProfileDeletion>>();

        await _store.TryCommitAsync(
            Profile("guest"),
            new ObservedBookings(() => deletions.AddRange(
                Enumerable.Range(0, 2).Select(_ => new Waiting<ProfileDeletion>(() => _store.DeleteAsync("guest", None).AsTask())))),
            None);

        var deleted = await Task.WhenAll(deletions.Select(deletion => deletion.EndAsync()));
        Assert.Equal([new(0, 0), new(1, 1)], deleted.OrderBy(deletion => deletion.Profiles));
        Assert.Null(await _store.GetAsync("guest", None));
    }

    /// <summary>One booking. The store reads it under the guest's lock.</summary>
    private sealed class ObservedBookings(Action onFirstRead) : IReadOnlyList<Booking>
    {
        private bool _isRead;

        public int Count => 1;

        public Booking this[int index]
        {
            get
            {
                if (!_isRead)
                {
                    _isRead = true;
                    onFirstRead();
                }

                return Booking("written");
            }
        }

        public IEnumerator<Booking> GetEnumerator()
        {
            yield return this[0];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>A call on a thread of its own, which has come as far as it can and waits.</summary>
    private sealed class Waiting<T>
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Waiting(Func<Task<T>> call)
        {
            // Each step of this store completes at once, or blocks.
            var thread = new Thread(() => _result.SetFromTask(call())) { IsBackground = true };
            thread.Start();
            Assert.True(SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience), "The call does not wait.");
        }

        public Task<T> EndAsync() => _result.Task.WaitAsync(Patience, None);
    }
}
