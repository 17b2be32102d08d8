namespace HospitalityMemory;

/// <summary>Adds fields of the host, such as feature flags, to every new session.</summary>
/// <remarks>
/// Register any number with <c>services.AddSingleton&lt;ISessionInitializer, ...&gt;()</c>; for a memory with a service key
/// with <c>AddKeyedSingleton</c> under that key. An initializer must be thread safe. They run in the order of their registration, before the
/// session exists for anyone. If one throws, the creation fails.
/// </remarks>
public interface ISessionInitializer
{
    /// <summary>Completes a session that is about to be created.</summary>
    /// <param name="session">The new session, with what the initializers before this one added.</param>
    /// <param name="cancellationToken">Cancels the creation.</param>
    /// <returns>
    /// The state of the session with the additions, such as <c>session.State with { ... }</c>; the unchanged state if nothing
    /// is added. If the state is null, or has invalid slots or an invalid agent, the creation fails.
    /// </returns>
    ValueTask<SessionState> InitializeAsync(SessionInfo session, CancellationToken cancellationToken);
}
