using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using HospitalityMemory.Testing;

namespace HospitalityMemory.Firestore.Tests.Sums;

[Collection(UsesEmulator.Name)]
public sealed class FirestoreNamedSumStoreTests(FirestoreEmulator emulator) : NamedSumStoreSuite, IDisposable
{
    private readonly List<TestStore> _stores = [];

    public void Dispose() => _stores.ForEach(store => store.Dispose());

    /// <summary>The emulator takes some milliseconds for each.</summary>
    protected override ConformanceOptions Options { get; } = new() { Pairs = 200 };

    protected override ValueTask<INamedSumStore> OpenAsync(string place, string application)
    {
        _stores.Add(new TestStore(emulator.Host, project: $"p-{place}", application: application));
        return new(_stores[^1].Sums);
    }
}
