namespace HospitalityMemory;

/// <summary>
/// When a write to SQLite counts as done. With both values a killed process loses no acknowledged write and leaves none half done.
/// </summary>
public enum SqliteSynchronous
{
    /// <summary>Once the write is on the disk: it survives a power cut.</summary>
    Full,

    /// <summary>
    /// Once the operating system has the write: several times faster, but a power cut may lose the latest acknowledged writes, each as a
    /// whole. The file stays sound.
    /// </summary>
    Normal,
}
