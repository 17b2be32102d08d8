namespace HospitalityMemory;

/// <summary>The names under which the library can be observed.</summary>
/// <remarks>
/// With OpenTelemetry: <c>AddMeter(HospitalityMemoryTelemetry.MeterName)</c> and
/// <c>AddSource(HospitalityMemoryTelemetry.ActivitySourceName)</c>. Every measurement and every activity has the tag
/// <c>application</c>, <see cref="HospitalityMemoryOptions.Application"/>, which tells several memories of one host apart.
/// Tags never hold ids or anything else of a guest.
/// </remarks>
public static class HospitalityMemoryTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "HospitalityMemory";

    /// <summary>
    /// The name of the activity source: one activity for each step of the journey and for each call of a store. That of a
    /// stream (a guest's bookings, inactive profiles) lasts as long as its reader reads. Health checks have none.
    /// </summary>
    public const string ActivitySourceName = "HospitalityMemory";

    /// <summary>Gauge: live sessions.</summary>
    public const string SessionsLive = "hospitality_memory.sessions.live";

    /// <summary>Gauge, bytes: what sessions hold.</summary>
    public const string SessionsSize = "hospitality_memory.sessions.size";

    /// <summary>Counter: reads of a session that was there.</summary>
    public const string SessionHits = "hospitality_memory.sessions.hits";

    /// <summary>Counter: reads of a session that was not there.</summary>
    public const string SessionMisses = "hospitality_memory.sessions.misses";

    /// <summary>Counter: expired sessions that were removed.</summary>
    public const string SessionsExpired = "hospitality_memory.sessions.expired";

    /// <summary>Counter: live sessions that went because the memory was full.</summary>
    public const string SessionsEvicted = "hospitality_memory.sessions.evicted";

    /// <summary>Counter: reads of a session that was there and incomplete.</summary>
    public const string SessionsIncomplete = "hospitality_memory.sessions.incomplete";

    /// <summary>Counter: trimmed messages that went before a summary took them in.</summary>
    public const string MessagesUnsummarized = "hospitality_memory.messages.unsummarized";

    /// <summary>
    /// Counter: writes that lost a race and were tried again; tag <c>memory</c> (<c>short_term</c> or
    /// <c>long_term</c>).
    /// </summary>
    public const string ConflictsRetried = "hospitality_memory.conflicts.retried";

    /// <summary>Counter: bookings that were committed with what they teach.</summary>
    public const string BookingsLearned = "hospitality_memory.bookings.learned";

    /// <summary>
    /// Counter: additions to sums of all guests that failed and are not repeated, as they may have been carried out.
    /// </summary>
    public const string SumsLost = "hospitality_memory.sums.lost";

    /// <summary>
    /// Counter: stored data that a call came upon and could not read; tags <c>store</c>, <c>kind</c> (<c>profile</c>,
    /// <c>booking</c>, <c>session</c>, <c>message</c>, or <c>store</c> for all of it) and <c>reason</c> (<c>corrupt</c>,
    /// <c>misplaced</c> or <c>newer_schema</c>).
    /// </summary>
    public const string DataUnreadable = "hospitality_memory.data.unreadable";

    /// <summary>
    /// Histogram, seconds: calls of a store but for its streams; tags <c>store</c>, <c>operation</c>, <c>outcome</c>
    /// (<c>ok</c>, <c>error</c> or <c>cancelled</c>). Its buckets go from 0.1 milliseconds to 10 seconds where the listener
    /// has no others.
    /// </summary>
    public const string StoreDuration = "hospitality_memory.store.duration";
}
