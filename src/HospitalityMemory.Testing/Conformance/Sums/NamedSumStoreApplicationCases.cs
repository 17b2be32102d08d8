using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>Applications on one server or one file see nothing of each other's sums.</summary>
internal sealed class NamedSumStoreApplicationCases(CaseRun<INamedSumStore> run) : StoreCases<INamedSumStore>(run)
{
    [Case]
    public async Task Sums_are_of_one_application()
    {
        var (blue, red) = (await OpenAsync("blue"), await CreateStoreAsync());
        await blue.AddAsync([new("Miami", 1.5, 2), new("Austin", 1, 1)], CaseToken.Current);
        Assert.Empty(await ReadAsync(red));
        await red.AddAsync([new("Miami", 4, 7)], CaseToken.Current);
        await blue.AddAsync([new("Austin", -1, -1)], CaseToken.Current);

        Assert.Equal([new("Miami", 1.5, 2)], await ReadAsync(blue));
        Assert.Equal([new("Miami", 4, 7)], await ReadAsync(red));
    }

    [Case]
    public async Task No_name_of_an_application_is_taken_for_another()
    {
        var stores = new List<INamedSumStore>();
        foreach (var name in Applications.Names)
        {
            stores.Add(await OpenAsync(name));
            await stores[^1].AddAsync([new("Miami", stores.Count, stores.Count)], CaseToken.Current);
        }

        for (var number = 0; number < stores.Count; number++)
        {
            Assert.Equal([new("Miami", number + 1, number + 1)], await ReadAsync(stores[number]));
        }
    }

    private static async Task<List<NamedSum>> ReadAsync(INamedSumStore store)
    {
        var sums = new List<NamedSum>();
        await foreach (var sum in store.ReadAsync(CaseToken.Current))
        {
            sums.Add(sum);
        }

        return sums;
    }
}
