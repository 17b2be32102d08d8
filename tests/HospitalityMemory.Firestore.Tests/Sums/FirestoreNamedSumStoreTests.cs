using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Firestore.Tests.Sums;

[Collection(UsesEmulator.Name)]
public sealed class FirestoreNamedSumStoreTests(FirestoreEmulator emulator) : NamedSumStoreConformance, IDisposable
{
    private readonly List<TestStore> _stores = [];

    public void Dispose() => _stores.ForEach(store => store.Dispose());

    protected override ValueTask<INamedSumStore> CreateStoreAsync()
    {
        _stores.Add(new TestStore(emulator.Host));
        return new(_stores[^1].Sums);
    }
}

[Collection(UsesEmulator.Name)]
public sealed class FirestoreNamedSumStoreApplicationTests(FirestoreEmulator emulator) : NamedSumStoreApplicationConformance, IDisposable
{
    private readonly string _project = FirestoreEmulator.NewProject();
    private readonly List<TestStore> _stores = [];

    public void Dispose() => _stores.ForEach(store => store.Dispose());

    protected override ValueTask<INamedSumStore> OpenAsync(string application)
    {
        _stores.Add(new TestStore(emulator.Host, project: _project, application: application));
        return new(_stores[^1].Sums);
    }
}

[Collection(UsesEmulator.Name)]
public sealed class FirestoreNamedSumStoreIsolationTests(FirestoreEmulator emulator) : NamedSumStoreIsolationConformance, IDisposable
{
    private readonly string _project = FirestoreEmulator.NewProject();
    private readonly List<TestStore> _stores = [];

    public void Dispose() => _stores.ForEach(store => store.Dispose());

    /// <summary>The emulator takes some milliseconds for each.</summary>
    protected override int Pairs => 200;

    protected override ValueTask<INamedSumStore> OpenAsync(string application)
    {
        _stores.Add(new TestStore(emulator.Host, project: _project, application: application));
        return new(_stores[^1].Sums);
    }
}
