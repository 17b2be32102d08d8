using HospitalityMemory.Conformance.Secrets;

namespace HospitalityMemory.Tests.InMemory;

public sealed class InMemorySecretsTests : SecretsConformance
{
    protected override Task<IAsyncDisposable?> ChooseStoresAsync(IHospitalityMemoryBuilder memory, Planted planted) => Task.FromResult<IAsyncDisposable?>(null);
}
