using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>Owns the rules of profiles; the store owns their atomic steps, the learner what bookings mean.</summary>
internal sealed class LongTermMemory(
    IProfileStore store,
    IPreferenceLearner learner,
    IOptions<HospitalityMemoryOptions> options,
    TimeProvider timeProvider,
    MemoryMetrics metrics,
    IEnumerable<IUserAnalyzer> analyzers,
    ILogger<LongTermMemory> logger);
