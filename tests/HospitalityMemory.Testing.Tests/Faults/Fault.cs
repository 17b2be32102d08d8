namespace HospitalityMemory.Testing.Tests.Faults;

/// <summary>What a store can do wrong. Its author would not notice any of it in a demonstration.</summary>
public enum Fault
{
    /// <summary>The first message of a session is acknowledged and not stored.</summary>
    LosesAWrite,

    /// <summary>A list of messages that was handed out changes with later writes.</summary>
    SharesASnapshot,

    /// <summary>A state is replaced whatever version it was made from.</summary>
    IgnoresConflicts,

    /// <summary>A session that has expired can still be looked at.</summary>
    IgnoresExpiry,

    /// <summary>Looking at a session keeps it alive.</summary>
    ExtendsOnPeek,

    /// <summary>A message that is sent again is stored again.</summary>
    ForgetsMessageIds,

    /// <summary>Applications share their sessions.</summary>
    SharesApplications,

    /// <summary>Guests whose ids differ in blanks at the end are one guest.</summary>
    MixesGuestsUp,

    /// <summary>A profile is stored though its bookings are not.</summary>
    CommitsHalf,

    /// <summary>A sum is set, not added to.</summary>
    Overwrites,
}
