using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>Settings of a SQLite store. Read once, where the store is chosen.</summary>
public sealed class SqliteStoreOptions
{
    private static readonly TimeSpan ShortestBusyTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBusyTimeout = TimeSpan.FromMinutes(5);

    /// <summary>When a write counts as done; by default <see cref="SqliteSynchronous.Full"/>.</summary>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;

    /// <summary>
    /// How long a call waits for a file that another process has locked, at start-up too, before it fails with
    /// <see cref="MemoryUnavailableException"/>; from one second to five minutes, by default five seconds.
    /// </summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    internal void Validate()
    {
        var failures = new List<string>();
        if (!Enum.IsDefined(Synchronous))
        {
            failures.Add($"SqliteStoreOptions.Synchronous is '{Synchronous}'; it must be Full or Normal.");
        }

        if (BusyTimeout < ShortestBusyTimeout || BusyTimeout > LongestBusyTimeout)
        {
            failures.Add($"SqliteStoreOptions.BusyTimeout is '{BusyTimeout}'; it must be from {ShortestBusyTimeout} to {LongestBusyTimeout}.");
        }

        if (failures.Count > 0)
        {
            throw new OptionsValidationException(nameof(SqliteStoreOptions), typeof(SqliteStoreOptions), failures);
        }
    }
}

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
