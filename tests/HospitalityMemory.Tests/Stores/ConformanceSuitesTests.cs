using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.Stores;

public sealed class ConformanceSuitesTests
{
    [Theory]
    [InlineData(typeof(ISessionStore))]
    [InlineData(typeof(IProfileStore))]
    [InlineData(typeof(INamedSumStore))]
    public void Every_conformance_suite_is_run_for_every_store(Type contract)
    {
        Assert.NotEmpty(ConformanceSuites.For(contract));
        Assert.NotEmpty(ConformanceSuites.StoresIn(contract.Assembly, contract));
        Assert.Empty(ConformanceSuites.NotRun(contract.Assembly, typeof(ConformanceSuitesTests).Assembly, contract));
    }

    [Fact]
    public void A_store_whose_tests_inherit_no_suite_is_found()
    {
        var missing = ConformanceSuites.NotRun(
            typeof(ISessionStore).Assembly, typeof(ConformanceSuites).Assembly, typeof(ISessionStore));

        Assert.Equal(ConformanceSuites.For(typeof(ISessionStore)).Count, missing.Count);
        Assert.Contains("InMemorySessionStore: SessionStoreSuite", missing);
        Assert.Contains("InMemorySessionStore: ShortTermMemoryStateConformance", missing);
    }
}
