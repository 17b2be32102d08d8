using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>No name's sum is added to another's, however much the names resemble each other.</summary>
internal sealed class NamedSumStoreIsolationCases(CaseRun<INamedSumStore> run) : StoreCases<INamedSumStore>(run)
{
    private const int ChunkSize = 250;

    [Case]
    public async Task Names_that_resemble_each_other_share_nothing()
    {
        var store = await CreateStoreAsync();
        await ShareNothingAsync(store, store, HostileIds.Pairs(Options.Pairs, Random.Shared.Next(), Options.AreNear));
    }

    [Case]
    public async Task Nor_do_they_or_one_name_across_two_applications()
    {
        var (blue, red) = (await OpenAsync("blue"), await CreateStoreAsync());
        var pairs = HostileIds.Pairs(Options.Pairs, Random.Shared.Next(), Options.AreNear);
        await ShareNothingAsync(blue, red, pairs);
        await ShareNothingAsync(blue, red, [.. pairs.Select(static pair => (pair.First, pair.First))]);
    }

    /// <summary>What is there at last is what was at first: nothing.</summary>
    private static async Task ShareNothingAsync(INamedSumStore ofFirst, INamedSumStore ofSecond, (string First, string Second)[] pairs)
    {
        var firsts = pairs.Select(static (pair, index) => new NamedSum(pair.First, index + 1, index + 1)).ToArray();
        var seconds = pairs.Select(static (pair, index) => new NamedSum(pair.Second, index + 0.5, index + 7)).ToArray();
        var isOne = ReferenceEquals(ofFirst, ofSecond);

        await AddAsync(ofFirst, firsts);
        Assert.Equal(isOne ? Lines(firsts) : [], Lines(await ReadAsync(ofSecond)));
        await AddAsync(ofSecond, seconds);
        Assert.Equal(Lines(isOne ? [.. firsts, .. seconds] : seconds), Lines(await ReadAsync(ofSecond)));

        await AddAsync(ofSecond, [.. seconds.Select(static sum => sum with { Amount = -sum.Amount, Guests = -sum.Guests })]);
        Assert.Equal(isOne ? Lines(firsts) : [], Lines(await ReadAsync(ofSecond)));
        Assert.Equal(Lines(firsts), Lines(await ReadAsync(ofFirst)));
        await AddAsync(ofFirst, [.. firsts.Select(static sum => sum with { Amount = -sum.Amount, Guests = -sum.Guests })]);
        Assert.Empty(await ReadAsync(ofFirst));
    }

    private static async Task AddAsync(INamedSumStore store, NamedSum[] sums)
    {
        foreach (var chunk in sums.Chunk(ChunkSize))
        {
            await store.AddAsync(chunk, CaseToken.Current);
        }
    }

    private static async Task<List<NamedSum>> ReadAsync(INamedSumStore store) => await store.ReadAsync(CaseToken.Current).ToListAsync();

    private static IEnumerable<string> Lines(IEnumerable<NamedSum> sums) =>
        sums.Select(static sum => FormattableString.Invariant($"{HostileIds.Shown(sum.Name)} {sum.Amount:R} {sum.Guests}")).Order(StringComparer.Ordinal);
}
