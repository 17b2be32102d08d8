namespace HospitalityMemory;

/// <summary>How much short-term memory holds.</summary>
/// <remarks>Immutable. The counts of what went are those of this process since it started.</remarks>
public sealed record MemoryUsage
{
    /// <summary>How many sessions are live; expired ones do not count, swept or not.</summary>
    public required long SessionsCount { get; init; }

    /// <summary>What the sessions hold, in bytes.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>What the sessions may hold, in bytes.</summary>
    public required long MaxSizeBytes { get; init; }

    /// <summary>How many sessions have expired and been removed.</summary>
    public long ExpiredCount { get; init; }

    /// <summary>How many live sessions went because the memory was full.</summary>
    public long EvictedCount { get; init; }

    /// <summary>What the sessions hold, in megabytes of 1,048,576 bytes.</summary>
    public double SizeMb => SizeBytes / (1024.0 * 1024.0);

    /// <summary>What the sessions may hold, in megabytes of 1,048,576 bytes.</summary>
    public double MaxSizeMb => MaxSizeBytes / (1024.0 * 1024.0);

    /// <summary>How full the memory is, in percent.</summary>
    public double UsagePercentage => PercentageOf(SizeBytes, MaxSizeBytes);

    /// <summary>Above this share the memory counts as nearly full, in percent.</summary>
    internal const double WarningPercentage = 90;

    internal static double PercentageOf(long sizeBytes, long maxSizeBytes) => 100.0 * sizeBytes / maxSizeBytes;
}
