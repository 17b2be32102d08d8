using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace HospitalityMemory.Tests.Diagnostics;

/// <summary>The meters of one memory. Other tests run at the same time and have meters with the same names.</summary>
internal sealed class OwnMeters : IMeterFactory
{
    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        return new Meter(options);
    }

    /// <summary>Collects the measurements of this memory, and of no other in the process.</summary>
    public MetricCollector<long> Collect(string instrument) => new(this, HospitalityMemoryTelemetry.MeterName, instrument);

    public void Dispose()
    {
    }
}
