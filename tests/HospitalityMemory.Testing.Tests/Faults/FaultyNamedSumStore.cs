using System.Runtime.CompilerServices;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Testing.Tests.Faults;

/// <summary>A store of sums that sets them, where it ought to add to them.</summary>
internal sealed class FaultyNamedSumStore : INamedSumStore
{
    private readonly Dictionary<string, NamedSum> _sums = [];

    public string Name => "faulty";

    public ValueTask AddAsync(IReadOnlyList<NamedSum> additions, CancellationToken cancellationToken)
    {
        foreach (var sum in additions)
        {
            _sums[sum.Name] = sum;
        }

        return default;
    }

    public async IAsyncEnumerable<NamedSum> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var sum in _sums.Values)
        {
            yield return sum;
        }
    }
}
