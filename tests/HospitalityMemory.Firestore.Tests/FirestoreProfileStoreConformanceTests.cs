using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Firestore.Tests;

[Collection(UsesEmulator.Name)]
public sealed class FirestoreProfileStoreConformanceTests(FirestoreEmulator emulator) : ProfileStoreConformance, IDisposable
{
    private readonly List<TestStore> _stores = [];

    public void Dispose() => _stores.ForEach(store => store.Dispose());

    protected override ValueTask<IProfileStore> CreateStoreAsync()
    {
        _stores.Add(new TestStore(emulator.Host));
        return new(_stores[^1].Store);
    }
}

[Collection(UsesEmulator.Name)]
public sealed class FirestoreProfileStoreConcurrencyTests(FirestoreEmulator emulator) : ProfileStoreConcurrencyConformance, IDisposable
{
    private readonly List<TestStore> _stores = [];

    public void Dispose() => _stores.ForEach(store => store.Dispose());

    protected override int Histories => 20;

    protected override ValueTask<IProfileStore> CreateStoreAsync()
    {
        _stores.Add(new TestStore(emulator.Host));
        return new(_stores[^1].Store);
    }
}

[Collection(UsesEmulator.Name)]
public sealed class FirestoreProfileStoreMemoryTests(FirestoreEmulator emulator) : LongTermMemoryConformance, IDisposable
{
    private readonly List<TestStore> _stores = [];

    public void Dispose() => _stores.ForEach(store => store.Dispose());

    protected override ValueTask<IProfileStore> CreateStoreAsync()
    {
        _stores.Add(new TestStore(emulator.Host));
        return new(_stores[^1].Store);
    }
}

[Collection(UsesEmulator.Name)]
public sealed class FirestoreProfileStoreApplicationTests(FirestoreEmulator emulator) : ProfileStoreApplicationConformance, IDisposable
{
    private readonly string _project = FirestoreEmulator.NewProject();
    private readonly List<TestStore> _stores = [];

    public void Dispose() => _stores.ForEach(store => store.Dispose());

    protected override ValueTask<IProfileStore> OpenAsync(string application)
    {
        _stores.Add(new TestStore(emulator.Host, project: _project, application: application));
        return new(_stores[^1].Store);
    }
}

[Collection(UsesEmulator.Name)]
public sealed class FirestoreProfileStoreIsolationTests(FirestoreEmulator emulator) : ProfileStoreIsolationConformance, IDisposable
{
    private readonly string _project = FirestoreEmulator.NewProject();
    private readonly List<TestStore> _stores = [];

    public void Dispose() => _stores.ForEach(store => store.Dispose());

    /// <summary>A pair takes some thirty requests, and the emulator some milliseconds for each.</summary>
    protected override int Pairs => 50;

    protected override ValueTask<IProfileStore> OpenAsync(string application)
    {
        _stores.Add(new TestStore(emulator.Host, project: _project, application: application));
        return new(_stores[^1].Store);
    }
}

public sealed class ConformanceSuitesTests
{
    [Theory]
    [InlineData(typeof(IProfileStore))]
    [InlineData(typeof(INamedSumStore))]
    public void Every_conformance_suite_is_run_for_the_store(Type contract)
    {
        var stores = typeof(FirestoreProfileStore).Assembly;

        Assert.NotEmpty(ConformanceSuites.StoresIn(stores, contract));
        Assert.Empty(ConformanceSuites.NotRun(stores, typeof(ConformanceSuitesTests).Assembly, contract));
    }
}
