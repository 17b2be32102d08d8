namespace HospitalityMemory;

/// <summary>The key under which the container holds the stores that were chosen for a memory, not yet wrapped.</summary>
/// <param name="Memory">The memory's own key.</param>
internal sealed record StoreChoice(string? Memory);

/// <summary>
/// Reads the options of what was last chosen for a role, so that a wrong one is found when the host starts. Those of
/// what was chosen before need not be right.
/// </summary>
internal sealed record ChosenOptions<TRole>(Action<IServiceProvider> Check);

/// <summary>Stands for the options of a role among those that are checked when a host starts; has none itself.</summary>
internal sealed class OptionsOfRole<TRole>;
