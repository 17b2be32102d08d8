using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HospitalityMemory.Redis;

/// <summary>What a connection to Redis gets from its host.</summary>
/// <param name="TimeProvider">The clock of the times that callers hand in.</param>
/// <param name="Logger">The log for outages.</param>
internal sealed record RedisSurroundings(TimeProvider TimeProvider, ILogger Logger)
{
    /// <summary>
    /// Whether times are used as they are handed in, even if the clock of Redis differs. This is for callers who hand in times of their own.
    /// </summary>
    public bool TrustsHostClock { get; init; }

    /// <summary>
    /// The clock for waiting on the client. The client makes connections anew in the machine's time: with a host's clock that stands still
    /// a call would wait for ever.
    /// </summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "The client knows no other clock.")]
    public static TimeProvider ClientClock => TimeProvider.System;

    /// <summary>The surroundings of a connection that is given none.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "Nobody handed in a clock.")]
    public static RedisSurroundings OfHost { get; } = new(TimeProvider.System, NullLogger.Instance) { TrustsHostClock = true };
}
