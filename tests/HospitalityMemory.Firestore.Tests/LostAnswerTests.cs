using static HospitalityMemory.Testing.Conformance.ProfileSamples;

namespace HospitalityMemory.Firestore.Tests;

/// <summary>
/// A commit is carried out and its answer is lost. It must count once, and must not be treated as a lost race.
/// </summary>
[Collection(UsesEmulator.Name)]
public sealed class LostAnswerTests(FirestoreEmulator emulator)
{
    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_whose_answer_was_lost_is_known_again(bool isNew)
    {
        using var network = new InterposedHandler();
        using var store = new TestStore(emulator.Host, network);
        var start = isNew ? Profile("guest") : await CommitAsync(store.Store, Profile("guest"));
        network.After = LoseOnce("commit");

        var version = await store.Store.TryCommitAsync(start, [Booking("b")], CancellationToken.None);

        var read = await store.Store.GetForUpdateAsync("guest", "b", CancellationToken.None);
        Assert.Equal(read.Profile!.Version, version);
        Assert.NotNull(read.Booking);
        Assert.NotNull(await store.Store.TryCommitAsync(read.Profile, [], CancellationToken.None));
    }

    [SkippableFact]
    public async Task A_commit_that_never_arrived_is_sent_again()
    {
        using var network = new InterposedHandler();
        using var store = new TestStore(emulator.Host, network);
        network.Before = LoseOnce("commit");

        var version = await store.Store.TryCommitAsync(Profile("guest"), [Booking("b")], CancellationToken.None);

        Assert.Equal((await store.Store.GetAsync("guest", CancellationToken.None))!.Version, version);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task If_it_never_arrived_and_another_was_faster_the_race_is_lost(bool isNew)
    {
        using var network = new InterposedHandler();
        using var store = new TestStore(emulator.Host, network);
        using var other = new TestStore(emulator.Host, project: store.Options.ProjectId);
        var start = isNew ? Profile("guest") : await CommitAsync(store.Store, Profile("guest"));
        var lose = LoseOnce("commit");
        var first = true;
        network.Before = async (method, body) =>
        {
            if (method is "commit" && first)
            {
                first = false;
                await CommitAsync(other.Store, start, Booking("others"));
            }

            await lose(method, body);
        };

        Assert.Null(await store.Store.TryCommitAsync(start, [Booking("b")], CancellationToken.None));
        Assert.Null((await store.Store.GetForUpdateAsync("guest", "b", CancellationToken.None)).Booking);
    }

    [SkippableFact]
    public async Task If_it_landed_and_another_built_upon_it_its_booking_tells()
    {
        using var network = new InterposedHandler();
        using var store = new TestStore(emulator.Host, network);
        using var other = new TestStore(emulator.Host, project: store.Options.ProjectId);
        var start = await CommitAsync(store.Store, Profile("guest"));
        network.After = LoseOnceAfter("commit", async () =>
            await CommitAsync(other.Store, (await other.Store.GetAsync("guest", CancellationToken.None))!, Booking("others")));

        var version = await store.Store.TryCommitAsync(start, [Booking("b")], CancellationToken.None);

        // The commit counts as done, but nothing can be based on a version that is gone.
        Assert.NotNull(version);
        Assert.Null(await store.Store.TryCommitAsync(start with { Version = version.Value }, [], CancellationToken.None));
        Assert.Equal(2, await store.Store.CountBookingsAsync("guest", CancellationToken.None));
    }

    [SkippableFact]
    public async Task If_nothing_tells_the_outcome_is_said_to_be_unknown()
    {
        using var network = new InterposedHandler();
        using var store = new TestStore(emulator.Host, network);
        using var other = new TestStore(emulator.Host, project: store.Options.ProjectId);
        var start = await CommitAsync(store.Store, Profile("guest"));
        network.After = LoseOnceAfter("commit", async () =>
            await CommitAsync(other.Store, (await other.Store.GetAsync("guest", CancellationToken.None))!));

        var exception = await Assert.ThrowsAsync<MemoryUnavailableException>(
            async () => await store.Store.TryCommitAsync(start, [], CancellationToken.None));

        Assert.Contains("not known", exception.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_lost_answer_that_the_guest_was_erased_after_is_no_commit()
    {
        using var network = new InterposedHandler();
        using var store = new TestStore(emulator.Host, network);
        using var other = new TestStore(emulator.Host, project: store.Options.ProjectId);
        var start = await CommitAsync(store.Store, Profile("guest"));
        network.After = LoseOnceAfter("commit", async () => await other.Store.DeleteAsync("guest", CancellationToken.None));

        Assert.Null(await store.Store.TryCommitAsync(start, [Booking("b")], CancellationToken.None));
        Assert.Equal(0, await store.Store.CountBookingsAsync("guest", CancellationToken.None));
    }

    [SkippableFact]
    public async Task A_deletion_whose_answer_was_lost_counts_what_it_deleted()
    {
        using var network = new InterposedHandler();
        using var store = new TestStore(emulator.Host, network);
        await CommitAsync(store.Store, Profile("guest"), Booking("a"), Booking("b"));
        network.After = LoseOnce("commit");

        Assert.Equal(new(1, 2), await store.Store.DeleteAsync("guest", CancellationToken.None));
        Assert.Equal(new(0, 0), await store.Store.DeleteAsync("guest", CancellationToken.None));
    }

    private static Func<string, string, Task> LoseOnce(string lost) => LoseOnceAfter(lost, () => Task.CompletedTask);

    private static Func<string, string, Task> LoseOnceAfter(string lost, Func<Task> before)
    {
        var isLost = false;
        return async (method, _) =>
        {
            if (method == lost && !isLost)
            {
                isLost = true;
                await before();
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection broke.");
            }
        };
    }
}
