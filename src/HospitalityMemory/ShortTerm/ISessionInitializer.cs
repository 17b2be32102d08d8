namespace HospitalityMemory;

/// <summary>Adds the host's own fields (feature flags, say) to every new session.</summary>
/// <remarks>
/// Register any number with <c>services.AddSingleton&lt;ISessionInitializer, ...&gt;()</c>; they run in that order,
/// before the session exists for anyone. An exception makes the creation fail. Must be thread safe.
/// </remarks>
public interface ISessionInitializer
{
    /// <summary>Completes a session that is about to be created.</summary>
    /// <param name="session">The new session.</param>
    /// <param name="cancellationToken">Cancels the creation.</param>
    /// <returns>The session with what was added; id, guest, times, version and messages as they were.</returns>
    ValueTask<Session> InitializeAsync(Session session, CancellationToken cancellationToken);
}
