namespace HospitalityMemory;

/// <summary>How much short-term memory holds.</summary>
/// <remarks>Immutable. The counts of expired and evicted sessions are those of this process since it started.</remarks>
public sealed record MemoryUsage
{
    /// <summary>How many sessions are live. Expired sessions do not count, even if they were not removed yet.</summary>
    public required long SessionsCount { get; init; }

    /// <summary>The bytes that the sessions hold.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>The bytes that the sessions may hold.</summary>
    public required long MaxSizeBytes { get; init; }

    /// <summary>How many sessions have expired and been removed.</summary>
    public long ExpiredCount { get; init; }

    /// <summary>How many live sessions were evicted because the memory was full.</summary>
    public long EvictedCount { get; init; }

    /// <summary>The size of the sessions, in megabytes of 1,048,576 bytes.</summary>
    public double SizeMb => SizeBytes / (1024.0 * 1024.0);

    /// <summary>The limit for the sessions, in megabytes of 1,048,576 bytes.</summary>
    public double MaxSizeMb => MaxSizeBytes / (1024.0 * 1024.0);

    /// <summary>How full the memory is, in percent.</summary>
    public double UsagePercentage => PercentageOf(SizeBytes, MaxSizeBytes);

    /// <summary>The memory counts as nearly full above this share, in percent.</summary>
    internal const double WarningPercentage = 90;

    internal static double PercentageOf(long sizeBytes, long maxSizeBytes) => 100.0 * sizeBytes / maxSizeBytes;
}
