namespace HospitalityMemory;

/// <summary>Is told which live sessions went because the memory was full.</summary>
/// <remarks>
/// Register any number with <c>services.AddSingleton&lt;ISessionEvictionHandler, ...&gt;()</c>. Called within the write
/// that needed the room, after it; a failure is logged and loses no write. Must be thread safe.
/// </remarks>
public interface ISessionEvictionHandler
{
    /// <summary>Tells of a session that is gone.</summary>
    /// <param name="session">The session as it was when it went.</param>
    /// <param name="reason">Why it went.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The work of the handler.</returns>
    ValueTask OnEvictedAsync(Session session, SessionEvictionReason reason, CancellationToken cancellationToken);
}
