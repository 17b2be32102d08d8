using HospitalityMemory;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes a memory available to agents.</summary>
public static class HospitalityMemoryAgentsBuilderExtensions
{
    /// <summary>Registers the memory's <see cref="AgentMemory"/> as a singleton, under the memory's service key where it has one.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder AddAgents(this IHospitalityMemoryBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var key = builder.ServiceKey;
        builder.Services.TryAddKeyedSingleton(key, (provider, _) => AgentMemory.From(provider, key));
        return builder;
    }
}
