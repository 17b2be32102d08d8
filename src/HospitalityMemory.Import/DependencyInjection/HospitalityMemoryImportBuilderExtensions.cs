using HospitalityMemory;
using HospitalityMemory.Import;
using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the import of other systems' data to a memory.</summary>
public static class HospitalityMemoryImportBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="IMemoryImporter"/>, under the memory's service key if it has one. Resolve it where operators work. Give it to no agent.
    /// </summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder AddImport(this IHospitalityMemoryBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var key = builder.ServiceKey;
        builder.Services.TryAddKeyedSingleton<IMemoryImporter>(key, (provider, _) => new MemoryImporter(
            provider.GetRequiredKeyedService<ILongTermMemory>(key),
            provider.GetRequiredKeyedService<LongTermMemory>(key),
            provider.GetRequiredKeyedService<IProfileStore>(key),
            provider.GetRequiredKeyedService<ShortTermMemory>(key).Adopter,
            provider.GetRequiredService<TimeProvider>(),
            builder.GetOptions<HospitalityMemoryOptions>(provider).DefaultCurrency));
        return builder;
    }
}
