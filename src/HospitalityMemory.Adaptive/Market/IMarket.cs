namespace HospitalityMemory;

/// <summary>
/// What all guests book, as the adaptive learner knows it. It is kept up to date in the background. A host that needs it up to date at
/// once, at its start or in a test, asks here. Thread safe; a singleton.
/// </summary>
public interface IMarket
{
    /// <summary>Writes what this process gathered, reads what all processes have written, and gives it to the learner.</summary>
    /// <param name="cancellationToken">Cancels the call. A write that has begun is not broken off.</param>
    /// <returns>The work.</returns>
    /// <exception cref="MemoryUnavailableException">The store is out of reach. The learner keeps what it knew.</exception>
    ValueTask RefreshAsync(CancellationToken cancellationToken = default);
}
