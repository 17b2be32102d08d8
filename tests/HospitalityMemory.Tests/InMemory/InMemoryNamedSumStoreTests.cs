using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.InMemory;

/// <summary>Each memory has a store of its own, so that applications have nothing to share.</summary>
public sealed class InMemoryNamedSumStoreTests : NamedSumStoreSuite
{
    protected override ValueTask<INamedSumStore> OpenAsync(string place, string application) => new(new InMemoryNamedSumStore());

    [Fact]
    public async Task What_changed_since_a_reading_is_told_once_as_it_is_now()
    {
        var store = new InMemoryNamedSumStore();
        await store.AddAsync([new("a", 1, 1), new("b", 2, 1)], default);

        var first = await store.ReadChangesAsync(null, default);
        Assert.Null(first!.Sums);
        await store.AddAsync([new("b", 3, 1)], default);
        await store.AddAsync([new("b", 4, 0), new("c", 5, 1), new("a", -1, -1)], default);

        var changes = await store.ReadChangesAsync(first.Version, default);
        Assert.Equal([new("a", 0, 0), new("b", 9, 2), new NamedSum("c", 5, 1)], changes!.Sums!.OrderBy(sum => sum.Name, StringComparer.Ordinal));
        Assert.Empty((await store.ReadChangesAsync(changes.Version, default))!.Sums!);
    }

    [Theory]
    [InlineData(InMemoryNamedSumStore.MaxChanges, true)]
    [InlineData(InMemoryNamedSumStore.MaxChanges + 1, false)]
    public async Task Of_a_reading_too_long_ago_nothing_is_told_but_that_all_must_be_read(int additions, bool isTold)
    {
        var store = new InMemoryNamedSumStore();
        var first = await store.ReadChangesAsync(null, default);

        await store.AddAsync([.. Enumerable.Range(0, additions).Select(number => new NamedSum($"{number}", 1, 1))], default);

        Assert.Equal(isTold ? additions : null, (await store.ReadChangesAsync(first!.Version, default))!.Sums?.Count);
        Assert.Null((await store.ReadChangesAsync(long.MaxValue, default))!.Sums);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_reads_no_changes() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await new InMemoryNamedSumStore().ReadChangesAsync(null, new CancellationToken(canceled: true)));
}
