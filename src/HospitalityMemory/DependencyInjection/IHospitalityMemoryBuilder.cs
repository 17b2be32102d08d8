using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory;

/// <summary>What <c>AddHospitalityMemory</c> returns. Use it to choose the stores and the learner of one memory.</summary>
public interface IHospitalityMemoryBuilder
{
    /// <summary>The services to which the memory was added.</summary>
    IServiceCollection Services { get; }

    /// <summary>
    /// The key under which the memory's services are registered. It is also the name of the memory's options. Null for the memory
    /// without a key.
    /// </summary>
    string? ServiceKey { get; }

    /// <summary>
    /// The configuration that <c>AddHospitalityMemory</c> was given: a root or the memory's section. Stores read their options
    /// from it too. Null where none was given; the stores then read the container's configuration.
    /// </summary>
    IConfiguration? Configuration { get; }
}

internal sealed class HospitalityMemoryBuilder(IServiceCollection services, string? serviceKey, IConfiguration? configuration)
    : IHospitalityMemoryBuilder
{
    public IServiceCollection Services { get; } = services;

    public string? ServiceKey { get; } = serviceKey;

    public IConfiguration? Configuration { get; } = configuration;
}
