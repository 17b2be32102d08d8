using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace HospitalityMemory.Tests.Diagnostics;

/// <summary>The meters of one memory: other tests run at the same time and have meters of the same name.</summary>
internal sealed class OwnMeters : IMeterFactory
{
    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        return new Meter(options);
    }

    /// <summary>Collects what this memory, and no other of the process, measures.</summary>
    public MetricCollector<long> Collect(string instrument) => new(this, HospitalityMemoryTelemetry.MeterName, instrument);

    public void Dispose()
    {
    }
}
