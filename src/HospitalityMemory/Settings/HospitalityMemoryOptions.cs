namespace HospitalityMemory;

/// <summary>
/// Settings of the library; section <c>HospitalityMemory</c>. Read once, when a memory is first used or the host
/// starts.
/// </summary>
public sealed class HospitalityMemoryOptions
{
    /// <summary>The name of the section.</summary>
    public const string SectionName = "HospitalityMemory";

    /// <summary>The name of the application that gives none.</summary>
    public const string DefaultApplication = "default";

    /// <summary>
    /// The name under which the memory keeps everything in every store: 1 to 64 letters and digits (of ASCII), <c>-</c>,
    /// <c>_</c> and <c>.</c>, whose case counts; by default the memory's service key, or else <c>default</c>. Applications
    /// with different names share a server, a file or a project and see nothing of each other; all servers of one
    /// application have the same. Also the tag <c>application</c> of all metrics.
    /// </summary>
    public string Application { get; set; } = DefaultApplication;

    /// <summary>ISO 4217 code of a budget or price that states no currency; by default <c>USD</c>.</summary>
    public string DefaultCurrency { get; set; } = "USD";

    /// <summary>
    /// How long a health check of a store may take: 10 milliseconds to 10 minutes, 2 seconds by default. A store that has not answered
    /// by then counts as one that cannot serve. Give the probe that asks a little more.
    /// </summary>
    public TimeSpan HealthTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A secret of at least 16 characters, the same on all servers, with which errors and logs name ids as hashes
    /// (<see cref="MemoryDiagnostics.HashOf"/>). Null, the default, makes one at each start: hashes can then be compared within one
    /// process only.
    /// </summary>
    public string? DiagnosticsKey { get; set; }

    /// <summary>Settings of short-term memory.</summary>
    public ShortTermMemoryOptions ShortTerm { get; set; } = new();

    /// <summary>Settings of long-term memory.</summary>
    public LongTermMemoryOptions LongTerm { get; set; } = new();
}
