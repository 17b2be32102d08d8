namespace HospitalityMemory;

/// <summary>
/// What all guests book, as the adaptive learner knows it. It is kept up to date in the background; a host that wants it
/// now, when it starts or in a test, asks here. Thread safe; a singleton.
/// </summary>
public interface IMarket
{
    /// <summary>Writes what this process gathered, reads what all processes did, and has the learner know it.</summary>
    /// <param name="cancellationToken">Cancels the call. What was being written is then lost rather than written twice.</param>
    /// <returns>The work.</returns>
    /// <exception cref="MemoryUnavailableException">The store is out of reach; the learner knows what it knew.</exception>
    ValueTask RefreshAsync(CancellationToken cancellationToken = default);
}
