using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Firestore.Tests.Market;

[Collection(UsesEmulator.Name)]
public sealed class FirestoreMarketStoreTests(FirestoreEmulator emulator) : MarketStoreConformance, IDisposable
{
    private readonly List<TestStore> _stores = [];

    public void Dispose() => _stores.ForEach(store => store.Dispose());

    protected override ValueTask<IMarketStore> CreateStoreAsync()
    {
        _stores.Add(new TestStore(emulator.Host));
        return new(_stores[^1].Market);
    }
}
