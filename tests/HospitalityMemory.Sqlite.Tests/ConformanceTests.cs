using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>With snapshots, as hosts have it: most reads are answered by what was written.</summary>
public sealed class SqliteProfileStoreTests : ProfileStoreConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<IProfileStore> CreateStoreAsync() => new(_folder.NewProfiles());
}

/// <summary>Without snapshots: every read is of the file.</summary>
public sealed class SqliteProfileStoreWithoutSnapshotsTests : ProfileStoreConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<IProfileStore> CreateStoreAsync() => new(_folder.NewProfiles(snapshots: 0));
}

public sealed class SqliteProfileStoreConcurrencyTests : ProfileStoreConcurrencyConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<IProfileStore> CreateStoreAsync() => new(_folder.NewProfiles());
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

public sealed class SqliteSessionStoreLifetimeTests : SessionStoreLifetimeConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreWriteTests : SessionStoreWriteConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreMessageTests : SessionStoreMessageConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreListingTests : SessionStoreListingConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreConcurrencyTests : SessionStoreConcurrencyConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreGroupTests : SessionStoreGroupConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreHistoryTests : SessionStoreHistoryConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreTrimmingTests : SessionStoreTrimmingConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreEditTests : SessionStoreEditConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreExpiryTests : SessionStoreExpiryConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreMessageIdTests : SessionStoreMessageIdConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStorePagingTests : SessionStorePagingConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreRangeTests : SessionStoreRangeConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreSparedTests : SessionStoreSparedConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreTextTests : SessionStoreTextConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreWaitingTests : SessionStoreWaitingConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
}

public sealed class SqliteSessionStoreErasureTests : SessionStoreErasureConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(_folder.NewSessions());
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

public sealed class SqliteNamedSumStoreTests : NamedSumStoreConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<INamedSumStore> CreateStoreAsync() => new(_folder.NewSums());
}

public sealed class SqliteProfileStoreApplicationTests : ProfileStoreApplicationConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<IProfileStore> OpenAsync(string application) => new(_folder.Profiles(application: application));
}

public sealed class SqliteSessionStoreApplicationTests : SessionStoreApplicationConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> OpenAsync(string application) => new(_folder.Sessions(application: application));
}

public sealed class SqliteNamedSumStoreApplicationTests : NamedSumStoreApplicationConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<INamedSumStore> OpenAsync(string application) => new(_folder.Sums(application: application));
}

public sealed class SqliteProfileStoreIsolationTests : ProfileStoreIsolationConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<IProfileStore> OpenAsync(string application) => new(_folder.Profiles(application: application));
}

public sealed class SqliteSessionStoreIsolationTests : SessionStoreIsolationConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISessionStore> OpenAsync(string application) => new(_folder.Sessions(application: application));
}

public sealed class SqliteNamedSumStoreIsolationTests : NamedSumStoreIsolationConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<INamedSumStore> OpenAsync(string application) => new(_folder.Sums(application: application));
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
