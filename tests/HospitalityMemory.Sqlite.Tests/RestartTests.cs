using HospitalityMemory.Testing.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Sqlite.Tests;

public sealed class RestartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Conversations_and_profiles_are_there_after_a_restart()
    {
        await using (var host = Host())
        {
            await host.GetRequiredService<IShortTermMemory>().CreateSessionAsync("s1", "guest");
            await host.GetRequiredService<IShortTermMemory>().AddMessageAsync("s1", MessageRole.User, "a villa in Miami");
            await host.GetRequiredService<IShortTermMemory>().UpdateSlotsAsync("s1", new BookingSlots { City = "Miami" });
            await host.GetRequiredService<ILongTermMemory>().AddBookingToHistoryAsync("guest", ProfileSamples.Booking("b1"));
        }

        await using var restarted = Host();
        var session = await restarted.GetRequiredService<IShortTermMemory>().GetSessionAsync("s1");
        var profile = await restarted.GetRequiredService<ILongTermMemory>().GetUserProfileAsync("guest");

        Assert.Equal("Miami", session!.Slots.City);
        Assert.Equal(["a villa in Miami"], session.Messages.Select(message => message.Content));
        Assert.Equal("b1", Assert.Single(profile!.BookingHistory).BookingId);
        Assert.Equal(["Miami"], profile.Preferences.PreferredCities);
    }

    [Fact]
    public async Task Versions_go_on_after_a_restart()
    {
        long before;
        await using (var host = Host())
        {
            var store = host.GetRequiredService<Stores.IProfileStore>();
            before = (await ProfileSamples.CommitAsync(store, ProfileSamples.Profile("guest"))).Version;
            await store.DeleteAsync("guest", CancellationToken.None);
        }

        await using var restarted = Host();
        var after = await ProfileSamples.CommitAsync(restarted.GetRequiredService<Stores.IProfileStore>(), ProfileSamples.Profile("guest"));

        Assert.True(after.Version > before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_container_lets_go_of_the_file(bool isAsync)
    {
        var host = Host();
        await host.GetRequiredService<IGuestMemory>().BeginSessionAsync("s1", "guest");
        Assert.True(File.Exists(_folder.File() + "-wal"));

        if (isAsync)
        {
            await host.DisposeAsync();
        }
        else
        {
            host.Dispose();
        }

        // The last connection that closes moves the log into the file and deletes the log.
        Assert.Equal(["guests.db"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
        if (OperatingSystem.IsLinux())
        {
            Assert.DoesNotContain(
                new DirectoryInfo("/proc/self/fd").GetFiles(), handle => handle.LinkTarget?.StartsWith(_folder.Path, StringComparison.Ordinal) == true);
        }

        File.Delete(_folder.File());
    }

    [Fact]
    public async Task Stores_of_one_file_share_its_writer_and_a_disposed_one_says_so()
    {
        var host = Host();
        var databases = host.GetRequiredService<SqliteDatabases>();
        var settings = _folder.Settings();
        Assert.Same(databases.Get(settings), databases.Get(_folder.Settings()));
        Assert.NotSame(databases.Get(settings), databases.Get(_folder.Settings("other.db")));
        var store = host.GetRequiredService<Stores.ISessionStore>();
        await store.PingAsync(CancellationToken.None);

        await host.DisposeAsync();
        await host.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.PingAsync(CancellationToken.None));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.PeekAsync("s1", DateTimeOffset.UnixEpoch, CancellationToken.None));
    }

    [Fact]
    public async Task The_last_choice_of_a_role_wins()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory()
            .UseSqliteProfiles(_folder.ConnectionString("first.db"))
            .UseSqliteProfiles(_folder.ConnectionString("second.db"), options => options.Synchronous = SqliteSynchronous.Normal);
        await using var host = services.BuildServiceProvider();

        await host.GetRequiredService<ILongTermMemory>().InitializeUserProfileAsync("guest");

        Assert.False(File.Exists(_folder.File("first.db")));
        Assert.True(File.Exists(_folder.File("second.db")));
    }

    private ServiceProvider Host()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory()
            .UseSqliteProfiles(_folder.ConnectionString())
            .UseSqliteSessions(_folder.ConnectionString());
        return services.BuildServiceProvider();
    }
}
