using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <summary>The memory as agents get it: all that the history, the context and the tools of this package work on. Immutable.</summary>
/// <remarks><c>AddHospitalityMemory(...).AddAgentMemory()</c> registers one, under the memory's service key where it has one.</remarks>
public sealed record AgentMemory
{
    /// <summary>Where conversations are kept.</summary>
    public required IShortTermMemory ShortTerm { get; init; }

    /// <summary>Where guests are kept.</summary>
    public required ILongTermMemory LongTerm { get; init; }

    /// <summary>What spans both.</summary>
    public required IGuestMemory Guests { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Where it is logged what a run did without; null for nowhere. Ids and texts are not logged.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Takes the parts of the memory without a service key from a container.</summary>
    /// <param name="services">The container to which a memory was added.</param>
    /// <returns>The memory.</returns>
    /// <exception cref="InvalidOperationException">No memory was added without a key.</exception>
    public static AgentMemory From(IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return Of(services, serviceKey: null);
    }

    /// <summary>Takes the parts of the memory of a service key from a container.</summary>
    /// <param name="services">The container to which a memory was added.</param>
    /// <param name="serviceKey">The memory's key.</param>
    /// <returns>The memory.</returns>
    /// <exception cref="InvalidOperationException">No memory was added under that key.</exception>
    public static AgentMemory From(IServiceProvider services, string serviceKey)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(serviceKey);
        return Of(services, serviceKey);
    }

    internal static AgentMemory Of(IServiceProvider services, string? serviceKey) =>
        new()
        {
            ShortTerm = services.GetRequiredKeyedService<IShortTermMemory>(serviceKey),
            LongTerm = services.GetRequiredKeyedService<ILongTermMemory>(serviceKey),
            Guests = services.GetRequiredKeyedService<IGuestMemory>(serviceKey),
            TimeProvider = services.GetRequiredService<TimeProvider>(),
            LoggerFactory = services.GetService<ILoggerFactory>(),
        };
}
