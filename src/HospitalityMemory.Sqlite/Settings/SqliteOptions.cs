namespace HospitalityMemory;

/// <summary>
/// How a SQLite file is used. The options are read once: when the host starts, or at the first use of the store. Sessions and profiles have
/// separate options, because each may have a file of its own.
/// </summary>
/// <remarks>Bound from the section <see cref="SectionName"/>.</remarks>
public abstract class SqliteOptions
{
    /// <summary>The section of the host's configuration, the same one for sessions and profiles.</summary>
    public const string SectionName = "HospitalityMemory:Sqlite";

    private protected SqliteOptions()
    {
    }

    /// <summary>
    /// Names the file, such as <c>Data Source=guests.db</c>; must be set. In-memory databases, URIs, shared caches and read-only modes are
    /// refused. The pooling and timeouts of the string are ignored. A relative path is completed when the options are read.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>When a write counts as done; by default <see cref="SqliteSynchronous.Full"/>.</summary>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;

    /// <summary>
    /// How long a call waits for a file that another process has locked, also at start-up, before it fails with
    /// <see cref="MemoryUnavailableException"/>; from one second to five minutes, by default five seconds.
    /// </summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Up to which size, in MiB, an erasure writes the file anew (<c>VACUUM</c>): 0 to 1,048,576, by default 256. SQLite leaves copies of
    /// rows in unused space of the file, and only <c>VACUUM</c> removes them; writers wait meanwhile. For a larger file the receipt says
    /// that it was not written anew.
    /// </summary>
    public int ErasureVacuumMegabytes { get; set; } = 256;
}

/// <summary>How sessions are kept in SQLite.</summary>
public sealed class SqliteSessionOptions : SqliteOptions;

/// <summary>How profiles, bookings and the sums over all guests are kept in SQLite.</summary>
public sealed class SqliteProfileOptions : SqliteOptions;
