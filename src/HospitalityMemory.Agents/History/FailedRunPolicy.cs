namespace HospitalityMemory;

/// <summary>What is kept of a run that failed, was cancelled or was left in the middle of its stream.</summary>
public enum FailedRunPolicy
{
    /// <summary>What the guest said, and the tool calls that were carried out, with their results.</summary>
    KeepWhatWasDone,

    /// <summary>
    /// Nothing. What a run says is then stored when its last answer is there. An answer that calls tools which the caller
    /// carries out, or has to approve, waits in this process, and is stored with the run on the same agent session that
    /// brings the results; where none does, or the agent session is written down in between, it is not stored.
    /// </summary>
    KeepNothing,
}
