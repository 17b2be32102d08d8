using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>Market counts in the file: their form, their life beside the guests', and errors.</summary>
public sealed class MarketTests : IDisposable
{
    private static readonly MarketCount Miami = new("US", MarketFact.City, "Miami", 1.5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_plain_client_reads_and_adds_to_them()
    {
        var store = _folder.Market();
        await store.AddAsync([Miami, new("US", MarketFact.PropertyType, "villa", 2)], CancellationToken.None);
        using var plain = _folder.Plain();

        Assert.Equal(
            "US city Miami 1.5, US property_type villa 2.0",
            plain.Scalar(
                """
                SELECT group_concat(market || ' ' || fact || ' ' || name || ' ' || weight, ', ')
                FROM (SELECT * FROM memory_market ORDER BY fact)
                """));
        plain.Scalar("UPDATE memory_market SET weight = weight + 1; INSERT INTO memory_market VALUES ('US', 'season', 'spring', 1)");
        Assert.Equal(
            [(Miami with { Weight = 2.5 }), new("US", MarketFact.PropertyType, "villa", 3)],
            (await store.ReadAsync(CancellationToken.None)).OrderBy(count => count.Fact));
    }

    [Fact]
    public async Task They_are_there_after_a_restart_and_have_a_version_of_their_own()
    {
        await using (var before = new SqliteDatabase(_folder.Settings(), TemporaryFolder.Time))
        {
            await new SqliteMarketStore(before).AddAsync([Miami], CancellationToken.None);
        }

        await ProfileSamples.CommitAsync(_folder.Profiles(), ProfileSamples.Profile("guest"));

        Assert.Equal(Miami, Assert.Single(await _folder.Market().ReadAsync(CancellationToken.None)));
        using var plain = _folder.Plain();
        Assert.Equal(
            "market=1,profiles=1",
            plain.Scalar("SELECT group_concat(role || '=' || version) FROM (SELECT * FROM memory_schema ORDER BY role)"));
    }

    [Fact]
    public async Task Two_processes_add_to_the_same_counts()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var database = new SqliteDatabase(_folder.Settings(), TemporaryFolder.Time);
            var store = new SqliteMarketStore(database);
            for (var round = 0; round < 10; round++)
            {
                await store.AddAsync([Miami], CancellationToken.None);
            }
        })));

        Assert.Equal(Miami with { Weight = 60 }, Assert.Single(await _folder.Market().ReadAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task A_count_that_cannot_be_is_refused_and_nothing_of_its_call_is_counted()
    {
        var store = _folder.Market();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await store.AddAsync([Miami, Miami with { Fact = (MarketFact)99 }], CancellationToken.None));

        Assert.Empty(await store.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_file_that_is_none_is_out_of_reach()
    {
        await File.WriteAllTextAsync(_folder.File(), "This is no database, though long enough to be taken for one." + new string('x', 4_096));
        var store = _folder.Market();

        var adding = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.AddAsync([Miami], CancellationToken.None));
        var reading = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.ReadAsync(CancellationToken.None));

        Assert.IsType<SqliteException>(adding.InnerException);
        Assert.IsType<SqliteException>(reading.InnerException);
    }

    [Fact]
    public async Task The_line_that_chooses_profiles_chooses_them_too_and_they_are_written_when_the_host_ends()
    {
        await using (var provider = Provider())
        {
            var memory = provider.GetRequiredService<ILongTermMemory>();
            await memory.AddBookingToHistoryAsync("guest", ProfileSamples.Booking("b"));
            Assert.Equal("sqlite", provider.GetRequiredService<IMarketStore>().Name);
        }

        await using var next = Provider();
        var preferences = await next.GetRequiredService<ILongTermMemory>().GetUserPreferencesAsync("stranger");
        Assert.Equal([ProfileSamples.Booking("b").City], preferences.PreferredCities);
    }

    [Fact]
    public void A_store_that_is_chosen_afterwards_wins()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseSqliteProfiles(_folder.ConnectionString()).UseMarketStore(_ => new OtherStore());
        using var provider = services.BuildServiceProvider();

        Assert.Equal("other", provider.GetRequiredService<IMarketStore>().Name);
        Assert.Equal("sqlite", provider.GetRequiredService<IProfileStore>().Name);
    }

    private ServiceProvider Provider()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseSqliteProfiles(_folder.ConnectionString()).UsePreferenceLearner<AdaptivePreferenceLearner>();
        return services.BuildServiceProvider();
    }

    private sealed class OtherStore : IMarketStore
    {
        public string Name => "other";

        public ValueTask AddAsync(IReadOnlyList<MarketCount> counts, CancellationToken cancellationToken) => default;

        public ValueTask<IReadOnlyList<MarketCount>> ReadAsync(CancellationToken cancellationToken) => new([]);
    }
}
