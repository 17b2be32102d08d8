using System.Text.Json;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>Has System.Text.Json write and read this library's types as the documented JSON.</summary>
public static class HospitalityMemoryJsonExtensions
{
    /// <summary>
    /// Has options write and read this library's types as the documented JSON, without reflection and before any other metadata that
    /// they have: such as <c>builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.AddHospitalityMemory())</c>.
    /// The types are those that <see cref="MemoryJson.TypeInfoResolver"/> names.
    /// </summary>
    /// <param name="options">The options, not yet used.</param>
    /// <returns>The options.</returns>
    /// <exception cref="InvalidOperationException">The options are in use and can no longer be changed.</exception>
    public static JsonSerializerOptions AddHospitalityMemory(this JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.TypeInfoResolverChain.Insert(0, MemoryJson.TypeInfoResolver);
        return options;
    }
}
