using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.Stores;

/// <summary>A market store that counts its calls, fails where a test says so, and may be held in a read.</summary>
internal sealed class FakeMarketStore : IMarketStore
{
    private readonly InMemoryMarketStore _store = new();
    private int _additions;
    private int _reads;

    public string Name => "fake";

    /// <summary>The calls of <see cref="AddAsync"/>, those that failed too.</summary>
    public int Additions => Volatile.Read(ref _additions);

    public int Reads => Volatile.Read(ref _reads);

    /// <summary>What every call throws; null where the store is in reach.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What a read waits for; null for nothing.</summary>
    public TaskCompletionSource? Hold { get; set; }

    /// <summary>Released by each read that begins.</summary>
    public SemaphoreSlim Reading { get; } = new(0);

    public async ValueTask AddAsync(IReadOnlyList<MarketCount> counts, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _additions);
        ThrowIfOutOfReach();
        await _store.AddAsync(counts, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<MarketCount>> ReadAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        Reading.Release();
        if (Hold is { } hold)
        {
            await hold.Task.WaitAsync(cancellationToken);
        }

        ThrowIfOutOfReach();
        return await _store.ReadAsync(cancellationToken);
    }

    /// <summary>How many bookings the store holds, as if all were of a day.</summary>
    public async Task<double> BookingsAsync(DateOnly day) =>
        new MarketSnapshot(await _store.ReadAsync(CancellationToken.None), day).Overall.Bookings;

    private void ThrowIfOutOfReach()
    {
        if (Failure is { } failure)
        {
            throw failure;
        }
    }
}
