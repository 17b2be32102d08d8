using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>Owns the rules of sessions; the store owns their atomic steps.</summary>
internal sealed class ShortTermMemory(
    ISessionStore store,
    IOptions<HospitalityMemoryOptions> options,
    TimeProvider timeProvider,
    MemoryMetrics metrics,
    IEnumerable<ISessionInitializer> initializers,
    IEnumerable<ISessionEvictionHandler> evictionHandlers,
    IEnumerable<IConversationSummarizer> summarizers,
    ILogger<ShortTermMemory> logger);
