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

public sealed class InMemorySessionStoreMemoryStateTests : ShortTermMemoryStateConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionStoreMemoryJourneyTests : ShortTermMemoryJourneyConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(new InMemorySessionStore());
}
