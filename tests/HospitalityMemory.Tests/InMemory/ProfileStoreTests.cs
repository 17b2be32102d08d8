using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Tests.InMemory;

public sealed class InMemoryProfileStoreTests : ProfileStoreConformance
{
    protected override ValueTask<IProfileStore> CreateStoreAsync() => new(new InMemoryProfileStore());
}

public sealed class InMemoryProfileStoreConcurrencyTests : ProfileStoreConcurrencyConformance
{
    protected override ValueTask<IProfileStore> CreateStoreAsync() => new(new InMemoryProfileStore());
}

public sealed class InMemoryProfileStoreMemoryTests : LongTermMemoryConformance
{
    protected override ValueTask<IProfileStore> CreateStoreAsync() => new(new InMemoryProfileStore());
}

/// <summary>Each memory has a store of its own, so that there is nothing to share.</summary>
public sealed class InMemoryProfileStoreApplicationTests : ProfileStoreApplicationConformance
{
    protected override ValueTask<IProfileStore> OpenAsync(string application) => new(new InMemoryProfileStore());
}

/// <summary>Each memory has a store of its own, so that there is nothing to share.</summary>
public sealed class InMemoryProfileStoreIsolationTests : ProfileStoreIsolationConformance
{
    protected override ValueTask<IProfileStore> OpenAsync(string application) => new(new InMemoryProfileStore());
}

public sealed class CachedProfileStoreIsolationTests : ProfileStoreIsolationConformance, IDisposable
{
    private readonly CachedStores _stores = new();

    public void Dispose() => _stores.Dispose();

    protected override ValueTask<IProfileStore> OpenAsync(string application) => new(_stores.Create());
}

public sealed class CachedProfileStoreMemoryTests : LongTermMemoryConformance, IDisposable
{
    private readonly CachedStores _stores = new();

    public void Dispose() => _stores.Dispose();

    protected override ValueTask<IProfileStore> CreateStoreAsync() => new(_stores.Create());
}

public sealed class CachedProfileStoreTests : ProfileStoreConformance, IDisposable
{
    private readonly CachedStores _stores = new();

    public void Dispose() => _stores.Dispose();

    protected override ValueTask<IProfileStore> CreateStoreAsync() => new(_stores.Create());
}

public sealed class CachedProfileStoreConcurrencyTests : ProfileStoreConcurrencyConformance, IDisposable
{
    private readonly CachedStores _stores = new();

    public void Dispose() => _stores.Dispose();

    protected override ValueTask<IProfileStore> CreateStoreAsync() => new(_stores.Create());
}

internal sealed class CachedStores : IDisposable
{
    private readonly List<ProfileCache> _caches = [];

    public IProfileStore Create()
    {
        var cache = new ProfileCache(new InMemoryProfileStore(), Options.Create(new HospitalityMemoryOptions()), new FakeTimeProvider());
        _caches.Add(cache);
        return cache;
    }

    public void Dispose() => _caches.ForEach(cache => cache.Dispose());
}
