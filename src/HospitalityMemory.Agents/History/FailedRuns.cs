namespace HospitalityMemory;

/// <summary>What is kept of a run that failed, was cancelled or was left in the middle of its stream.</summary>
public enum FailedRuns
{
    /// <summary>What the guest said, and the tool calls that were carried out, with their results.</summary>
    KeepWhatWasDone,

    /// <summary>
    /// Nothing. What a run says is then stored when its last answer is there: an answer that only calls tools which the
    /// caller carries out is stored with the next run on the same agent session.
    /// </summary>
    KeepNothing,
}
