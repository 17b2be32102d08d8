using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory;

/// <summary>What <c>AddHospitalityMemory</c> returns: the point at which stores and learners are chosen.</summary>
public interface IHospitalityMemoryBuilder
{
    /// <summary>The services to which the library was added.</summary>
    IServiceCollection Services { get; }

    /// <summary>
    /// The configuration that <c>AddHospitalityMemory</c> was given, from which stores read their options too; null
    /// where it was given none, and then they read the container's.
    /// </summary>
    IConfiguration? Configuration { get; }
}

internal sealed class HospitalityMemoryBuilder(IServiceCollection services, IConfiguration? configuration) : IHospitalityMemoryBuilder
{
    public IServiceCollection Services { get; } = services;

    public IConfiguration? Configuration { get; } = configuration;
}
