using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.InMemory;

public sealed class InMemoryNamedSumStoreTests : NamedSumStoreConformance
{
    protected override ValueTask<INamedSumStore> CreateStoreAsync() => new(new InMemoryNamedSumStore());
}
