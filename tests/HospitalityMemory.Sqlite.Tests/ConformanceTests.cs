using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using HospitalityMemory.Testing;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>With snapshots, as hosts have it: most reads are answered by what was written.</summary>
public sealed class SqliteProfileStoreTests : ProfileStoreSuite, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ConformanceOptions Options { get; } = new() { ConcurrentHistories = 100 };

    protected override ValueTask<IProfileStore> OpenAsync(string place, string application) =>
        new(_folder.Profiles($"{place}.db", application: application));
}

/// <summary>Without snapshots: every read is of the file.</summary>
public sealed class SqliteProfileStoreWithoutSnapshotsTests : ProfileStoreSuite, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ConformanceOptions Options { get; } = new() { ConcurrentHistories = 50, Pairs = 200 };

    protected override ValueTask<IProfileStore> OpenAsync(string place, string application) =>
        new(_folder.Profiles($"{place}.db", snapshots: 0, application: application));
}

public sealed class SqliteSessionStoreTests : SessionStoreSuite, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> OpenAsync(string place, string application) =>
        new(_folder.Sessions($"{place}.db", application));
}

public sealed class SqliteNamedSumStoreTests : NamedSumStoreSuite, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<INamedSumStore> OpenAsync(string place, string application) => new(_folder.Sums($"{place}.db", application));
}

public sealed class SqliteProfileStoreMemoryTests : LongTermMemoryConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<IProfileStore> CreateStoreAsync() => new(_folder.NewProfiles());
}

public sealed class SqliteProfileStoreWithoutSnapshotsMemoryTests : LongTermMemoryConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<IProfileStore> CreateStoreAsync() => new(_folder.NewProfiles(snapshots: 0));
}

public sealed class SqliteSessionStoreMemoryStateTests : ShortTermMemoryStateConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreMemoryJourneyTests : ShortTermMemoryJourneyConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreMemoryMessageTests : ShortTermMemoryMessageConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreMemorySummaryTests : ShortTermMemorySummaryConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreMemoryAdministrationTests : MemoryAdministrationConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class ConformanceSuitesTests
{
    [Theory]
    [InlineData(typeof(ISessionStore))]
    [InlineData(typeof(IProfileStore))]
    [InlineData(typeof(INamedSumStore))]
    public void Every_conformance_suite_is_run_for_every_store(Type contract)
    {
        Assert.Single(ConformanceSuites.StoresIn(typeof(SqliteSettings).Assembly, contract));
        Assert.Empty(ConformanceSuites.NotRun(typeof(SqliteSettings).Assembly, typeof(ConformanceSuitesTests).Assembly, contract));
    }
}
