using System.Runtime.CompilerServices;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Adaptive.Tests;

/// <summary>A store that counts its calls, fails where a test wants it to, and can be held in a read or an addition.</summary>
internal sealed class FakeNamedSumStore : INamedSumStore
{
    private readonly InMemoryNamedSumStore _store = new();
    private int _additions;
    private int _reads;

    public string Name => "fake";

    /// <summary>The number of calls of <see cref="AddAsync"/>, including failed ones.</summary>
    public int Additions => Volatile.Read(ref _additions);

    public int Reads => Volatile.Read(ref _reads);

    /// <summary>What every call throws; null while the store can be reached.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Whether an addition that fails is carried out all the same, as if its answer were lost.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>What a read waits for; null for nothing.</summary>
    public TaskCompletionSource? Hold { get; set; }

    /// <summary>What an addition waits for; null for nothing.</summary>
    public TaskCompletionSource? HoldAddition { get; set; }

    /// <summary>Released by each addition that begins.</summary>
    public SemaphoreSlim Adding { get; } = new(0);

    /// <summary>Released by each read that begins.</summary>
    public SemaphoreSlim Reading { get; } = new(0);

    /// <summary>Released by each read that ends.</summary>
    public SemaphoreSlim HasRead { get; } = new(0);

    public async ValueTask AddAsync(IReadOnlyList<NamedSum> additions, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _additions);
        Adding.Release();
        if (HoldAddition is { } hold)
        {
            await hold.Task.WaitAsync(cancellationToken);
        }

        if (Failure is null || LosesAnswers)
        {
            await _store.AddAsync(additions, cancellationToken);
        }

        ThrowIfOutOfReach();
    }

    public async IAsyncEnumerable<NamedSum> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        Reading.Release();
        if (Hold is { } hold)
        {
            await hold.Task.WaitAsync(cancellationToken);
        }

        ThrowIfOutOfReach();
        await foreach (var sum in _store.ReadAsync(cancellationToken))
        {
            yield return sum;
        }

        HasRead.Release();
    }

    /// <summary>The stored sum of a name; an empty sum where there is none.</summary>
    public async Task<NamedSum> SumAsync(string name) =>
        await _store.ReadAsync(CancellationToken.None).FirstOrDefaultAsync(sum => sum.Name == name);

    private void ThrowIfOutOfReach()
    {
        if (Failure is { } failure)
        {
            throw failure;
        }
    }
}
