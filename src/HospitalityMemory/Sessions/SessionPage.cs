namespace HospitalityMemory;

/// <summary>Some of the sessions that are listed.</summary>
/// <param name="Sessions">The sessions; may be fewer than asked for, and none, though there are more.</param>
/// <param name="Next">Where the next page begins; null where this is the last one. Holds no id; good for the same list only.</param>
public sealed record SessionPage(IReadOnlyList<SessionInfo> Sessions, string? Next);
