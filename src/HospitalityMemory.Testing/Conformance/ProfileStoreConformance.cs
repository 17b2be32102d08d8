using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Conformance;

namespace HospitalityMemory.Testing;

/// <summary>What every <see cref="IProfileStore"/> must do. Thread safe.</summary>
public static class ProfileStoreConformance
{
    private static readonly CaseList<IProfileStore> All = new CaseList<IProfileStore>("profile store")
        .Add("Profiles", static run => new ProfileStoreCases(run))
        .Add("Bookings", static run => new ProfileStoreBookingCases(run))
        .Add("Applications", static run => new ProfileStoreApplicationCases(run))
        .Add("Isolation", static run => new ProfileStoreIsolationCases(run))
        .Add("Concurrency", static run => new ProfileStoreConcurrencyCases(run));

    /// <summary>The cases, for a store in this process or on its disk.</summary>
    /// <param name="open">Opens the store.</param>
    /// <returns>The cases, always the same in the same order.</returns>
    public static IReadOnlyList<ConformanceCase> Cases(OpenStore<IProfileStore> open) => Cases(open, new());

    /// <summary>The cases.</summary>
    /// <param name="open">Opens the store.</param>
    /// <param name="options">How much is tried.</param>
    /// <returns>The cases, always the same in the same order.</returns>
    public static IReadOnlyList<ConformanceCase> Cases(OpenStore<IProfileStore> open, ConformanceOptions options) => All.For(open, options);
}
