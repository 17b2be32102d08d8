namespace HospitalityMemory;

/// <summary>The key under which the container holds the chosen stores of a memory, before they are wrapped.</summary>
/// <param name="Memory">The memory's own key.</param>
internal sealed record StoreChoice(string? Memory);

/// <summary>
/// Reads the options of the last choice for a role, which finds a wrong option when the host starts. The options of replaced
/// choices are not read and may be wrong.
/// </summary>
internal sealed record ChosenOptions<TRole>(Action<IServiceProvider> Check);

/// <summary>An empty options type. Its check at the start of the host stands for the check of a role's real options.</summary>
internal sealed class OptionsOfRole<TRole>;
