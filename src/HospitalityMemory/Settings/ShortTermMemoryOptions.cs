namespace HospitalityMemory;

/// <summary>Settings of short-term memory; section <c>HospitalityMemory:ShortTerm</c>.</summary>
public sealed class ShortTermMemoryOptions
{
    internal static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(365);
    internal static readonly TimeSpan LongestMaximumLifetime = TimeSpan.FromDays(3_650);

    /// <summary>
    /// How long a session lives after its last use: 1 second to 365 days, 30 minutes by default. Also read, in minutes,
    /// from <c>SESSION_TTL_MINUTES</c>.
    /// </summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// How long a session lives at most, however much it is used: at least the lifetime; null, the default, for no such
    /// limit.
    /// </summary>
    public TimeSpan? MaxSessionLifetime { get; set; }

    /// <summary>
    /// How long one call may take, whatever is tried inside it: 10 milliseconds to 10 minutes, 2 seconds by default;
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit. A call that is over it fails with
    /// <see cref="MemoryUnavailableException"/>. Maintenance, usage, deleting all sessions of a
    /// guest, export and erasure have none.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many messages a session keeps: 1 to 10,000, by default 50.</summary>
    public int MaxMessages { get; set; } = 50;

    /// <summary>
    /// What a session's messages may weigh, in tokens as the <see cref="IMessageTokenCounter"/> counts them: 1 to
    /// 100,000,000; null, the default, for no such limit.
    /// </summary>
    public int? MaxMessageTokens { get; set; }

    /// <summary>
    /// How many trimmed messages wait until the <see cref="IConversationSummarizer"/> is called, where there is one: 1 to
    /// 100, by default 10.
    /// </summary>
    public int SummarizeAfter { get; set; } = 10;

    /// <summary>How long one summary may take: 1 second to 10 minutes, by default 30 seconds.</summary>
    public TimeSpan SummaryTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What all sessions together may hold in this process, in megabytes of 1,048,576 bytes: 1 to 1,048,576, by default
    /// 100. Also read from <c>STM_MAX_SIZE_MB</c>. A remote store has limits of its own; there it only scales the
    /// reported usage.
    /// </summary>
    public int MaxSizeMegabytes { get; set; } = 100;

    /// <summary>
    /// What one session may hold, in kilobytes of 1,024 bytes: 1 to the limit of all, by default 1,024.
    /// </summary>
    public int MaxSessionKilobytes { get; set; } = 1024;

    /// <summary>What happens when the memory is full and no session has expired.</summary>
    public MemoryFullPolicy WhenFull { get; set; } = MemoryFullPolicy.EvictLeastRecentlyUsed;

    /// <summary>
    /// How often the maintenance service frees what expired sessions hold: 1 second to 1 day, by default 1 minute.
    /// </summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Names that stand for a slot in an agent's JSON, beside the built-in ones that
    /// <see href="https://github.com/hospitality-memory/hospitality-memory/blob/main/docs/slots.md">the documentation's page on slots</see>
    /// lists. Each comes with the name of its slot, such as <c>ville</c> with <c>city</c>. A built-in name with an empty text stands for no slot,
    /// and is an extra again. Case, underscores, hyphens and blanks of a name do not matter. At most 1,000.
    /// </summary>
    public IDictionary<string, string> SlotSynonyms { get; set => field = value ?? NoSynonyms(); } = NoSynonyms();

    private static Dictionary<string, string> NoSynonyms() => new(StringComparer.OrdinalIgnoreCase);
}
