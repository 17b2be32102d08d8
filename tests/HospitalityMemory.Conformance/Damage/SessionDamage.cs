using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>Sessions that a test can damage, as another program or a broken disk would.</summary>
public interface ISessionDamage : IDisposable
{
    /// <summary>Opens the store as a new process would, which has read nothing yet.</summary>
    ISessionStore Open();

    /// <summary>Makes a session's state unreadable.</summary>
    Task TearSessionAsync(string sessionId);

    /// <summary>Gives a session a time that does not exist.</summary>
    Task TearTimeAsync(string sessionId);

    /// <summary>Makes a session's first message unreadable.</summary>
    Task TearMessageAsync(string sessionId);

    /// <summary>Gives a session a newer schema version.</summary>
    Task MakeNewerAsync(string sessionId);

    /// <summary>Copies a stored session to the key of another session.</summary>
    Task MisplaceSessionAsync(string sessionId, string toSessionId);
}
