namespace HospitalityMemory;

/// <summary>
/// When a write to SQLite counts as done. Neither loses anything, nor leaves half of it, where the process is killed.
/// </summary>
public enum SqliteSynchronous
{
    /// <summary>Once it is on the disk: it survives a power cut.</summary>
    Full,

    /// <summary>
    /// Once the operating system has it: several times faster, and a power cut may lose the latest writes, whole ones,
    /// though they were acknowledged. The file stays sound.
    /// </summary>
    Normal,
}
