namespace HospitalityMemory.Testing.Conformance;

/// <summary>
/// The token of the case that runs. It flows with the run, also into the threads of a random history, and need not be handed
/// through everything that makes a call of a store; outside of a run it is none.
/// </summary>
internal static class CaseToken
{
    private static readonly AsyncLocal<CancellationToken> Flowing = new();

    public static CancellationToken Current => Flowing.Value;

    /// <summary>Sets it for the rest of the asynchronous method that calls this, and for what that calls.</summary>
    public static void Set(CancellationToken cancellationToken) => Flowing.Value = cancellationToken;
}
