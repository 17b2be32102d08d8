using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.InMemory;

public sealed class InMemoryMarketStoreTests : MarketStoreConformance
{
    protected override ValueTask<IMarketStore> CreateStoreAsync() => new(new InMemoryMarketStore());
}
