using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Sqlite.Tests.Readme;

/// <summary>The block of docs/stores.md on this store.</summary>
public sealed class RegistrationSnippet
{
    [Fact]
    public async Task The_store_is_chosen_by_one_line()
    {
        var services = new ServiceCollection();

        // snippet
        services.AddHospitalityMemory().UseSqliteProfiles("Data Source=guests.db").UseSqliteSessions("Data Source=guests.db");
        // end of snippet

        await using var provider = services.BuildServiceProvider();
        Assert.Equal("sqlite", provider.GetRequiredService<ISessionStore>().Name);
        Assert.Equal("sqlite", provider.GetRequiredService<IProfileStore>().Name);
    }
}
