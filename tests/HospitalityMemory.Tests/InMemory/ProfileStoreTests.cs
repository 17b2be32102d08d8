using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Tests.InMemory;

/// <summary>Each memory has a store of its own, so that applications have nothing to share.</summary>
public sealed class InMemoryProfileStoreTests : ProfileStoreSuite
{
    protected override ValueTask<IProfileStore> OpenAsync(string place, string application) => new(new InMemoryProfileStore());
}

public sealed class CachedProfileStoreTests : ProfileStoreSuite
{
    protected override ValueTask<IProfileStore> OpenAsync(string place, string application) => new(CachedStores.New());
}

public sealed class InMemoryProfileStoreMemoryTests : LongTermMemoryConformance
{
    protected override ValueTask<IProfileStore> CreateStoreAsync() => new(new InMemoryProfileStore());
}

public sealed class CachedProfileStoreMemoryTests : LongTermMemoryConformance, IDisposable
{
    private readonly CachedStores _stores = new();

    public void Dispose() => _stores.Dispose();

    protected override ValueTask<IProfileStore> CreateStoreAsync() => new(_stores.Create());
}

internal sealed class CachedStores : IDisposable
{
    private readonly List<ProfileCache> _caches = [];

    public static ProfileCache New() =>
        new(new InMemoryProfileStore(), Options.Create(new HospitalityMemoryOptions()), new FakeTimeProvider());

    public IProfileStore Create()
    {
        var cache = New();
        _caches.Add(cache);
        return cache;
    }

    public void Dispose() => _caches.ForEach(cache => cache.Dispose());
}
