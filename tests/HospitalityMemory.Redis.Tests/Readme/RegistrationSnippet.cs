using HospitalityMemory.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Redis.Tests.Readme;

/// <summary>The blocks of docs/stores.md and docs/settings.md on this store.</summary>
public sealed class RegistrationSnippet
{
    [Fact]
    public async Task The_store_is_chosen_by_one_line()
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().Build();

        // snippet
        services.AddHospitalityMemory(configuration).UseRedisSessions("redis:6379");
        // end of snippet

        await using var provider = services.BuildServiceProvider();
        Assert.Equal("redis", provider.GetRequiredService<ISessionStore>().Name);
    }

    [Fact]
    public async Task Two_brands_have_a_memory_each()
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Brands:Blue:ShortTerm:MaxMessages", "7")]).Build();

        // snippet
        services.AddHospitalityMemory("blue", configuration.GetSection("Brands:Blue")).UseRedisSessions("redis:6379");
        services.AddHospitalityMemory("red", configuration.GetSection("Brands:Red")).UseRedisSessions("redis:6379");
        // end of snippet

        services.AddSingleton<BlueAgent>();
        await using var provider = services.BuildServiceProvider();
        Assert.Same(provider.GetRequiredKeyedService<IGuestMemory>("blue"), provider.GetRequiredService<BlueAgent>().Guests);
        Assert.Equal(7, provider.GetRequiredService<IOptionsMonitor<HospitalityMemoryOptions>>().Get("blue").ShortTerm.MaxMessages);
        Assert.Equal("red", provider.GetRequiredService<IOptionsMonitor<HospitalityMemoryOptions>>().Get("red").Application);
        Assert.Equal("redis", provider.GetRequiredKeyedService<ISessionStore>("red").Name);
    }

    private sealed class BlueAgent([FromKeyedServices("blue")] IGuestMemory guests)
    {
        public IGuestMemory Guests => guests;
    }
}
