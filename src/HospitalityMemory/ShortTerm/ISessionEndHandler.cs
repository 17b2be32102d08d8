namespace HospitalityMemory;

/// <summary>Is called when a session has ended.</summary>
/// <remarks>
/// <para>Register any number with <c>services.AddSingleton&lt;ISessionEndHandler, ...&gt;()</c>; for a memory with a service key
/// with <c>AddKeyedSingleton</c> under that key. A handler must be thread safe. If it fails, this is logged, and no write is lost.</para>
/// <para>Each end is told at most once, by the process that found it. A deletion and an eviction are told within the call that caused
/// them. An expiry is told when a sweep or a new session of that id finds it. A server that drops expired data by itself, as Redis does,
/// tells nobody.</para>
/// </remarks>
public interface ISessionEndHandler
{
    /// <summary>Handles the end of a session.</summary>
    /// <param name="session">Which session ended, and why.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The work of the handler.</returns>
    ValueTask OnEndedAsync(SessionEnd session, CancellationToken cancellationToken);
}
