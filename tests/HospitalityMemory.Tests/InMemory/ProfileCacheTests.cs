using HospitalityMemory.Stores;
using HospitalityMemory.Tests.LongTerm;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static HospitalityMemory.Testing.Conformance.ProfileSamples;

namespace HospitalityMemory.Tests.InMemory;

public sealed class ProfileCacheTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTimeProvider _time = new(Now);
    private readonly HookedProfileStore _store = new();
    private readonly HospitalityMemoryOptions _options = new();
    private readonly Lazy<ProfileCache> _cache;

    public ProfileCacheTests() => _cache = new(() => new ProfileCache(_store, Options.Create(_options), _time));

    private ProfileCache Cache => _cache.Value;

    private int Reads => _store.Calls.Count(call => call is "get");

    public void Dispose() => Cache.Dispose();

    [Fact]
    public async Task A_profile_is_read_from_the_store_once_within_its_lifetime()
    {
        await CommitAsync(_store, Profile("guest"));

        var first = await Cache.GetAsync("guest", None);
        _time.Advance(_options.LongTerm.ProfileCacheLifetime - TimeSpan.FromTicks(1));
        Assert.Same(first, await Cache.GetAsync("guest", None));
        Assert.Equal(1, Reads);

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.NotNull(await Cache.GetAsync("guest", None));
        Assert.Equal(2, Reads);
    }

    [Fact]
    public async Task A_read_does_not_prolong_the_lifetime()
    {
        var committed = await CommitAsync(_store, Profile("guest"));
        await Cache.GetAsync("guest", None);
        _time.Advance(_options.LongTerm.ProfileCacheLifetime * 0.75);
        await Cache.GetAsync("guest", None);
        await CommitAsync(_store, committed with { Consent = ConsentStatus.Withdrawn });

        _time.Advance(_options.LongTerm.ProfileCacheLifetime * 0.25);

        Assert.Equal(ConsentStatus.Withdrawn, (await Cache.GetAsync("guest", None))!.Consent);
    }

    [Fact]
    public async Task That_there_is_no_profile_is_not_remembered()
    {
        Assert.Null(await Cache.GetAsync("guest", None));
        await CommitAsync(_store, Profile("guest"));

        Assert.NotNull(await Cache.GetAsync("guest", None));
    }

    [Fact]
    public async Task A_lifetime_of_zero_keeps_nothing()
    {
        _options.LongTerm.ProfileCacheLifetime = TimeSpan.Zero;
        await CommitAsync(_store, Profile("guest"));

        await Cache.GetAsync("guest", None);
        await Cache.GetAsync("guest", None);

        Assert.Equal(2, Reads);
    }

    [Fact]
    public async Task A_full_cache_costs_reads_and_nothing_else()
    {
        _options.LongTerm.ProfileCacheSize = 2;
        for (var guest = 0; guest < 10; guest++)
        {
            await CommitAsync(_store, Profile($"guest-{guest}"));
        }

        for (var guest = 0; guest < 20; guest++)
        {
            Assert.Equal($"guest-{guest % 10}", (await Cache.GetAsync($"guest-{guest % 10}", None))!.UserId);
        }
    }

    [Fact]
    public async Task A_write_starts_from_the_store_and_never_from_the_cache()
    {
        var committed = await CommitAsync(_store, Profile("guest"));
        await Cache.GetAsync("guest", None);
        var elsewhere = await CommitAsync(_store, committed with { Consent = ConsentStatus.Granted });

        var forUpdate = await Cache.GetForUpdateAsync("guest", null, None);

        Assert.Equal(elsewhere.Version, forUpdate.Profile!.Version);
    }

    [Fact]
    public async Task What_was_written_here_is_read_here_at_once()
    {
        var committed = await CommitAsync(_store, Profile("guest"));
        await Cache.GetAsync("guest", None);

        await CommitAsync(Cache, committed with { Consent = ConsentStatus.Granted });
        Assert.Equal(ConsentStatus.Granted, (await Cache.GetAsync("guest", None))!.Consent);

        await Cache.DeleteAsync("guest", None);
        Assert.Null(await Cache.GetAsync("guest", None));
    }

    [Fact]
    public async Task A_refused_commit_shows_what_others_wrote()
    {
        var committed = await CommitAsync(_store, Profile("guest"));
        await Cache.GetAsync("guest", None);
        await CommitAsync(_store, committed with { Consent = ConsentStatus.Granted });

        Assert.Null(await Cache.TryCommitAsync(committed, [], None));

        Assert.Equal(ConsentStatus.Granted, (await Cache.GetAsync("guest", None))!.Consent);
    }

    [Fact]
    public async Task Inactive_guests_go_from_the_cache_too()
    {
        await CommitAsync(_store, Profile("guest"));
        await Cache.GetAsync("guest", None);

        Assert.Equal(["guest"], await DeleteInactiveAsync(Cache, Now.AddDays(1), new DateOnly(2030, 1, 1)));

        Assert.Null(await Cache.GetAsync("guest", None));
    }

    [Theory]
    [InlineData("commit")]
    [InlineData("delete")]
    public async Task A_slow_read_that_began_before_a_write_keeps_nothing(string write)
    {
        var committed = await CommitAsync(_store, Profile("guest"));
        var (read, release) = await BeginSlowReadAsync();
        await WriteAsync(write, committed);

        release.SetResult();
        Assert.Equal(committed.Version, (await read)!.Version);

        Assert.NotEqual(committed.Version, (await Cache.GetAsync("guest", None))?.Version);
        Assert.Equal(2, Reads);
    }

    [Theory]
    [InlineData("commit")]
    [InlineData("delete")]
    public async Task A_read_that_began_and_ended_during_a_write_is_not_served_after_it(string write)
    {
        var committed = await CommitAsync(_store, Profile("guest"));
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Before = async operation =>
        {
            if (operation == write)
            {
                begun.SetResult();
                await release.Task;
            }
        };
        var writing = Task.Run(() => WriteAsync(write, committed));
        await begun.Task;

        Assert.Equal(committed.Version, (await Cache.GetAsync("guest", None))!.Version);
        release.SetResult();
        await writing;

        Assert.NotEqual(committed.Version, (await Cache.GetAsync("guest", None))?.Version);
    }

    [Fact]
    public async Task A_write_that_broke_off_may_have_landed_and_is_looked_up()
    {
        var committed = await CommitAsync(_store, Profile("guest"));
        await Cache.GetAsync("guest", None);
        _store.After = operation => operation is "commit" ? throw new MemoryUnavailableException("The line broke.") : default;

        await Assert.ThrowsAsync<MemoryUnavailableException>(
            async () => await Cache.TryCommitAsync(committed with { Consent = ConsentStatus.Withdrawn }, [], None));

        Assert.Equal(ConsentStatus.Withdrawn, (await Cache.GetAsync("guest", None))!.Consent);
    }

    [Fact]
    public async Task An_error_of_the_store_reaches_the_reader_and_is_not_remembered()
    {
        await CommitAsync(_store, Profile("guest"));
        _store.Before = _ => throw new MemoryUnavailableException("Out of reach.");
        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await Cache.GetAsync("guest", None));

        _store.Before = _ => default;

        Assert.NotNull(await Cache.GetAsync("guest", None));
    }

    private async Task<(Task<UserProfile?> Read, TaskCompletionSource Release)> BeginSlowReadAsync()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.After = async operation =>
        {
            if (operation is "get" && begun.TrySetResult())
            {
                await release.Task;
            }
        };
        var read = Task.Run(async () => await Cache.GetAsync("guest", None));
        await begun.Task;
        return (read, release);
    }

    private async Task WriteAsync(string write, UserProfile committed)
    {
        if (write is "delete")
        {
            await Cache.DeleteAsync("guest", None);
        }
        else
        {
            await CommitAsync(Cache, committed with { Consent = ConsentStatus.Granted });
        }
    }
}
