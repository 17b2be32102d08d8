using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>Sessions that a test can damage, as another program or a broken disk would.</summary>
public interface ISessionDamage : IDisposable
{
    /// <summary>The store as a process opens it that knows nothing of its data.</summary>
    ISessionStore Open();

    /// <summary>Makes a session's state such that it cannot be read.</summary>
    Task TearSessionAsync(string sessionId);

    /// <summary>Makes a time of a session one that there is not.</summary>
    Task TearTimeAsync(string sessionId);

    /// <summary>Makes a session's first message such that it cannot be read.</summary>
    Task TearMessageAsync(string sessionId);

    /// <summary>Makes a session one of a newer schema.</summary>
    Task MakeNewerAsync(string sessionId);

    /// <summary>Puts what is stored as one session under the key of another.</summary>
    Task MisplaceSessionAsync(string sessionId, string toSessionId);
}
