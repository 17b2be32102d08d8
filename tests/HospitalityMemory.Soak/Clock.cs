using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory.Soak;

internal static class Clock
{
    [SuppressMessage("ApiDesign", "RS0030", Justification = "How long a program runs is real time.")]
    public static TimeProvider Real { get; } = TimeProvider.System;
}
