namespace HospitalityMemory;

/// <summary>One page of a list of sessions.</summary>
/// <param name="Sessions">The sessions. There may be fewer than asked for, or none, even if more follow.</param>
/// <param name="Next">
/// Where the next page begins; null on the last page. It contains no id and is valid for the same list only.
/// </param>
public sealed record SessionPage(IReadOnlyList<SessionInfo> Sessions, string? Next);
