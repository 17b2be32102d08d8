namespace HospitalityMemory.Stores;

/// <summary>A claim on the trimmed messages of a session, so that one summary at a time is made of them.</summary>
/// <param name="Token">Tells this claim from others; 128 random bits.</param>
/// <param name="Until">When it ends by itself.</param>
public readonly record struct TrimmedLease(UInt128 Token, DateTimeOffset Until);

/// <summary>Trimmed messages that a summary is to take in.</summary>
/// <param name="Info">The session as of the same moment.</param>
/// <param name="Messages">The messages that wait, oldest first.</param>
public sealed record TrimmedMessages(SessionInfo Info, IReadOnlyList<SessionMessage> Messages);

/// <summary>Says which trimmed messages a new state's summary has taken in.</summary>
/// <param name="Token">The claim under which it was made; where it is no longer in force, the write is a conflict.</param>
/// <param name="Through">The sequence number of the last of them: these and earlier ones wait no more, and the claim ends.</param>
public readonly record struct TrimmedTaken(UInt128 Token, long Through);
