using System.Diagnostics.CodeAnalysis;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Redis;

/// <summary>
/// Translates times between the host's clock and the clock of Redis, by which sessions expire. It is exact to the tick: a time that is
/// translated there and back is unchanged. The times in messages are not translated.
/// </summary>
/// <param name="Ahead">How far the host's clock is ahead; zero if no translation is needed.</param>
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

    // A session that could not be read has at most its creation time.
    private static SessionInfo Move(SessionInfo session, TimeSpan by) => by == default || session.CreatedAt == default
        ? session
        : session with
        {
            CreatedAt = session.CreatedAt + by,
            UpdatedAt = session.Problem is null ? session.UpdatedAt + by : session.UpdatedAt,
            ExpiresAt = session.Problem is null ? session.ExpiresAt + by : session.ExpiresAt,
        };
}
