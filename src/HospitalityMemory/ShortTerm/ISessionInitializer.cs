namespace HospitalityMemory;

/// <summary>Adds the host's own fields (feature flags, say) to every new session.</summary>
/// <remarks>
/// Register any number with <c>services.AddSingleton&lt;ISessionInitializer, ...&gt;()</c>; for a memory with a service key
/// with <c>AddKeyedSingleton</c> under that key. They run in the order of their registration, before the session exists for anyone. An exception makes the creation fail. Must be thread safe.
/// </remarks>
public interface ISessionInitializer
{
    /// <summary>Completes a session that is about to be created.</summary>
    /// <param name="session">The new session, with what the initializers before this one added.</param>
    /// <param name="cancellationToken">Cancels the creation.</param>
    /// <returns>
    /// The state of the session with what was added, such as <c>session.State with { ... }</c>; as it was where nothing is
    /// added. Null, bad slots or a bad agent make the creation fail.
    /// </returns>
    ValueTask<SessionState> InitializeAsync(SessionInfo session, CancellationToken cancellationToken);
}
