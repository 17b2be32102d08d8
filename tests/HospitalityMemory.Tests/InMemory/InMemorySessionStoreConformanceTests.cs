using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.InMemory;

public sealed class InMemorySessionStoreLifetimeTests : SessionStoreLifetimeConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreWriteTests : SessionStoreWriteConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreMessageTests : SessionStoreMessageConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreListingTests : SessionStoreListingConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreConcurrencyTests : SessionStoreConcurrencyConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreGroupTests : SessionStoreGroupConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreHistoryTests : SessionStoreHistoryConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreTrimmingTests : SessionStoreTrimmingConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreEditTests : SessionStoreEditConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreExpiryTests : SessionStoreExpiryConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreMessageIdTests : SessionStoreMessageIdConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStorePagingTests : SessionStorePagingConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreRangeTests : SessionStoreRangeConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreSparedTests : SessionStoreSparedConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreTextTests : SessionStoreTextConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreWaitingTests : SessionStoreWaitingConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreMemoryStateTests : ShortTermMemoryStateConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreMemoryJourneyTests : ShortTermMemoryJourneyConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreMemoryMessageTests : ShortTermMemoryMessageConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreMemorySummaryTests : ShortTermMemorySummaryConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreAdministrationTests : MemoryAdministrationConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

/// <summary>Each memory has a store of its own, so that there is nothing to share.</summary>
public sealed class InMemorySessionStoreApplicationTests : SessionStoreApplicationConformance
{
    protected override ValueTask<ISessionStore> OpenAsync(string application) => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreErasureTests : SessionStoreErasureConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

/// <summary>Each memory has a store of its own, so that there is nothing to share.</summary>
public sealed class InMemorySessionStoreIsolationTests : SessionStoreIsolationConformance
{
    protected override ValueTask<ISessionStore> OpenAsync(string application) => new(new InMemorySessionStore());
}
