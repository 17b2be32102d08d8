namespace HospitalityMemory;

/// <summary>
/// Settings of the library; section <c>HospitalityMemory</c>. Read once, when a memory is first used or the host
/// starts.
/// </summary>
public sealed class HospitalityMemoryOptions
{
    /// <summary>The name of the section.</summary>
    public const string SectionName = "HospitalityMemory";

    /// <summary>ISO 4217 code of a budget or price that states no currency; by default <c>USD</c>.</summary>
    public string DefaultCurrency { get; set; } = "USD";

    /// <summary>Settings of short-term memory.</summary>
    public ShortTermMemoryOptions ShortTerm { get; set; } = new();

    /// <summary>Settings of long-term memory.</summary>
    public LongTermMemoryOptions LongTerm { get; set; } = new();
}
