namespace HospitalityMemory;

/// <summary>Is told which sessions ended, and why.</summary>
/// <remarks>
/// Register any number with <c>services.AddSingleton&lt;ISessionEndHandler, ...&gt;()</c>. Each end is told at most once, by
/// the process that found it, as far as the store can know: a deletion and an eviction within the call that caused them,
/// an expiry when a sweep or a new session of that id comes upon it (a server that drops expired data by itself tells
/// nobody). A failure of the handler is logged and loses no write. Must be thread safe.
/// </remarks>
public interface ISessionEndHandler
{
    /// <summary>Tells of a session that is gone.</summary>
    /// <param name="session">Which, and why.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The work of the handler.</returns>
    ValueTask OnEndedAsync(SessionEnd session, CancellationToken cancellationToken);
}
