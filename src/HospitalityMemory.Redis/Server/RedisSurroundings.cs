using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HospitalityMemory.Redis;

/// <summary>What a connection to Redis has of its host.</summary>
/// <param name="TimeProvider">The clock, by which times are handed in.</param>
/// <param name="Logger">Where an outage is told.</param>
internal sealed record RedisSurroundings(TimeProvider TimeProvider, ILogger Logger)
{
    /// <summary>
    /// Whether times are taken as they come, also where Redis says that it is another time: for those who hand in a time of their own.
    /// </summary>
    public bool TrustsHostClock { get; init; }

    /// <summary>
    /// The clock of what is waited for in the client, which makes connections anew in the machine's time: a clock of the host's
    /// that stands still would make a call wait for ever.
    /// </summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "The client knows no other clock.")]
    public static TimeProvider ClientClock => TimeProvider.System;

    /// <summary>Those of nobody in particular.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "Nobody handed in a clock.")]
    public static RedisSurroundings OfHost { get; } = new(TimeProvider.System, NullLogger.Instance) { TrustsHostClock = true };
}
