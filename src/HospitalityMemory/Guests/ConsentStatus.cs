namespace HospitalityMemory;

/// <summary>Whether a guest lets the platform learn from bookings.</summary>
public enum ConsentStatus
{
    /// <summary>Never asked: yes by default, no where the settings require consent.</summary>
    Unknown,

    /// <summary>Yes.</summary>
    Granted,

    /// <summary>No: what was learned is dropped, and nothing is learned.</summary>
    Withdrawn,
}
