using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory;

/// <summary>What <c>AddHospitalityMemory</c> returns: the point at which stores and learners of one memory are chosen.</summary>
public interface IHospitalityMemoryBuilder
{
    /// <summary>The services to which the memory was added.</summary>
    IServiceCollection Services { get; }

    /// <summary>
    /// The key under which the memory's services are registered, which is the name of its options too; null for the memory
    /// without a key.
    /// </summary>
    string? ServiceKey { get; }

    /// <summary>
    /// The configuration that <c>AddHospitalityMemory</c> was given, from which stores read their options too: a root, or
    /// the memory's section; null where it was given none, and then they read the container's.
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
