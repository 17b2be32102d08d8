namespace HospitalityMemory.Stores;

/// <summary>A claim on the trimmed messages of a session, so that one summary at a time is made of them.</summary>
/// <param name="Token">Tells this claim from others; 128 random bits.</param>
/// <param name="Until">When it ends by itself.</param>
public readonly record struct TrimmedLease(UInt128 Token, DateTimeOffset Until);

/// <summary>Trimmed messages that a summary is to take in.</summary>
/// <param name="Info">The session as of the same moment.</param>
/// <param name="Messages">
/// The messages that wait, in the order in which they were trimmed: a group with a late result goes before a lower number.
/// </param>
public sealed record TrimmedMessages(SessionInfo Info, IReadOnlyList<SessionMessage> Messages);

/// <summary>Says which trimmed messages a new state's summary has taken in.</summary>
/// <param name="Token">The claim under which it was made; where it is no longer in force, the write is a conflict.</param>
/// <param name="Through">
/// The sequence number of the last of them as they were handed out: it and those that were trimmed before it wait no more, and
/// the claim ends. Where it waits no longer itself, those before it do not either.
/// </param>
public sealed record TrimmedTaken(UInt128 Token, long Through);
