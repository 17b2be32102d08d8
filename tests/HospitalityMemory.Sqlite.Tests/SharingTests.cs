using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Conformance;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>One file, opened twice with a writer each. To SQLite these are two processes.</summary>
public sealed class SharingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase[] _databases;

    public SharingTests() => _databases = [new(_folder.Settings(busySeconds: 60), TemporaryFolder.Time), new(_folder.Settings(busySeconds: 60), TemporaryFolder.Time)];

    public void Dispose()
    {
        foreach (var database in _databases)
        {
            database.Dispose();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Bookings_written_by_both_are_all_there_and_no_version_is_given_twice()
    {
        var stores = _databases.Select(database => new SqliteProfileStore(database, SqliteSynchronous.Normal, snapshots: 2)).ToArray();

        var versions = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            var store = stores[writer % 2];
            var mine = new List<long>();
            while (mine.Count < 50)
            {
                var read = await store.GetForUpdateAsync("guest", null, CancellationToken.None);
                var profile = read.Profile ?? ProfileSamples.Profile("guest");
                var booking = ProfileSamples.Booking($"w{writer}n{mine.Count}");
                if (await store.TryCommitAsync(profile, [booking], CancellationToken.None) is { } version)
                {
                    mine.Add(version);
                }
            }

            return mine;
        })));

        Assert.Equal(200, versions.SelectMany(mine => mine).Distinct().Count());
        foreach (var store in stores)
        {
            Assert.Equal(200, await store.CountBookingsAsync("guest", CancellationToken.None));
        }
    }

    [Fact]
    public async Task Messages_appended_by_both_are_all_there_in_one_order()
    {
        var stores = _databases.Select(database => new SqliteSessionStore(database, SqliteSynchronous.Normal)).ToArray();
        await stores[0].TryCreateAsync(SampleSessions.New("s1"), SampleSessions.Wide, CancellationToken.None);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                var message = SampleSessions.Says($"{writer}:{i}");
                Assert.Equal(
                    SessionWriteStatus.Done,
                    (await ((ISessionStore)stores[writer % 2]).AppendAsync("s1", message, ProfileSamples.Now, SampleSessions.Wide, CancellationToken.None)).Status);
            }
        })));

        var sessions = await Task.WhenAll(stores.Select(store => store.PeekAsync("s1", ProfileSamples.Now, CancellationToken.None).AsTask()));
        Assert.All(sessions, session => Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i), session!.Messages.Select(message => message.Sequence)));
        Assert.Equal(200, sessions[0]!.Messages.Select(message => message.Content).Distinct().Count());
    }

    [Fact]
    public async Task What_one_extends_or_deletes_the_other_sees()
    {
        var stores = _databases.Select(database => new SqliteSessionStore(database, SqliteSynchronous.Full)).ToArray();
        await stores[0].TryCreateAsync(SampleSessions.New("s1"), SampleSessions.Wide, CancellationToken.None);
        var later = ProfileSamples.Now.AddMinutes(20);

        await stores[1].GetAsync("s1", later, SampleSessions.Wide, CancellationToken.None);
        Assert.Equal(later.AddMinutes(30), (await stores[0].PeekAsync("s1", later, CancellationToken.None))!.ExpiresAt);

        Assert.True(await stores[1].DeleteAsync("s1", later, CancellationToken.None));
        Assert.Null(await stores[0].PeekAsync("s1", later, CancellationToken.None));
        Assert.Equal(0, (await stores[0].GetUsageAsync(later, CancellationToken.None)).LiveSessions);
    }

    [Fact]
    public async Task What_one_remembers_of_a_profile_counts_only_while_the_file_has_the_same()
    {
        var stores = _databases.Select(database => new SqliteProfileStore(database, SqliteSynchronous.Full, snapshots: 2)).ToArray();
        var mine = await ProfileSamples.CommitAsync(stores[0], ProfileSamples.Profile("guest"));
        var theirs = (await stores[1].GetAsync("guest", CancellationToken.None))!;
        Assert.Same(theirs, (await stores[1].GetForUpdateAsync("guest", null, CancellationToken.None)).Profile);

        mine = await ProfileSamples.CommitAsync(stores[0], mine with { Consent = ConsentStatus.Withdrawn });
        Assert.Equal(ConsentStatus.Withdrawn, (await stores[1].GetAsync("guest", CancellationToken.None))!.Consent);

        await stores[0].DeleteAsync("guest", CancellationToken.None);
        Assert.Null(await stores[1].GetAsync("guest", CancellationToken.None));
        await ProfileSamples.CommitAsync(stores[0], ProfileSamples.Profile("guest") with { Consent = ConsentStatus.Granted });
        Assert.Equal(ConsentStatus.Granted, (await stores[1].GetAsync("guest", CancellationToken.None))!.Consent);
        Assert.Null(await stores[1].TryCommitAsync(mine, [], CancellationToken.None));
    }
}
