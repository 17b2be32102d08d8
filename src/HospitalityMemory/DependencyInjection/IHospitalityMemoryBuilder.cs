using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory;

/// <summary>What <c>AddHospitalityMemory</c> returns: the point at which stores and learners are chosen.</summary>
public interface IHospitalityMemoryBuilder
{
    /// <summary>The services to which the library was added.</summary>
    IServiceCollection Services { get; }
}

internal sealed class HospitalityMemoryBuilder(IServiceCollection services) : IHospitalityMemoryBuilder
{
    public IServiceCollection Services { get; } = services;
}
