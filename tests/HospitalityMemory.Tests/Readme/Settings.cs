using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Tests.Readme;

/// <summary>The blocks of docs/settings.md, and that of docs/operating.md on health.</summary>
internal static class Settings
{
    public static async Task RunAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("SESSION_TTL_MINUTES", "45")]).Build();
        var services = new ServiceCollection();

        // snippet
        services.AddHospitalityMemory(configuration);
        // end of snippet

        // snippet
        services.AddHospitalityMemory(options => options.ShortTerm.MaxMessages = 100);
        // end of snippet

        // snippet
        services.AddHealthChecks().AddHospitalityMemory();
        // end of snippet

        await using var provider = services.BuildServiceProvider();
        var conversation = provider.GetRequiredService<IShortTermMemory>();
        var session = await conversation.CreateSessionAsync("session-1");
        Assert.Equal(TimeSpan.FromMinutes(45), session.ExpiresAt - session.CreatedAt);
    }
}
