using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.InMemory;

/// <summary>Each memory has a store of its own, so that applications have nothing to share.</summary>
public sealed class InMemorySessionStoreTests : SessionStoreSuite
{
    protected override ValueTask<ISessionStore> OpenAsync(string place, string application) => new(new InMemorySessionStore());
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
