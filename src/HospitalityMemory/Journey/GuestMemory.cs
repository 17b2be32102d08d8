using HospitalityMemory.Stores;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>The journey, made of the two memories.</summary>
internal sealed class GuestMemory(
    IShortTermMemory shortTerm,
    ILongTermMemory longTerm,
    IProfileStore profiles,
    IOptions<HospitalityMemoryOptions> options,
    TimeProvider timeProvider,
    MemoryMetrics metrics);
