namespace HospitalityMemory;

/// <summary>Is told which sessions ended, and why.</summary>
/// <remarks>
/// Register any number with <c>services.AddSingleton&lt;ISessionEndHandler, ...&gt;()</c>. As far as the store can know, each end
/// is reported at most once, by the process that found it. A deletion or an eviction is reported within the call that caused it.
/// An expiry is reported when a sweep or a new session with that id finds it; a server that drops expired data by itself reports
/// nothing. A failure of the handler is logged, and the write stays. Must be thread safe.
/// </remarks>
public interface ISessionEndHandler
{
    /// <summary>Tells of a session that is gone.</summary>
    /// <param name="session">Which, and why.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The work of the handler.</returns>
    ValueTask OnEndedAsync(SessionEnd session, CancellationToken cancellationToken);
}
