using HospitalityMemory.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Firestore.Tests.Readme;

/// <summary>The block of docs/stores.md on this store.</summary>
public sealed class RegistrationSnippet
{
    [Fact]
    public async Task The_store_is_chosen_by_one_line()
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().Build();

        // snippet
        services.AddHospitalityMemory(configuration).UseFirestoreProfiles("my-project");
        // end of snippet

        await using var provider = services.BuildServiceProvider();
        Assert.Equal("firestore", provider.GetRequiredService<IProfileStore>().Name);
    }
}
