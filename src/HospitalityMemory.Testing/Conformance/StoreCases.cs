namespace HospitalityMemory.Testing.Conformance;

/// <summary>What classes of cases have in common. Each run of a case has an instance of its own, and a place of its own.</summary>
internal abstract class StoreCases<TStore>(CaseRun<TStore> run)
    where TStore : class
{
    protected ConformanceOptions Options => run.Options;

    /// <summary>The store of an application; those of one case share what lies beneath, which is empty at first.</summary>
    protected ValueTask<TStore> OpenAsync(string application) => run.OpenAsync(application);

    /// <summary>The store of the default application.</summary>
    protected ValueTask<TStore> CreateStoreAsync() => OpenAsync(HospitalityMemoryOptions.DefaultApplication);
}
