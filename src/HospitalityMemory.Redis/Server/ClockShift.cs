using System.Diagnostics.CodeAnalysis;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Redis;

/// <summary>
/// Translates times between a host's clock and that of Redis, by which sessions live. Exact to the tick: what is translated
/// there and back is the same. What messages say of their time is left.
/// </summary>
/// <param name="Ahead">How far the host's clock is ahead; zero where no translation is needed.</param>
internal readonly record struct ClockShift(TimeSpan Ahead)
{
    public DateTimeOffset ToServer(DateTimeOffset time) => time - Ahead;

    public SessionInfo ToServer(SessionInfo session) => Move(session, -Ahead);

    public TrimmedLease ToServer(TrimmedLease lease) => lease with { Until = ToServer(lease.Until) };

    [return: NotNullIfNotNull(nameof(session))]
    public SessionInfo? ToHost(SessionInfo? session) => session is null ? null : Move(session, Ahead);

    public Session? ToHost(Session? session) => session is null ? null : (Session)Move(session, Ahead);

    public TrimmedMessages? ToHost(TrimmedMessages? trimmed) => trimmed is null ? null : trimmed with { Info = ToHost(trimmed.Info) };

    public SessionWriteResult ToHost(SessionWriteResult result) => Ahead == default ? result : result with { Info = ToHost(result.Info) };

    public SessionPage ToHost(SessionPage page)
    {
        var ahead = Ahead;
        return ahead == default ? page : page with { Sessions = [.. page.Sessions.Select(session => Move(session, ahead))] };
    }

    // A session that could not be read has no times.
    private static SessionInfo Move(SessionInfo session, TimeSpan by) => by == default || session.CreatedAt == default
        ? session
        : session with
        {
            CreatedAt = session.CreatedAt + by,
            UpdatedAt = session.Problem is null ? session.UpdatedAt + by : session.UpdatedAt,
            ExpiresAt = session.Problem is null ? session.ExpiresAt + by : session.ExpiresAt,
        };
}
