using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>Applications on one server or one file see nothing of each other's sums.</summary>
public abstract class NamedSumStoreApplicationConformance
{
    [SkippableFact]
    public async Task Sums_are_of_one_application()
    {
        var (blue, red) = (await OpenAsync("blue"), await CreateStoreAsync());
        await blue.AddAsync([new("Miami", 1.5, 2), new("Austin", 1, 1)], CancellationToken.None);
        Assert.Empty(await ReadAsync(red));
        await red.AddAsync([new("Miami", 4, 7)], CancellationToken.None);
        await blue.AddAsync([new("Austin", -1, -1)], CancellationToken.None);

        Assert.Equal([new("Miami", 1.5, 2)], await ReadAsync(blue));
        Assert.Equal([new("Miami", 4, 7)], await ReadAsync(red));
    }

    [SkippableFact]
    public async Task No_name_of_an_application_is_taken_for_another()
    {
        var stores = new List<INamedSumStore>();
        foreach (var name in Applications.Names)
        {
            stores.Add(await OpenAsync(name));
            await stores[^1].AddAsync([new("Miami", stores.Count, stores.Count)], CancellationToken.None);
        }

        for (var number = 0; number < stores.Count; number++)
        {
            Assert.Equal([new("Miami", number + 1, number + 1)], await ReadAsync(stores[number]));
        }
    }

    /// <summary>
    /// The store of an application; those of one test share what lies beneath, which is empty at first. The derived class
    /// disposes of what it made.
    /// </summary>
    protected abstract ValueTask<INamedSumStore> OpenAsync(string application);

    protected ValueTask<INamedSumStore> CreateStoreAsync() => OpenAsync(HospitalityMemoryOptions.DefaultApplication);

    private static async Task<List<NamedSum>> ReadAsync(INamedSumStore store)
    {
        var sums = new List<NamedSum>();
        await foreach (var sum in store.ReadAsync(CancellationToken.None))
        {
            sums.Add(sum);
        }

        return sums;
    }
}
