using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory.Benchmarks;

/// <summary>The only place where the benchmarks use the system's clock.</summary>
internal static class RealTime
{
    [SuppressMessage("ApiDesign", "RS0030", Justification = "Measures real time.")]
    public static TimeProvider Clock => TimeProvider.System;
}
