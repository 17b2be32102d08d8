using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Conformance;

namespace HospitalityMemory.Testing;

/// <summary>What every <see cref="ISessionStore"/> must do. Thread safe.</summary>
public static class SessionStoreConformance
{
    private static readonly CaseList<ISessionStore> All = new CaseList<ISessionStore>("session store")
        .Add("Lifetime", static run => new SessionStoreLifetimeCases(run))
        .Add("Writes", static run => new SessionStoreWriteCases(run))
        .Add("Messages", static run => new SessionStoreMessageCases(run))
        .Add("Message ids", static run => new SessionStoreMessageIdCases(run))
        .Add("Edits", static run => new SessionStoreEditCases(run))
        .Add("Ranges", static run => new SessionStoreRangeCases(run))
        .Add("Texts", static run => new SessionStoreTextCases(run))
        .Add("Trimming", static run => new SessionStoreTrimmingCases(run))
        .Add("Groups", static run => new SessionStoreGroupCases(run))
        .Add("Spared messages", static run => new SessionStoreSparedCases(run))
        .Add("Waiting messages", static run => new SessionStoreWaitingCases(run))
        .Add("Histories", static run => new SessionStoreHistoryCases(run))
        .Add("Lists", static run => new SessionStoreListingCases(run))
        .Add("Pages", static run => new SessionStorePagingCases(run))
        .Add("Expiry", static run => new SessionStoreExpiryCases(run))
        .Add("Erasure", static run => new SessionStoreErasureCases(run))
        .Add("Applications", static run => new SessionStoreApplicationCases(run))
        .Add("Isolation", static run => new SessionStoreIsolationCases(run))
        .Add("Concurrency", static run => new SessionStoreConcurrencyCases(run));

    /// <summary>The cases, for a store in this process or on its disk.</summary>
    /// <param name="open">Opens the store.</param>
    /// <returns>The cases, always the same in the same order.</returns>
    public static IReadOnlyList<ConformanceCase> Cases(OpenStore<ISessionStore> open) => Cases(open, new());

    /// <summary>The cases.</summary>
    /// <param name="open">Opens the store.</param>
    /// <param name="options">How much is tried.</param>
    /// <returns>The cases, always the same in the same order.</returns>
    public static IReadOnlyList<ConformanceCase> Cases(OpenStore<ISessionStore> open, ConformanceOptions options) => All.For(open, options);
}
