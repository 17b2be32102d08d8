namespace HospitalityMemory.Stores;

/// <summary>A claim on the trimmed messages of a session. It keeps two summaries from being made of them at once.</summary>
/// <param name="Token">128 random bits that tell this claim from others.</param>
/// <param name="Until">When it ends by itself.</param>
public readonly record struct TrimmedLease(UInt128 Token, DateTimeOffset Until);

/// <summary>Trimmed messages that a summary is to take in.</summary>
/// <param name="Info">The session as of the same moment.</param>
/// <param name="Messages">
/// The waiting messages, in the order in which they were trimmed. Numbers need not ascend: a late result goes with its
/// group.
/// </param>
public sealed record TrimmedMessages(SessionInfo Info, IReadOnlyList<SessionMessage> Messages);

/// <summary>The trimmed messages that a new state's summary has taken in.</summary>
/// <param name="Token">
/// The claim under which the summary was made. Where it is no longer in force, the write is a conflict.
/// </param>
/// <param name="Through">
/// The sequence number of the last message that was handed out. It and the messages trimmed before it wait no longer, and the
/// claim ends. Where this message no longer waits, those before it do not either.
/// </param>
public sealed record TrimmedTaken(UInt128 Token, long Through);
