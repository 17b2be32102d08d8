using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Conformance;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>Named sums in the file: their form, their lifetime beside the guests' data, and errors.</summary>
public sealed class NamedSumTests : IDisposable
{
    private static readonly NamedSum Miami = new("city/US/Miami", 1.5, 1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_plain_client_reads_and_adds_to_them()
    {
        var store = _folder.Sums();
        await store.AddAsync([Miami, new("property_type/US/villa", 2, 3)], CancellationToken.None);
        using var plain = _folder.Plain();

        Assert.Equal(
            "city/US/Miami 1.5 1, property_type/US/villa 2.0 3",
            plain.Scalar("SELECT group_concat(name || ' ' || amount || ' ' || guests, ', ') FROM (SELECT * FROM memory_sums ORDER BY name)"));
        plain.Scalar("UPDATE memory_sums SET amount = amount + 1, guests = guests + 4");
        Assert.Equal(
            [new("city/US/Miami", 2.5, 5), new NamedSum("property_type/US/villa", 3, 7)],
            await store.ReadAsync(CancellationToken.None).OrderBy(sum => sum.Name).ToListAsync());
    }

    [Fact]
    public async Task The_name_of_what_no_guest_stands_behind_any_more_is_in_the_table_no_more()
    {
        var store = _folder.Sums();
        await store.AddAsync([Miami], CancellationToken.None);

        await store.AddAsync([Miami with { Amount = -1, Guests = -1 }], CancellationToken.None);

        using var plain = _folder.Plain();
        Assert.Equal(0L, plain.Scalar("SELECT count(*) FROM memory_sums"));
    }

    [Fact]
    public async Task They_are_there_after_a_restart_and_have_a_version_of_their_own()
    {
        await using (var before = new SqliteDatabase(_folder.Settings(), TemporaryFolder.Time))
        {
            await new SqliteNamedSumStore(before).AddAsync([Miami], CancellationToken.None);
        }

        Assert.Equal(Miami, await _folder.Sums().ReadAsync(CancellationToken.None).SingleAsync());
        using var plain = _folder.Plain();
        Assert.Equal(1L, plain.Scalar("SELECT version FROM memory_schema WHERE role = 'sums'"));
    }

    [Fact]
    public async Task Two_processes_add_to_the_same_sums()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var database = new SqliteDatabase(_folder.Settings(), TemporaryFolder.Time);
            var store = new SqliteNamedSumStore(database);
            for (var round = 0; round < 10; round++)
            {
                await store.AddAsync([Miami], CancellationToken.None);
            }
        })));

        Assert.Equal(new("city/US/Miami", 60, 40), await _folder.Sums().ReadAsync(CancellationToken.None).SingleAsync());
    }

    [Fact]
    public async Task A_file_that_is_none_is_out_of_reach()
    {
        await File.WriteAllTextAsync(_folder.File(), "This is no database, though long enough to be taken for one." + new string('x', 4_096));
        var store = _folder.Sums();

        var adding = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.AddAsync([Miami], CancellationToken.None));
        var reading = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.ReadAsync(CancellationToken.None).ToListAsync());

        Assert.IsType<SqliteException>(adding.InnerException);
        Assert.IsType<SqliteException>(reading.InnerException);
    }

    [Fact]
    public async Task The_line_that_chooses_profiles_chooses_them_too_and_they_are_written_when_the_host_ends()
    {
        await using (var provider = Provider())
        {
            var memory = provider.GetRequiredService<ILongTermMemory>();
            for (var guest = 0; guest < 5; guest++)
            {
                await memory.AddBookingToHistoryAsync($"guest {guest}", ProfileSamples.Booking("b"));
            }

            Assert.Equal("sqlite", provider.GetRequiredService<INamedSumStore>().Name);
        }

        await using var next = Provider();
        await next.GetRequiredService<IMarket>().RefreshAsync();
        var preferences = await next.GetRequiredService<ILongTermMemory>().GetUserPreferencesAsync("stranger");
        Assert.Equal([ProfileSamples.Booking("b").City], preferences.Market.Where(told => told.Kind is PreferenceKind.City).Select(told => told.Value));
    }

    [Fact]
    public void A_store_that_is_chosen_afterwards_wins()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseSqliteProfiles(_folder.ConnectionString()).UseNamedSumStore(_ => new OtherStore());
        using var provider = services.BuildServiceProvider();

        Assert.Equal("other", provider.GetRequiredService<INamedSumStore>().Name);
        Assert.Equal("sqlite", provider.GetRequiredService<IProfileStore>().Name);
    }

    private ServiceProvider Provider()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseSqliteProfiles(_folder.ConnectionString()).UseAdaptiveLearner();
        return services.BuildServiceProvider();
    }

    private sealed class OtherStore : INamedSumStore
    {
        public string Name => "other";

        public ValueTask AddAsync(IReadOnlyList<NamedSum> additions, CancellationToken cancellationToken) => default;

        public IAsyncEnumerable<NamedSum> ReadAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<NamedSum>();
    }
}
