using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.InMemory;

public sealed class InMemoryNamedSumStoreTests : NamedSumStoreConformance
{
    protected override ValueTask<INamedSumStore> CreateStoreAsync() => new(new InMemoryNamedSumStore());
}

/// <summary>Each memory has a store of its own, so that there is nothing to share.</summary>
public sealed class InMemoryNamedSumStoreApplicationTests : NamedSumStoreApplicationConformance
{
    protected override ValueTask<INamedSumStore> OpenAsync(string application) => new(new InMemoryNamedSumStore());
}

/// <summary>Each memory has a store of its own, so that there is nothing to share.</summary>
public sealed class InMemoryNamedSumStoreIsolationTests : NamedSumStoreIsolationConformance
{
    protected override ValueTask<INamedSumStore> OpenAsync(string application) => new(new InMemoryNamedSumStore());
}
