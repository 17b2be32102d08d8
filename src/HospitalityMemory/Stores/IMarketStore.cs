namespace HospitalityMemory.Stores;

/// <summary>
/// Keeps the counts of what all guests book. Counts are only ever added to, in any order and by any number of servers;
/// they are approximate: one may be lost or counted twice where a server or a call breaks off.
/// </summary>
/// <remarks>
/// Must be thread safe. Asked only where the learner uses the market. A store that cannot serve throws
/// <see cref="MemoryUnavailableException"/> with the cause; nothing else but <see cref="OperationCanceledException"/>.
/// </remarks>
public interface IMarketStore
{
    /// <summary>A short name for metrics, such as <c>firestore</c>.</summary>
    string Name { get; }

    /// <summary>Adds to counts, those of a call in any order; a count that is not there yet starts at 0.</summary>
    /// <param name="counts">What to add, each market, fact and name at most once; weights are finite and above 0.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The work.</returns>
    ValueTask AddAsync(IReadOnlyList<MarketCount> counts, CancellationToken cancellationToken);

    /// <summary>Reads all counts.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// The counts in any order. One may be there in several parts, which the reader adds up; what is added meanwhile may
    /// be in it or not.
    /// </returns>
    ValueTask<IReadOnlyList<MarketCount>> ReadAsync(CancellationToken cancellationToken);
}
