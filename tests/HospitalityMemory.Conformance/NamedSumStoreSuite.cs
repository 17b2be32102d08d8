using System.Diagnostics;
using HospitalityMemory.Stores;
using HospitalityMemory.Testing;

namespace HospitalityMemory.Conformance;

/// <summary>Runs the cases of <see cref="NamedSumStoreConformance"/>; the tests of each store inherit it.</summary>
public abstract class NamedSumStoreSuite
{
    public static TheoryData<CaseName> Cases { get; } = CaseName.Of(NamedSumStoreConformance.Cases(static (_, _, _) => throw new UnreachableException()));

    /// <summary>How much is tried; less where a call is dear.</summary>
    protected virtual ConformanceOptions Options { get; } = new();

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public Task It_does_what_its_contract_says(CaseName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.RunAsync(NamedSumStoreConformance.Cases((place, application, _) => OpenAsync(place, application), Options));
    }

    /// <summary>A new store. Those of one place share what lies beneath, which is empty at first. Skips the test where its server is not there.</summary>
    /// <param name="place">Letters and digits, others for each test.</param>
    /// <param name="application">The application whose data it keeps.</param>
    protected abstract ValueTask<INamedSumStore> OpenAsync(string place, string application);
}
