using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Conformance;

namespace HospitalityMemory.Testing;

/// <summary>What every <see cref="INamedSumStore"/> must do. Thread safe.</summary>
public static class NamedSumStoreConformance
{
    private static readonly CaseList<INamedSumStore> All = new CaseList<INamedSumStore>("store of named sums")
        .Add("Sums", static run => new NamedSumStoreCases(run))
        .Add("Applications", static run => new NamedSumStoreApplicationCases(run))
        .Add("Isolation", static run => new NamedSumStoreIsolationCases(run));

    /// <summary>The cases, for a store in this process or on its disk.</summary>
    /// <param name="open">Opens the store.</param>
    /// <returns>The cases, always the same in the same order.</returns>
    public static IReadOnlyList<ConformanceCase> Cases(OpenStore<INamedSumStore> open) => Cases(open, new());

    /// <summary>The cases.</summary>
    /// <param name="open">Opens the store.</param>
    /// <param name="options">How much is tried.</param>
    /// <returns>The cases, always the same in the same order.</returns>
    public static IReadOnlyList<ConformanceCase> Cases(OpenStore<INamedSumStore> open, ConformanceOptions options) => All.For(open, options);
}
