using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory.Redis.Tests;

/// <summary>Waits for a server, which uses only the machine's clock.</summary>
internal static class RealTime
{
    [SuppressMessage("ApiDesign", "RS0030", Justification = "A server process cannot be told the time.")]
    public static TimeProvider Clock { get; } = TimeProvider.System;

    /// <summary>Asks again until the condition holds; fails after a long time.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        var start = Clock.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Clock.GetElapsedTime(start) < TimeSpan.FromSeconds(60), $"Waited for a minute: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), Clock);
        }
    }
}
